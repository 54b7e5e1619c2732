-- What things looked like after each change, so that one can go back; and what the law asks for the people in
-- them: a copy of their data, its erasure, a time after which it goes, and a hold that keeps it.

-- Never changed by those who serve requests: going back writes a new one. Personal fields of a snapshot are
-- sealed with the key of the person, so that erasing the key erases them from every version.
create table versions (
    tenant_id uuid not null,
    id uuid not null,
    kind text not null,
    entity_id uuid not null,
    -- As it was called then. Rewritten when the person it names is erased.
    entity_name text not null,
    number integer not null,
    action text not null,
    at timestamptz not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    request_id text,
    schema_version integer not null,
    snapshot jsonb not null,
    -- SHA-256 of what is not personal: tells whether a change started from the newest version.
    digest bytea not null,
    fields text[] not null default '{}',
    -- The version that this one goes back to.
    source_id uuid,
    primary key (tenant_id, id),
    constraint version_number_taken unique (tenant_id, kind, entity_id, number),
    constraint versions_kind_length check (char_length(kind) between 1 and 40),
    constraint versions_action_known check
        (action in ('baseline', 'created', 'updated', 'restored', 'undone', 'rolled_back')),
    constraint versions_numbers_positive check (number > 0 and schema_version > 0),
    constraint versions_snapshot_is_object check (jsonb_typeof(snapshot) = 'object')
);
create index versions_request_idx on versions (tenant_id, request_id, id) where request_id is not null;
create index versions_at_idx on versions (at);
call atelier.protect_tenant_table('versions');
revoke update, delete on versions from atelier_app;

-- A copy of what is known of one person, for that person. It is gone when it expires or the person is erased.
create table privacy_exports (
    tenant_id uuid not null,
    id uuid not null,
    subject_kind text not null,
    subject_id uuid not null,
    state text not null default 'queued',
    rows bigint not null default 0,
    bytes bigint not null default 0,
    -- Names and hashes of the chunks, and what is in them.
    manifest jsonb not null default '{}',
    requested_by uuid,
    requested_by_name text not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    expires_at timestamptz not null,
    primary key (tenant_id, id),
    constraint privacy_exports_subject_known check (subject_kind in ('member', 'profile', 'client')),
    constraint privacy_exports_state_known check (state in ('queued', 'running', 'done', 'failed'))
);
create index privacy_exports_expiry_idx on privacy_exports (expires_at);
call atelier.protect_tenant_table('privacy_exports');

create table privacy_export_chunks (
    tenant_id uuid not null,
    export_id uuid not null,
    n integer not null,
    -- JSON Lines, sealed with the tenant's key.
    body text not null,
    rows bigint not null,
    bytes bigint not null,
    sha256 text not null,
    primary key (tenant_id, export_id, n),
    constraint privacy_export_chunks_export_id_fkey
        foreign key (tenant_id, export_id) references privacy_exports (tenant_id, id) on delete cascade
);
call atelier.protect_tenant_table('privacy_export_chunks');

-- That a person was erased, by whom and why. Not who it was: the id leads nowhere any more.
create table privacy_erasures (
    tenant_id uuid not null,
    id uuid not null,
    subject_kind text not null,
    subject_id uuid not null,
    reason text not null,
    state text not null default 'queued',
    -- Rows by table.
    counts jsonb not null default '{}',
    detail text,
    requested_by uuid,
    requested_by_name text not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant_id, id),
    constraint privacy_erasures_subject_known check (subject_kind in ('member', 'profile', 'client')),
    constraint privacy_erasures_state_known
        check (state in ('queued', 'running', 'done', 'refused', 'failed')),
    constraint privacy_erasures_reason_length check (char_length(reason) between 1 and 1000)
);
create index privacy_erasures_subject_idx on privacy_erasures (tenant_id, subject_id);
call atelier.protect_tenant_table('privacy_erasures');

-- How many days a class of rows is kept; a class without a row is kept for good.
create table retention_policies (
    tenant_id uuid not null,
    class text not null,
    days integer not null,
    updated_at timestamptz not null,
    updated_by_name text not null,
    primary key (tenant_id, class),
    constraint retention_policies_class_known check
        (class in ('audit', 'incidents', 'jobs', 'links', 'usage', 'versions')),
    constraint retention_policies_days_range check (days between 1 and 36500)
);
call atelier.protect_tenant_table('retention_policies');

-- What a court or an audit wants kept is neither erased nor removed by age while it is held.
create table legal_holds (
    tenant_id uuid not null,
    id uuid not null,
    -- The tenant holds everything in it.
    subject_kind text not null,
    subject_id uuid not null,
    reason text not null,
    created_at timestamptz not null,
    created_by uuid,
    created_by_name text not null,
    released_at timestamptz,
    primary key (tenant_id, id),
    constraint legal_holds_subject_known check (subject_kind in ('tenant', 'member', 'profile', 'client')),
    constraint legal_holds_reason_length check (char_length(reason) between 1 and 1000)
);
create index legal_holds_subject_idx on legal_holds (tenant_id, subject_id) where released_at is null;
call atelier.protect_tenant_table('legal_holds');

-- A sealed batch whose events were removed because their time was over. The seal stays, and that it was the
-- rule is signed, so that nobody who only has the database can pretend it.
alter table audit_seals
    add column removed_at timestamptz,
    add column removal_signature bytea check (length(removal_signature) = 64),
    add constraint audit_seals_removed check ((removed_at is null) = (removal_signature is null));
create index audit_seals_kept_idx on audit_seals (tenant_id, batch) where removed_at is null;

-- What is known of the subjects of one person: every row that names one, with the columns that are about it.
-- `plan` is compiled from tables.toml, so that no table is forgotten; `subjects` are ids by their kind.
create function atelier.collect_personal(tenant uuid, plan jsonb, subjects jsonb)
returns table (table_name text, row_found jsonb)
language plpgsql stable security invoker set search_path = atelier, pg_temp
as $$
declare
    rule record;
begin
    for rule in
        select r ->> 'table' as name, r ->> 'key' as key, r ->> 'tenant_column' as tenant_column,
            r -> 'shown' as shown, subjects -> (r ->> 'kind') as ids
        from jsonb_array_elements(plan -> 'rules') r
        where subjects ? (r ->> 'kind')
    loop
        return query execute format(
            'select %L::text, (select jsonb_object_agg(f.key, f.value) from jsonb_each(to_jsonb(found)) f
                               where $1 ? f.key)
             from %I found where $2 ? (%I::text) and %s',
            rule.name, rule.name, rule.key,
            case when rule.tenant_column is null then '$3 is not null'
                else format('%I = $3', rule.tenant_column) end)
            using rule.shown, rule.ids, tenant;
    end loop;
end
$$;

-- The value that takes the place of a personal one: nothing where nothing may stand, else a word that says
-- what happened; with the row's own id where the column has to stay unique.
create function atelier.erased_value(target regclass, column_name text) returns text
language sql stable security invoker set search_path = atelier, pg_temp
as $$
    select case
        when not a.attnotnull then 'null'
        when t.typname = 'jsonb' then format(
            'case jsonb_typeof(%1$I) when ''array'' then ''[]''::jsonb else ''{}''::jsonb end', a.attname)
        when t.typcategory = 'A' then '''{}'''
        when exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique
                         and a.attnum = any(i.indkey)) then '''erased-'' || id'
        else '''erased'''
    end
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = target and a.attname = column_name
$$;

-- Rewrites what `collect_personal` finds, deletes the rows that are of one person alone, and takes the names
-- and addresses of the person (`texts`) out of everything else in the tenant that people write.
create function atelier.erase_personal(tenant uuid, plan jsonb, subjects jsonb, texts text[])
returns table (table_name text, rows_erased bigint)
language plpgsql volatile security invoker set search_path = atelier, pg_temp
as $$
declare
    rule record;
    change text;
    pattern text;
begin
    for rule in
        select r ->> 'table' as name, r ->> 'key' as key, r ->> 'tenant_column' as tenant_column,
            r -> 'columns' as columns, subjects -> (r ->> 'kind') as ids
        from jsonb_array_elements(plan -> 'rules') r
        where subjects ? (r ->> 'kind')
    loop
        if rule.columns ? '*' then
            change := format('delete from %I', rule.name);
        else
            select format('update %I set %s', rule.name, string_agg(
                format('%I = %s', a.attname, atelier.erased_value(a.attrelid, a.attname)), ', '))
            into change
            from pg_attribute a
            where a.attrelid = rule.name::regclass and a.attgenerated = '' and rule.columns ? a.attname::text;
        end if;
        execute format('%s where $1 ? (%I::text) and %s', change, rule.key,
            case when rule.tenant_column is null then '$2 is not null'
                else format('%I = $2', rule.tenant_column) end)
            using rule.ids, tenant;
        get diagnostics rows_erased = row_count;
        table_name := rule.name;
        return next;
    end loop;
    for rule in select value #>> '{}' as name from jsonb_array_elements(plan -> 'copies') loop
        execute format('delete from %I where tenant_id = $1', rule.name) using tenant;
        get diagnostics rows_erased = row_count;
        table_name := rule.name;
        return next;
    end loop;
    select '\m(' || string_agg(regexp_replace(text, '([.*+?^${}()|\[\]\\])', '\\\1', 'g'), '|') || ')\M'
    into pattern
    from unnest(texts) text where length(text) >= 3;
    if pattern is null then
        return;
    end if;
    for rule in
        select w ->> 'table' as name, a.attname, t.typname
        from jsonb_array_elements(plan -> 'written') w
        join pg_attribute a on a.attrelid = (w ->> 'table')::regclass and w -> 'columns' ? a.attname::text
        join pg_type t on t.oid = a.atttypid
        where a.attgenerated = '' and t.typname in ('text', 'jsonb', '_text')
    loop
        execute format('update %I set %I = %s where tenant_id = $1 and %I::text ~* $2',
            rule.name, rule.attname,
            case rule.typname
                when 'text' then format('regexp_replace(%I, $2, ''erased'', ''gi'')', rule.attname)
                when 'jsonb'
                    then format('regexp_replace(%I::text, $2, ''erased'', ''gi'')::jsonb', rule.attname)
                else format('array(select regexp_replace(one, $2, ''erased'', ''gi'') from unnest(%I) one)',
                    rule.attname)
            end, rule.attname)
            using tenant, pattern;
        get diagnostics rows_erased = row_count;
        table_name := rule.name;
        return next;
    end loop;
end
$$;
revoke execute on function atelier.erase_personal(uuid, jsonb, jsonb, text[]) from public;
revoke execute on function atelier.collect_personal(uuid, jsonb, jsonb) from public;
grant execute on function atelier.erase_personal(uuid, jsonb, jsonb, text[]) to atelier_system;
grant execute on function atelier.collect_personal(uuid, jsonb, jsonb) to atelier_system;
