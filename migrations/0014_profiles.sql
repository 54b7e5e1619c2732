-- Profiles: what is known of the people and acts whom an account works with. The lowest of the five levels.

-- What a tenant asks of the attributes of a kind, where it is not what comes out of the box.
create table profile_schemas (
    tenant_id uuid not null references tenants (id),
    kind text not null,
    schema jsonb not null,
    row_version bigint not null default 1,
    updated_at timestamptz not null,
    updated_by uuid,
    primary key (tenant_id, kind),
    constraint profile_schemas_kind_known
        check (kind in ('model', 'photographer', 'director', 'artist', 'voice')),
    constraint profile_schemas_schema_is_object
        check (jsonb_typeof(schema) = 'object' and octet_length(schema::text) <= 131072)
);
call atelier.protect_tenant_table('profile_schemas');

create table profiles (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    member_id uuid,
    kind text not null,
    name text not null,
    name_key text not null generated always as (lower(name)) stored,
    attributes jsonb not null default '{}',
    -- The words of the name and of the attributes, as they are: names have no grammar.
    words tsvector not null generated always as (
        to_tsvector('simple'::regconfig, name)
        || jsonb_to_tsvector('simple'::regconfig, attributes, '["string"]')) stored,
    row_version bigint not null default 1,
    created_at timestamptz not null,
    created_by uuid,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    constraint profiles_kind_known check (kind in ('model', 'photographer', 'director', 'artist', 'voice')),
    constraint profiles_name_length check (char_length(name) between 1 and 120),
    constraint profiles_attributes_are_an_object
        check (jsonb_typeof(attributes) = 'object' and octet_length(attributes::text) <= 32768),
    constraint profiles_account_id_fkey
        foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    constraint profiles_member_id_fkey foreign key (tenant_id, member_id) references members (tenant_id, id)
);
create index profiles_name_idx on profiles (tenant_id, name_key, id);
create index profiles_kind_idx on profiles (tenant_id, kind, name_key, id);
create index profiles_account_idx on profiles (tenant_id, account_id, name_key, id);
create index profiles_member_idx on profiles (tenant_id, member_id) where member_id is not null;
create index profiles_words_idx on profiles using gin (words);
call atelier.protect_tenant_table('profiles');

-- Each attribute as a number or a word, so that it is compared as what it is and found by an index. Kept by
-- the table itself.
create table profile_attributes (
    tenant_id uuid not null,
    profile_id uuid not null,
    name text not null,
    position integer not null,
    number double precision,
    word text collate "C",
    primary key (tenant_id, profile_id, name, position),
    constraint profile_attributes_profile_id_fkey
        foreign key (tenant_id, profile_id) references profiles (tenant_id, id) on delete cascade
);
create index profile_attributes_number_idx on profile_attributes (tenant_id, name, number, profile_id)
    where number is not null;
create index profile_attributes_word_idx on profile_attributes (tenant_id, name, word, profile_id)
    where word is not null;
call atelier.protect_tenant_table('profile_attributes');

create function atelier.keep_profile_attributes() returns trigger
language plpgsql security invoker set search_path = atelier, pg_temp
as $$
begin
    if tg_op = 'UPDATE' then
        delete from profile_attributes where tenant_id = new.tenant_id and profile_id = new.id;
    end if;
    insert into profile_attributes (tenant_id, profile_id, name, position, number, word)
    select new.tenant_id, new.id, one.key, row_number() over (partition by one.key),
        case when jsonb_typeof(each.value) = 'number' then (each.value #>> '{}')::double precision end,
        case when jsonb_typeof(each.value) in ('string', 'boolean')
            then lower(left(each.value #>> '{}', 200)) end
    from jsonb_each(new.attributes) one
    cross join lateral jsonb_array_elements(
        case when jsonb_typeof(one.value) = 'array' then one.value else jsonb_build_array(one.value) end
    ) each
    where jsonb_typeof(each.value) in ('number', 'string', 'boolean');
    return null;
end
$$;
create trigger profiles_keep_attributes after insert or update of attributes on profiles
    for each row execute function atelier.keep_profile_attributes();

-- What profiles may be seen, for one of the actor's sets of rights: those of the accounts within reach and
-- the ones that are named, but for what is denied. Everything in it is an id, and is quoted as one.
create function atelier.profile_condition(rights jsonb) returns text
language plpgsql immutable set search_path = atelier, pg_temp
as $$
declare
    reached text := 'false';
    denied text := 'false';
    named jsonb;
begin
    if rights -> 'accounts' = 'null' then
        reached := 'true';
    elsif rights -> 'accounts' <> '[]' then
        reached := format('atelier.reaches(%L::uuid[], p.account_id)',
            (select array_agg(id::uuid) from jsonb_array_elements_text(rights -> 'accounts') id)::text);
    end if;
    for named in select value from jsonb_array_elements(rights -> 'allowed') loop
        reached := reached || format(' or p.id = %L::uuid', (named ->> 'id')::uuid);
        if named ->> 'account' is not null then
            reached := reached || format(' and p.account_id = %L::uuid', (named ->> 'account')::uuid);
        end if;
    end loop;
    for named in select value from jsonb_array_elements(rights -> 'denied') loop
        denied := denied || format(' or (%s and %s)',
            case when named ->> 'id' is null then 'true'
                else format('p.id = %L::uuid', (named ->> 'id')::uuid) end,
            case when named ->> 'account' is null then 'true'
                else format('p.account_id = %L::uuid', (named ->> 'account')::uuid) end);
    end loop;
    return format('(%s) and not (%s)', reached, denied);
end
$$;

-- The statement that finds a page of profiles by name, with the tenant, the place behind which it begins and
-- the number of rows as parameters. Whatever somebody asked for is quoted; operators are named here.
create function atelier.profile_search_statement(
    rights jsonb, asked_kind text, asked_account uuid, asked_words text, filters jsonb
) returns text
language plpgsql stable set search_path = atelier, pg_temp
as $$
declare
    statement text := 'select p.id from profiles p where p.tenant_id = $1 and (p.name_key, p.id) > ($2, $3)';
    held jsonb;
    filter jsonb;
    operator text;
begin
    for held in select value from jsonb_array_elements(rights) loop
        statement := statement || ' and ' || atelier.profile_condition(held);
    end loop;
    if asked_kind is not null then
        statement := statement || format(' and p.kind = %L', asked_kind);
    end if;
    if asked_account is not null then
        statement := statement || format(' and p.account_id = %L::uuid', asked_account);
    end if;
    if asked_words is not null then
        -- Found first, by the index of words: how common a beginning is, the planner does not know.
        statement := statement || format(
            ' and p.id = any (array(
                select w.id from profiles w where w.tenant_id = $1 and w.words @@ %L::tsquery))',
            to_tsquery('simple', asked_words)::text);
    end if;
    for filter in select value from jsonb_array_elements(filters) loop
        operator := case filter ->> 'operator'
            when '>=' then '>=' when '<=' then '<=' when '>' then '>' when '<' then '<' else '=' end;
        statement := statement || format(
            ' and p.id in (select a.profile_id from profile_attributes a
                where a.tenant_id = $1 and a.name = %L and %s)',
            filter ->> 'name',
            case when filter ->> 'number' is not null
                then format('a.number %s %L::double precision', operator,
                    (filter ->> 'number')::double precision)
                else format('a.word %s %L', operator, lower(left(filter ->> 'word', 200))) end);
    end loop;
    return statement || ' order by p.name_key, p.id limit $4';
end
$$;

-- A page of the profiles of the reader's tenant. Row-level security would keep the words and the attributes
-- from their indexes, because their operators are not leakproof; so this function runs as who reads past it,
-- and names the tenant itself in every part.
create function atelier.search_profiles(
    rights jsonb, asked_kind text, asked_account uuid, asked_words text, filters jsonb,
    after_name text, after_id uuid, rows_max bigint
) returns table (id uuid)
language plpgsql stable security definer set search_path = atelier, pg_temp
as $$
begin
    if atelier.current_tenant() is not null then
        return query execute
            atelier.profile_search_statement(rights, asked_kind, asked_account, asked_words, filters)
            using atelier.current_tenant(), after_name, after_id, rows_max;
    end if;
end
$$;
revoke all on function atelier.search_profiles(jsonb, text, uuid, text, jsonb, text, uuid, bigint)
    from public;
grant execute on function atelier.search_profiles(jsonb, text, uuid, text, jsonb, text, uuid, bigint)
    to atelier_app, atelier_system;
grant select on profiles, profile_attributes to atelier_search;
-- Who owns a function in a schema must be let into it for the moment.
grant create on schema atelier to atelier_search;
alter function atelier.search_profiles(jsonb, text, uuid, text, jsonb, text, uuid, bigint)
    owner to atelier_search;
revoke create on schema atelier from atelier_search;

-- A right for one profile ends with the profile.
alter table role_assignments add constraint role_assignments_profile_id_fkey
    foreign key (tenant_id, profile_id) references profiles (tenant_id, id) on delete cascade;
alter table permission_overrides add constraint permission_overrides_profile_id_fkey
    foreign key (tenant_id, profile_id) references profiles (tenant_id, id) on delete cascade;
create index role_assignments_profile_idx on role_assignments (tenant_id, profile_id)
    where profile_id is not null;
create index permission_overrides_profile_idx on permission_overrides (tenant_id, profile_id)
    where profile_id is not null;

-- What a tenant sets for itself, besides its name, language and time zone.
alter table tenants
    add column settings jsonb not null default '{}',
    add column row_version bigint not null default 1,
    add constraint tenants_settings_is_object
        check (jsonb_typeof(settings) = 'object' and octet_length(settings::text) <= 16384);
