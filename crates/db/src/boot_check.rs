//! Proof at start-up that the tenant wall stands. A server that finds a hole refuses to start.

use crate::{Db, DbError};

/// One hole in the tenant wall: what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub subject: String,
    pub problem: String,
    /// Whether the server must not start. The others are advice.
    pub is_fatal: bool,
}

const ROLE: &str = "select current_user::text, session_user::text, c.rolsuper, c.rolbypassrls, s.rolsuper \
    from pg_roles c, pg_roles s where c.rolname = current_user and s.rolname = session_user";

const OWNED: &str = "select c.relname::text from pg_class c \
    where c.relowner = (select oid from pg_roles where rolname = current_user) \
    and c.relkind in ('r', 'p', 'v', 'm')";

const INHERITED: &str = "select g.rolname::text from pg_roles g \
    where g.rolname <> current_user and (g.rolbypassrls or g.rolsuper) \
    and pg_has_role(current_user, g.oid, 'usage')";

const TENANT_TABLES: &str = "select c.relname::text, c.relrowsecurity, c.relforcerowsecurity, \
    exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*' \
        and p.polqual is not null and p.polwithcheck is not null), \
    (select count(*) from pg_policy p where p.polrelid = c.oid) = 1, \
    exists (select from pg_index i where i.indrelid = c.oid and i.indkey[0] = a.attnum \
        and i.indpred is null), \
    has_table_privilege(current_user, c.oid, 'truncate') \
    from pg_class c join pg_namespace n on n.oid = c.relnamespace \
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped \
        and (a.attname = 'tenant_id' or (c.relname = 'tenants' and a.attname = 'id')) \
    where n.nspname = 'atelier' and c.relkind in ('r', 'p') and not c.relispartition \
        and has_table_privilege(current_user, c.oid, 'select') \
    order by 1";

const VIEWS: &str = "select c.relname::text, c.relkind::text, \
    coalesce('security_invoker=true' = any(c.reloptions), false) \
    from pg_class c join pg_namespace n on n.oid = c.relnamespace \
    where n.nspname = 'atelier' and c.relkind in ('v', 'm')";

/// Examines the app role and every tenant table it can read, as that role.
pub async fn boot_check(db: &Db) -> Result<Vec<Finding>, DbError> {
    let client = db.app_client().await?;
    let mut findings = Vec::new();
    let mut report = |subject: &str, problem: &str, is_fatal: bool| {
        findings.push(Finding { subject: subject.to_owned(), problem: problem.to_owned(), is_fatal });
    };
    let role = client.query_one(ROLE, &[]).await?;
    let (current, session): (String, String) = (role.try_get(0)?, role.try_get(1)?);
    if role.try_get(2)? {
        report(&current, "is a superuser: row-level security does not bind it. Connect as atelier_app", true);
    }
    if role.try_get(3)? {
        report(&current, "has BYPASSRLS: row-level security does not bind it. Connect as atelier_app", true);
    }
    if session != current {
        let advice = "takes the role atelier_app for the session. Give atelier_app and atelier_system their \
                      own logins";
        report(&session, advice, false);
    }
    for row in client.query(OWNED, &[]).await? {
        report(row.try_get(0)?, "is owned by the app's role, which can switch its protection off", true);
    }
    for row in client.query(INHERITED, &[]).await? {
        report(row.try_get(0)?, "bypasses row-level security and is inherited by the app's role", true);
    }
    for row in client.query(TENANT_TABLES, &[]).await? {
        let checks: [(usize, bool, &str); 6] = [
            (1, true, "lacks ENABLE ROW LEVEL SECURITY"),
            (2, true, "lacks FORCE ROW LEVEL SECURITY"),
            (3, true, "lacks a policy for all commands with USING and WITH CHECK"),
            (4, true, "has more than one policy: they add up with OR"),
            (5, true, "lacks an index that leads with the tenant"),
            (6, false, "may be truncated by the app, which ignores row-level security"),
        ];
        for (column, expected, problem) in checks {
            if row.try_get::<_, bool>(column)? != expected {
                report(row.try_get(0)?, problem, true);
            }
        }
    }
    for row in client.query(VIEWS, &[]).await? {
        if row.try_get::<_, String>(1)? == "m" || !row.try_get::<_, bool>(2)? {
            report(
                row.try_get(0)?,
                "is a view without security_invoker, or materialized: it ignores policies",
                true,
            );
        }
    }
    Ok(findings)
}
