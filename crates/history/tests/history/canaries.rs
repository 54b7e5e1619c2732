//! A person in every table: each personal column of every table is given a canary, by what `tables.toml` says
//! of it. A table that comes later is seeded without anybody thinking of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use db::{Query, SystemTask, params};
use platform::testing::TestApp;
use serde::Deserialize;
use uuid::Uuid;

db::statements! {
    COLUMNS = "select c.relname::text, a.attname::text, t.typname::text,
            a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = ''
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
        join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'atelier'
        join pg_type t on t.oid = a.atttypid
        where a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by c.relname, a.attnum";
    SEARCH = "select find_canaries from atelier.find_canaries() order by 1";
}

pub(crate) const NAME: &str = "Canary Nightingale";
pub(crate) const EMAIL: &str = "canary.nightingale@birds.test";

#[derive(Deserialize)]
struct Table {
    class: String,
    #[serde(default)]
    personal: Vec<String>,
    #[serde(default)]
    secret: Vec<String>,
    #[serde(default)]
    subjects: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    left: String,
}

fn tables() -> BTreeMap<String, Table> {
    toml::from_str(include_str!("../../../../migrations/tables.toml")).unwrap()
}

/// What was planted: the texts that an export has to show.
pub(crate) struct Planted {
    pub(crate) exported: Vec<String>,
    pub(crate) tables: usize,
}

/// Gives every table a row that is of these subjects, by their kinds, in every personal column.
pub(crate) async fn plant(test: &TestApp, subjects: &[(&str, String)]) -> Planted {
    let mut tx = test.database.system(SystemTask::CheckHealth);
    let columns: Vec<(String, String, String, bool)> =
        tx.run(Query::many(&COLUMNS, params![])).await.unwrap();
    tx.commit().await.unwrap();
    let mut sql = String::from(UNBOUND);
    let mut planted = Planted { exported: Vec::new(), tables: 0 };
    for (name, table) in tables() {
        let of: Vec<_> = columns.iter().filter(|column| column.0 == name).collect();
        let mut writes = plants(&name, &table, subjects, &of, &mut planted.exported);
        if writes.is_empty() || !table.left.is_empty() {
            continue;
        }
        let own_id = writes.remove("id");
        let writes: Vec<String> =
            writes.into_iter().map(|(column, value)| format!("{column} = {value}")).collect();
        let writes = writes.join(", ");
        planted.tables += usize::from(writes.to_lowercase().contains("canary"));
        // The row of the subject itself is there.
        if let Some(id) = own_id {
            writeln!(sql, "update {name} set {writes} where id = {id};").unwrap();
            continue;
        }
        let needed: Vec<_> = of.iter().filter(|column| column.3).collect();
        let names: Vec<&str> = needed.iter().map(|column| column.1.as_str()).collect();
        let values: Vec<String> =
            needed.iter().map(|(_, column, kind, _)| value(column, kind, test.tenant_id)).collect();
        let (names, values) = (names.join(", "), values.join(", "));
        writeln!(sql, "insert into {name} ({names}) values ({values}) on conflict do nothing;").unwrap();
        writeln!(sql, "update {name} set {writes} where ctid = (select max(ctid) from {name});").unwrap();
    }
    sql.push_str("set session_replication_role = default;");
    test.database.alter(&sql).await.unwrap();
    planted
}

/// Rows that no operation would write: what checks them is taken away in this database.
const UNBOUND: &str = "set search_path = atelier, public;
    do $$
    declare held record;
    begin
        for held in select conrelid::regclass as owner, conname from pg_constraint
            where contype in ('c', 'f') and connamespace = 'atelier'::regnamespace
        loop
            execute format('alter table %s drop constraint %I', held.owner, held.conname);
        end loop;
    end $$;
    set session_replication_role = replica;\n";

type Column = (String, String, String, bool);

fn plants(
    name: &str,
    table: &Table,
    subjects: &[(&str, String)],
    columns: &[&Column],
    exported: &mut Vec<String>,
) -> BTreeMap<String, String> {
    let kind_of = |column: &str| columns.iter().find(|found| found.1 == column).map(|found| found.2.as_str());
    let mut writes: BTreeMap<String, String> = BTreeMap::new();
    let mut is_theirs = |column: &str, is_shown: bool, writes: &mut BTreeMap<String, String>| {
        let canary = format!("canary-{name}-{column}").replace('_', "-");
        if let Some(value) = kind_of(column).and_then(|kind| text_value(kind, &canary)) {
            writes.insert(column.to_owned(), value);
            if is_shown && !exported.contains(&canary) {
                exported.push(canary);
            }
        }
    };
    for (kind, id) in subjects {
        for (key, about) in table.subjects.get(*kind).into_iter().flatten() {
            if writes.contains_key(key) {
                continue;
            }
            let is_whole = about.iter().any(|column| column == "*");
            let about = if is_whole { &table.personal } else { about };
            for column in about.iter().filter(|column| *column != key) {
                is_theirs(column, !table.secret.contains(column), &mut writes);
            }
            if is_whole {
                table.secret.iter().for_each(|column| is_theirs(column, false, &mut writes));
            }
            let typed =
                if kind_of(key) == Some("uuid") { format!("'{id}'::uuid") } else { format!("'{id}'") };
            writes.insert(key.clone(), typed);
        }
    }
    if table.class == "tenant" {
        for column in table.personal.iter().filter(|column| !writes.contains_key(*column)).collect::<Vec<_>>()
        {
            let said = format!("said by {NAME} (write to {})", EMAIL.to_uppercase());
            if let Some(value) = kind_of(column).and_then(|kind| text_value(kind, &said)) {
                writes.insert(column.clone(), value);
            }
        }
    }
    writes
}

fn text_value(kind: &str, text: &str) -> Option<String> {
    match kind {
        "text" => Some(format!("'{text}'")),
        "jsonb" => Some(format!("jsonb_build_object('words', '{text}')")),
        "_text" => Some(format!("array['{text}']")),
        "bytea" => Some(format!("'{text}'::bytea")),
        _ => None,
    }
}

/// Something of the type, for a column that must have a value.
fn value(column: &str, kind: &str, tenant_id: Uuid) -> String {
    match kind {
        _ if column == "tenant_id" => format!("'{tenant_id}'"),
        "uuid" => "gen_random_uuid()".to_owned(),
        "text" => "gen_random_uuid()::text".to_owned(),
        "jsonb" | "_text" => "'{}'".to_owned(),
        "bytea" => "decode(replace(gen_random_uuid()::text, '-', ''), 'hex')".to_owned(),
        "timestamptz" | "date" => "now()".to_owned(),
        "bool" => "false".to_owned(),
        "xid8" => "'1'".to_owned(),
        "inet" => "'192.0.2.1'".to_owned(),
        _ => "1".to_owned(),
    }
}

/// Bytes are searched as the hexadecimal digits that they are shown in.
const FINDER: &str = "create or replace function atelier.find_canaries() returns setof text
    language plpgsql security definer set search_path = atelier, public as $$
    declare
        name text;
        found boolean;
    begin
        for name in select relname from pg_class where relnamespace = 'atelier'::regnamespace
            and relkind in ('r', 'p') and not relispartition
        loop
            execute format('select exists (select from %I t where t::text ilike any ($1))', name) into found
                using array['%canary%', '%nightingale%', '%' || encode('canary', 'hex') || '%',
                    '%' || encode('Canary', 'hex') || '%'];
            if found then return next name; end if;
        end loop;
    end $$";

/// The tables in which a canary is left, whatever column it is in.
pub(crate) async fn search(test: &TestApp) -> Vec<String> {
    test.database.alter(FINDER).await.unwrap();
    let mut tx = test.database.system(SystemTask::CheckHealth);
    let found = tx.run(Query::many(&SEARCH, params![])).await.unwrap();
    tx.commit().await.unwrap();
    found
}
