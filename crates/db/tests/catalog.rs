//! The migrated schema against `migrations/tables.toml`: every table is classified, truthfully.

use std::collections::{BTreeMap, BTreeSet};

use db::{Query, SystemTask, params, testing};

db::statements! {
    TABLES = "select c.relname::text, c.relrowsecurity and c.relforcerowsecurity,
            has_table_privilege('atelier_app', c.oid, 'select,insert,update,delete'),
            (select coalesce(json_agg(a.attname order by a.attnum), '[]') from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'atelier' and c.relkind in ('r', 'p') and not c.relispartition order by 1";
    KEYS = "select k.conname::text, c.relname::text, k.contype::text,
            (select coalesce(json_agg(a.attname order by p.n), '[]')
                from unnest(k.conkey) with ordinality p(attnum, n)
                join pg_attribute a on a.attrelid = c.oid and a.attnum = p.attnum)
        from pg_constraint k join pg_class c on c.oid = k.conrelid
            join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'atelier' and (k.contype in ('p', 'u') or k.contype = 'f'
            and exists (select from pg_class t where t.oid = k.confrelid and t.relrowsecurity))";
    TYPES = "select c.relname::text, a.attname::text, t.typname::text
        from pg_attribute a join pg_class c on c.oid = a.attrelid
            join pg_namespace n on n.oid = c.relnamespace
            join pg_type t on t.oid = a.atttypid
        where n.nspname = 'atelier' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
            and (t.typtype = 'e' or t.typname in ('numeric', 'money', 'timestamp'))";
    COLUMN_TYPES = "select c.relname::text, a.attname::text, t.typname::text
        from pg_attribute a join pg_class c on c.oid = a.attrelid
            join pg_namespace n on n.oid = c.relnamespace
            join pg_type t on t.oid = a.atttypid
        where n.nspname = 'atelier' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped";
    INDEXES = "select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
            join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'atelier' and i.indisunique and i.indkey[0] <> 0
            and c.relrowsecurity and not exists (select from pg_attribute a where a.attrelid = c.oid
                and a.attname in ('tenant_id', 'id') and a.attnum = any(i.indkey))
            and i.indexrelid::regclass::text not like '%tenant%'";
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Classified {
    class: String,
    #[serde(default = "tenant_id")]
    tenant_column: String,
    personal: Vec<String>,
    #[serde(default)]
    plain: Vec<String>,
    /// Personal, and never given out: what proves who somebody is.
    #[serde(default)]
    secret: Vec<String>,
    /// Kind of subject, column that names it, columns that are about it.
    #[serde(default)]
    subjects: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Why erasing leaves its personal columns as they are.
    #[serde(default)]
    left: String,
    /// Copies of what is elsewhere, deleted whole when somebody is erased.
    #[serde(default)]
    is_copy: bool,
}

fn tenant_id() -> String {
    "tenant_id".to_owned()
}

fn classified() -> BTreeMap<String, Classified> {
    toml::from_str(include_str!("../../../migrations/tables.toml")).expect("tables.toml reads")
}

#[tokio::test]
async fn every_table_is_classified_and_protected_as_its_class() {
    let db = testing::database().await;
    let classified = classified();
    let tables: Vec<(String, bool, bool, serde_json::Value)> =
        db.system(SystemTask::CheckHealth).run(Query::many(&TABLES, params![])).await.unwrap();
    let names: BTreeSet<&String> = tables.iter().map(|table| &table.0).collect();
    assert_eq!(names, classified.keys().collect(), "tables.toml lists exactly the tables there are");
    for (name, is_protected, app_may_use, columns) in &tables {
        let table = &classified[name];
        let has = |column: &String| columns.as_array().unwrap().iter().any(|found| found == column);
        match table.class.as_str() {
            "tenant" => {
                assert!(*is_protected && has(&table.tenant_column), "{name} is a tenant's and not protected");
            }
            "system" => assert!(!app_may_use, "{name} is the system's and within the app's reach"),
            "global" => assert!(!has(&"tenant_id".to_owned()), "{name} has a tenant and is called global"),
            other => panic!("{name}: no such class: {other}"),
        }
        for column in &table.personal {
            assert!(has(column), "{name} has no column {column}");
        }
    }
}

#[tokio::test]
async fn every_column_is_personal_or_not() {
    let db = testing::database().await;
    let classified = classified();
    let tables: Vec<(String, bool, bool, serde_json::Value)> =
        db.system(SystemTask::CheckHealth).run(Query::many(&TABLES, params![])).await.unwrap();
    let mut wrong = Vec::new();
    for (name, _, _, columns) in &tables {
        let Some(table) = classified.get(name) else { continue };
        let columns: Vec<String> = serde_json::from_value(columns.clone()).unwrap();
        let listed: Vec<&String> = table.personal.iter().chain(&table.plain).chain(&table.secret).collect();
        let known: BTreeSet<&String> = listed.iter().copied().collect();
        let missing: Vec<&String> = columns.iter().filter(|column| !known.contains(column)).collect();
        let misspelt: Vec<&String> = listed.iter().copied().filter(|name| !columns.contains(name)).collect();
        if !missing.is_empty() || !misspelt.is_empty() || known.len() != listed.len() {
            wrong.push(format!("{name}: missing {missing:?}, no such column {misspelt:?}, or listed twice"));
        }
    }
    assert_eq!(
        wrong,
        [] as [String; 0],
        "say of every column in migrations/tables.toml whether it is personal, plain or secret"
    );
}

#[tokio::test]
async fn every_personal_column_is_reached_by_erasing() {
    let db = testing::database().await;
    let types: Vec<(String, String, String)> =
        db.system(SystemTask::CheckHealth).run(Query::many(&COLUMN_TYPES, params![])).await.unwrap();
    let mut out_of_reach = Vec::new();
    for (name, table) in classified() {
        let named: BTreeSet<&String> = table.subjects.values().flat_map(BTreeMap::values).flatten().collect();
        let is_whole = table.is_copy || !table.left.is_empty() || named.contains(&"*".to_owned());
        for rule in table.subjects.values() {
            for column in rule.keys().chain(rule.values().flatten()).filter(|column| *column != "*") {
                let is_there = types.iter().any(|(of, known, _)| *of == name && known == column);
                assert!(is_there, "{name} has no column {column}");
            }
        }
        for column in &table.personal {
            let is_written = types.iter().any(|(of, known, kind)| {
                *of == name && known == column && ["text", "jsonb", "_text"].contains(&kind.as_str())
            });
            let is_read_through = table.class == "tenant" && is_written;
            if !is_whole && !is_read_through && !named.contains(column) {
                out_of_reach.push(format!("{name}.{column}"));
            }
        }
    }
    assert_eq!(
        out_of_reach,
        [] as [String; 0],
        "say in migrations/tables.toml whose it is (`subjects`), or why erasing leaves it (`left`)"
    );
}

#[tokio::test]
async fn keys_of_tenant_tables_lead_with_the_tenant() {
    let db = testing::database().await;
    let classified = classified();
    let keys: Vec<(String, String, String, serde_json::Value)> =
        db.system(SystemTask::CheckHealth).run(Query::many(&KEYS, params![])).await.unwrap();
    assert!(!keys.is_empty());
    for (key, table, kind, columns) in keys {
        let Some(table_class) = classified.get(&table) else { panic!("{table} is not classified") };
        if table_class.class == "tenant" && table != "tenants" {
            let leads = columns[0] == serde_json::json!(table_class.tenant_column);
            assert!(leads, "{kind} {key} of {table} does not lead with the tenant: {columns}");
        }
    }
}

#[tokio::test]
async fn no_column_has_a_type_that_is_wrong_for_it() {
    let db = testing::database().await;
    let columns: Vec<(String, String, String)> =
        db.system(SystemTask::CheckHealth).run(Query::many(&TYPES, params![])).await.unwrap();
    assert_eq!(
        columns,
        [],
        "enums and numeric lose their index under row-level security; a time without zone is no time"
    );
}

#[tokio::test]
async fn unique_indexes_of_tenant_tables_are_per_tenant() {
    let db = testing::database().await;
    let indexes: Vec<String> =
        db.system(SystemTask::CheckHealth).run(Query::many(&INDEXES, params![])).await.unwrap();
    assert_eq!(indexes, [] as [String; 0], "a unique index across tenants tells of other tenants' rows");
}
