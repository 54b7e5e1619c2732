-- The levels below the tenant (account, user, profile), and who may do what at each.

-- What a tenant works for or consists of. A client is an account of kind `client` with the client's own id.
create table accounts (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    kind text not null,
    name text not null,
    name_key text not null generated always as (lower(name)) stored,
    parent_id uuid,
    row_version bigint not null default 1,
    created_at timestamptz not null,
    created_by uuid,
    updated_at timestamptz not null,
    archived_at timestamptz,
    primary key (tenant_id, id),
    constraint accounts_kind_known
        check (kind in ('agency', 'client', 'artist', 'label', 'brand', 'individual', 'studio')),
    constraint accounts_name_length check (char_length(name) between 1 and 120),
    constraint accounts_parent_is_another check (parent_id <> id),
    constraint accounts_parent_id_fkey foreign key (tenant_id, parent_id) references accounts (tenant_id, id)
);
create index accounts_name_idx on accounts (tenant_id, name_key, id);
create index accounts_kind_idx on accounts (tenant_id, kind, name_key, id);
create index accounts_parent_idx on accounts (tenant_id, parent_id) where parent_id is not null;

-- The owner of a table is bound by its wall too: it comes down for the copy, within this transaction.
alter table clients no force row level security;
insert into accounts (tenant_id, id, kind, name, created_at, created_by, updated_at, archived_at)
    select tenant_id, id, 'client', name, created_at, created_by, updated_at, archived_at from clients;
alter table clients force row level security;
call atelier.protect_tenant_table('accounts');

-- A client cannot be without its account, whoever writes it, and both have one name.
create function atelier.keep_account_of_client() returns trigger
language plpgsql security invoker set search_path = atelier, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into accounts (tenant_id, id, kind, name, created_at, created_by, updated_at, archived_at)
        values (new.tenant_id, new.id, 'client', new.name, new.created_at, new.created_by, new.updated_at,
                new.archived_at)
        on conflict (tenant_id, id) do nothing;
    elsif (new.name, new.archived_at) is distinct from (old.name, old.archived_at) then
        update accounts set name = new.name, archived_at = new.archived_at, updated_at = new.updated_at,
            row_version = row_version + 1
        where tenant_id = new.tenant_id and id = new.id;
    end if;
    return new;
end
$$;
create trigger clients_keep_account before insert or update of name, archived_at on clients
    for each row execute function atelier.keep_account_of_client();
alter table clients add constraint clients_account_fkey
    foreign key (tenant_id, id) references accounts (tenant_id, id);

-- Named sets of permissions. Those out of the box are kept as what the tenant changed in them, so that a
-- permission that comes with a later release reaches them; `idea.create:linkedin` is one channel of many.
create table roles (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    key text not null,
    name text not null,
    description text not null default '',
    is_built_in boolean not null default false,
    granted text[] not null default '{}',
    revoked text[] not null default '{}',
    row_version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint role_key_taken unique (tenant_id, key),
    constraint roles_key_form check (key ~ '^[a-z][a-z0-9_-]{0,62}$'),
    constraint roles_texts_length
        check (char_length(name) between 1 and 80 and char_length(description) <= 400)
);
call atelier.protect_tenant_table('roles');

create function atelier.add_built_in_roles(tenant uuid) returns void
language sql security invoker set search_path = atelier, pg_temp
as $$
    insert into roles (tenant_id, id, key, name, is_built_in)
    select tenant, gen_random_uuid(), built_in.key, built_in.name, true
    from (values
        ('admin', 'Administrator'), ('manager', 'Manager'), ('analyst', 'Analyst'), ('creator', 'Creator'),
        ('sales', 'Sales'), ('vendor', 'Vendor'), ('content_moderator', 'Content moderator'),
        ('brand_creator', 'Brand creator'), ('employee', 'Employee'), ('account_owner', 'Account owner'),
        ('member', 'Member'), ('client', 'Client')) built_in (key, name)
$$;
create function atelier.give_tenant_its_roles() returns trigger
language plpgsql security invoker set search_path = atelier, pg_temp
as $$
begin
    perform atelier.add_built_in_roles(new.id);
    return null;
end
$$;
create trigger tenants_have_roles after insert on tenants
    for each row execute function atelier.give_tenant_its_roles();

alter table tenants no force row level security;
alter table roles no force row level security;
select atelier.add_built_in_roles(id) from tenants;
alter table roles force row level security;
alter table tenants force row level security;

-- A member may be confined to an account. One of the role `client` always is: scoped to nothing would be
-- scoped to everything.
alter table members rename column client_id to account_id;
alter table members
    drop constraint members_client_scope,
    drop constraint members_role_check,
    add column deactivated_at timestamptz,
    add column preferences jsonb not null default '{}',
    add column row_version bigint not null default 1,
    add constraint members_client_is_confined check (role <> 'client' or account_id is not null),
    add constraint members_preferences_is_object
        check (jsonb_typeof(preferences) = 'object' and pg_column_size(preferences) <= 8192),
    add constraint members_role_fkey foreign key (tenant_id, role) references roles (tenant_id, key),
    add constraint members_account_id_fkey
        foreign key (tenant_id, account_id) references accounts (tenant_id, id);
create index members_role_idx on members (tenant_id, role);
create index members_account_idx on members (tenant_id, account_id) where account_id is not null;

-- Further roles of a member, for a part of the tenant or a time.
create table role_assignments (
    tenant_id uuid not null,
    id uuid not null,
    member_id uuid not null,
    role text not null,
    account_id uuid,
    profile_id uuid,
    expires_at timestamptz,
    created_at timestamptz not null,
    created_by uuid,
    primary key (tenant_id, id),
    constraint role_assignments_member_id_fkey
        foreign key (tenant_id, member_id) references members (tenant_id, id) on delete cascade,
    constraint role_assignments_role_fkey foreign key (tenant_id, role) references roles (tenant_id, key),
    constraint role_assignments_account_id_fkey
        foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);
create index role_assignments_member_idx on role_assignments (tenant_id, member_id, id);
create index role_assignments_role_idx on role_assignments (tenant_id, role);
create index role_assignments_account_idx on role_assignments (tenant_id, account_id);
call atelier.protect_tenant_table('role_assignments');

-- A single permission that a person has or has not, whatever their roles say.
create table permission_overrides (
    tenant_id uuid not null,
    id uuid not null,
    member_id uuid not null,
    permission text not null,
    effect text not null,
    account_id uuid,
    profile_id uuid,
    expires_at timestamptz,
    reason text,
    created_at timestamptz not null,
    created_by uuid,
    primary key (tenant_id, id),
    constraint permission_overrides_effect_known check (effect in ('allow', 'deny')),
    constraint permission_overrides_texts_length
        check (char_length(permission) <= 80 and char_length(reason) <= 400),
    constraint permission_overrides_member_id_fkey
        foreign key (tenant_id, member_id) references members (tenant_id, id) on delete cascade,
    constraint permission_overrides_account_id_fkey
        foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);
create index permission_overrides_member_idx on permission_overrides (tenant_id, member_id, id);
create index permission_overrides_account_idx on permission_overrides (tenant_id, account_id);
call atelier.protect_tenant_table('permission_overrides');

-- Whether an account is within the accounts that a reader may see: null is all of them; a list that begins
-- with the nil id is all but the rest of it. Plain SQL, so that the planner sees through it to the index.
create function atelier.reaches(reach uuid[], account uuid) returns boolean
language sql immutable parallel safe
as $$
    select case
        when reach is null then true
        when reach[1] = '00000000-0000-0000-0000-000000000000' then account is null or account <> all (reach)
        else account = any (reach)
    end
$$;

-- Everything that the rights of a member are made of, in one row, for the statements that ask who somebody
-- is.
create function atelier.further_roles(tenant uuid, member uuid) returns jsonb
language sql stable security invoker set search_path = atelier, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'role', a.role, 'is_built_in', r.is_built_in,
        'granted', r.granted, 'revoked', r.revoked, 'account_id', a.account_id, 'profile_id', a.profile_id,
        'expires_at', a.expires_at)), '[]')
    from role_assignments a
    join roles r on r.tenant_id = a.tenant_id and r.key = a.role
    where a.tenant_id = tenant and a.member_id = member
$$;
create function atelier.overrides(tenant uuid, member uuid) returns jsonb
language sql stable security invoker set search_path = atelier, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'permission', o.permission, 'effect', o.effect,
        'account_id', o.account_id, 'profile_id', o.profile_id, 'expires_at', o.expires_at)), '[]')
    from permission_overrides o
    where o.tenant_id = tenant and o.member_id = member
$$;

alter table audit_events drop constraint audit_events_actor_kind_check,
    add constraint audit_events_actor_kind_known
        check (actor_kind in ('member', 'api_key', 'application', 'access_link', 'job', 'system'));

-- The sessions of a member of the caller's tenant, which only the system may otherwise touch.
create function atelier.end_sessions_of_member(member uuid) returns void
language sql volatile security definer set search_path = atelier, pg_temp
as $$
    update sessions s set ended_at = now()
    from members m
    where m.tenant_id = atelier.current_tenant() and m.id = member
      and s.person_id = m.person_id and s.tenant_id = m.tenant_id and s.ended_at is null
$$;
revoke execute on function atelier.end_sessions_of_member(uuid) from public;
grant execute on function atelier.end_sessions_of_member(uuid) to atelier_app, atelier_system;
