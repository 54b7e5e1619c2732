-- The tenant wall: one way to protect a table, so that no table is protected in its own way.

create function atelier.current_tenant() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
comment on function atelier.current_tenant() is
    'For defaults and definer functions. Policies spell it out: a function call there costs the index.';

create procedure atelier.protect_tenant_table(target regclass, tenant_column text default 'tenant_id')
language plpgsql
as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy tenant on %s for all to public
            using (%I = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
            with check (%I = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))',
        target, tenant_column, tenant_column);
    execute format('grant select, insert, update, delete on %s to atelier_app, atelier_system', target);
end
$$;

create procedure atelier.protect_system_table(target regclass)
language plpgsql
as $$
begin
    execute format('revoke all on %s from public, atelier_app', target);
    execute format('grant select, insert, update, delete on %s to atelier_system', target);
end
$$;

create table tenants (
    id uuid primary key,
    slug text not null constraint tenant_slug_taken unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
    name text not null check (length(name) between 1 and 120),
    kind text not null check (kind in ('agency', 'ghostwriting', 'label', 'talent_agency', 'studio')),
    locale text not null default 'en' check (locale in ('en', 'de')),
    time_zone text not null default 'UTC',
    created_at timestamptz not null default now()
);
call atelier.protect_tenant_table('tenants', 'id');
