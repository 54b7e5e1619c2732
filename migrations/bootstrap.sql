-- Roles, schema and extension. Idempotent, run before every migration by a role that may create roles.
do $$
begin
    if not exists (select from pg_roles where rolname = 'atelier_owner') then
        create role atelier_owner nologin noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'atelier_app') then
        create role atelier_app login noinherit nosuperuser nobypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'atelier_system') then
        create role atelier_system login noinherit bypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'atelier_search') then
        create role atelier_search nologin noinherit bypassrls;
    end if;
    if not pg_has_role(current_user, 'atelier_owner', 'set') then
        execute format('grant atelier_owner to %I', current_user);
    end if;
    -- Its functions are made by the owner of the schema and given to it.
    if not pg_has_role('atelier_owner', 'atelier_search', 'set') then
        grant atelier_search to atelier_owner with inherit false;
    end if;
    execute format('grant create, temporary on database %I to atelier_owner', current_database());
    if not exists (select from pg_namespace where nspname = 'atelier') then
        execute 'create schema atelier authorization atelier_owner';
    end if;
    grant usage on schema atelier to atelier_app, atelier_system, atelier_search;
    if not exists (select from pg_extension where extname = 'vector') then
        create extension vector with schema public;
    end if;
end
$$;
