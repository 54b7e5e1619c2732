-- Who people are, what they are in which tenant, and by what they prove it: sessions and access links.

-- One row for one human being, across tenants. Secrets live here, so only the system's connections see it.
create table people (
    id uuid primary key,
    email text not null check (length(email) between 3 and 254),
    email_normalized text not null constraint person_email_taken unique
        check (length(email_normalized) <= 254),
    name text not null check (length(name) between 1 and 120),
    password_hash text,
    is_super_admin boolean not null default false,
    locale text not null default 'en' check (locale in ('en', 'de')),
    created_at timestamptz not null
);
call atelier.protect_system_table('people');

-- What a person is in a tenant. Name and address are copies, so that a tenant can list its people without a
-- way into the table of all people.
create table members (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    person_id uuid not null references people (id),
    role text not null check (role in ('admin', 'manager', 'creator', 'analyst', 'client')),
    name text not null check (length(name) between 1 and 120),
    email text not null check (length(email) between 3 and 254),
    client_id uuid,
    created_at timestamptz not null,
    last_sign_in_at timestamptz,
    removed_at timestamptz,
    primary key (tenant_id, id),
    constraint member_already_exists unique (tenant_id, person_id),
    -- A client's person without a client would be scoped to nothing, or worse, to everything.
    constraint members_client_scope check ((role = 'client') = (client_id is not null))
);
create index members_person_idx on members (person_id);
create index members_name_idx on members (tenant_id, name, id);
call atelier.protect_tenant_table('members');

-- A sign-in on one device. The cookie's token is random and kept as a hash; access tokens name the session's
-- id.
create table sessions (
    id uuid primary key,
    person_id uuid not null references people (id),
    tenant_id uuid not null references tenants (id),
    token_hash bytea not null constraint session_token_taken unique check (length(token_hash) = 32),
    assurance_level smallint not null default 1 check (assurance_level in (1, 2)),
    address inet,
    user_agent text check (length(user_agent) <= 400),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index sessions_person_idx on sessions (person_id);
create index sessions_expiry_idx on sessions (expires_at);
call atelier.protect_system_table('sessions');

-- Counts sign-in attempts by account and by address. An attempt is counted before the password is looked at,
-- so attempts in parallel cannot get past the limit. Keys are hashes: the table says nothing about who tried.
create table sign_in_throttles (
    scope text not null check (scope in ('account', 'address')),
    key bytea not null check (length(key) = 32),
    attempts integer not null,
    blocked_until timestamptz not null,
    last_attempt_at timestamptz not null,
    primary key (scope, key)
);
create index sign_in_throttles_age_idx on sign_in_throttles (last_attempt_at);
call atelier.protect_system_table('sign_in_throttles');

-- A way in for one named audience of a client, without an account: to the ideas that were sent, until it
-- expires. Clients, campaigns and ideas belong to another area, so there are no foreign keys to them here.
create table access_links (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    client_id uuid not null,
    -- As it was when the link was made: what the holder is greeted with.
    client_name text not null,
    campaign_id uuid not null,
    audience_name text not null check (length(audience_name) between 1 and 120),
    audience_email text check (length(audience_email) between 3 and 254),
    token_hash bytea not null check (length(token_hash) = 32),
    created_by uuid not null,
    created_by_name text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    last_used_at timestamptz,
    primary key (tenant_id, id),
    constraint access_link_token_taken unique (tenant_id, token_hash)
);
-- The token is looked up before the tenant is known.
create index access_links_token_idx on access_links (token_hash);
create index access_links_campaign_idx on access_links (tenant_id, campaign_id, id);
call atelier.protect_tenant_table('access_links');

create table access_link_ideas (
    tenant_id uuid not null,
    link_id uuid not null,
    idea_id uuid not null,
    primary key (tenant_id, link_id, idea_id),
    constraint access_link_ideas_link_id_fkey
        foreign key (tenant_id, link_id) references access_links (tenant_id, id) on delete cascade
);
call atelier.protect_tenant_table('access_link_ideas');

-- Tries, as the caller and for every table that the caller may read and that belongs to tenants, to see rows
-- of another tenant and to write one. Everything it writes is rolled back. A policy is checked before any
-- other constraint, so an error other than "insufficient privilege" means that the policy let the row
-- through.
create function atelier.probe_isolation()
returns table (table_name text, visible_rows_of_other_tenants bigint, is_writable boolean)
language plpgsql volatile security invoker
as $$
declare
    candidate record;
begin
    for candidate in
        select c.oid::regclass as target, c.relname::text as name, a.attname as tenant_column
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'atelier'
        join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
            and a.attname = case when c.relname = 'tenants' then 'id' else 'tenant_id' end
        where c.relkind in ('r', 'p') and not c.relispartition and has_table_privilege(c.oid, 'select')
        order by c.relname
    loop
        table_name := candidate.name;
        -- Whether there is one, not how many. Behind the wall each part contradicts the policy, so the index
        -- answers without reading a row; one condition with `is distinct from` would read the whole tenant.
        execute format('select (exists (select from %1$s where %2$I < atelier.current_tenant())
                             or exists (select from %1$s where %2$I > atelier.current_tenant())
                             or exists (select from %1$s where %2$I is null))::integer',
                       candidate.target, candidate.tenant_column)
            into visible_rows_of_other_tenants;
        is_writable := true;
        begin
            execute format('insert into %s (%I) values (gen_random_uuid())',
                           candidate.target, candidate.tenant_column);
            raise exception using errcode = 'AT001', message = 'the row was accepted';
        exception
            when insufficient_privilege then is_writable := false;
            when others then null;
        end;
        return next;
    end loop;
end
$$;
comment on function atelier.probe_isolation() is
    'Proves to a tenant, table by table, that the tenant wall stands.';
