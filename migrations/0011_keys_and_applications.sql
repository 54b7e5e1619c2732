-- How programs come in: API keys, and applications of others that act for a member who agreed.

-- A key is shown once and kept as a keyed hash. What it may do is bounded by what its member may do at that
-- moment, so nothing here has to be kept in step with roles.
create table api_keys (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    kind text not null,
    name text not null,
    prefix text not null,
    key_hash bytea not null,
    scopes text[] not null,
    -- Who made it, and whose rights bound it.
    member_id uuid not null,
    created_by_name text not null,
    account_id uuid,
    allowed_networks text[] not null default '{}',
    rate_limit_per_minute integer,
    row_version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    last_used_address inet,
    revoked_at timestamptz,
    replaced_by uuid,
    primary key (tenant_id, id),
    constraint api_key_taken unique (tenant_id, key_hash),
    constraint api_keys_kind_known check (kind in ('tenant', 'application', 'person', 'service')),
    constraint api_keys_texts_length
        check (char_length(name) between 1 and 120 and char_length(prefix) between 16 and 40),
    constraint api_keys_hash_length check (length(key_hash) = 32),
    constraint api_keys_lists_length
        check (cardinality(scopes) between 1 and 128 and cardinality(allowed_networks) <= 50),
    constraint api_keys_limit_range check (rate_limit_per_minute between 1 and 100000),
    constraint api_keys_member_id_fkey foreign key (tenant_id, member_id) references members (tenant_id, id),
    constraint api_keys_account_id_fkey
        foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    constraint api_keys_replaced_by_fkey
        foreign key (tenant_id, replaced_by) references api_keys (tenant_id, id)
);
-- The key is looked up before the tenant is known.
create index api_keys_hash_idx on api_keys (key_hash);
create index api_keys_member_idx on api_keys (tenant_id, member_id);
create index api_keys_account_idx on api_keys (tenant_id, account_id) where account_id is not null;
create index api_keys_replaced_by_idx on api_keys (tenant_id, replaced_by) where replaced_by is not null;
call atelier.protect_tenant_table('api_keys');

-- An application of a developer, as it was registered and reviewed.
create table oauth_clients (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    name text not null,
    description text not null default '',
    homepage text,
    redirect_uris text[] not null,
    scopes text[] not null,
    is_confidential boolean not null,
    secret_hash bytea,
    state text not null default 'pending',
    review_note text,
    reviewed_by_name text,
    reviewed_at timestamptz,
    created_by uuid,
    created_by_name text not null,
    row_version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    constraint oauth_clients_state_known check (state in ('pending', 'approved', 'rejected', 'suspended')),
    constraint oauth_clients_texts_length check (char_length(name) between 1 and 120
        and char_length(description) <= 1000 and char_length(homepage) <= 500
        and char_length(review_note) <= 1000),
    constraint oauth_clients_lists_length
        check (cardinality(redirect_uris) between 1 and 20 and cardinality(scopes) between 1 and 128),
    constraint oauth_clients_secret check (is_confidential = (secret_hash is not null)
        and (secret_hash is null or length(secret_hash) = 32))
);
-- A client is looked up before the tenant is known.
create index oauth_clients_id_idx on oauth_clients (id);
call atelier.protect_tenant_table('oauth_clients');

-- That a member agreed to what an application may do for them. Taking it back deletes it, with all that
-- followed from it.
create table oauth_grants (
    tenant_id uuid not null,
    id uuid not null,
    client_id uuid not null,
    member_id uuid not null,
    scopes text[] not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_used_at timestamptz,
    primary key (tenant_id, id),
    constraint oauth_grant_exists unique (tenant_id, client_id, member_id),
    constraint oauth_grants_scopes_length check (cardinality(scopes) between 1 and 128),
    constraint oauth_grants_client_id_fkey
        foreign key (tenant_id, client_id) references oauth_clients (tenant_id, id) on delete cascade,
    constraint oauth_grants_member_id_fkey
        foreign key (tenant_id, member_id) references members (tenant_id, id) on delete cascade
);
create index oauth_grants_member_idx on oauth_grants (tenant_id, member_id, id);
call atelier.protect_tenant_table('oauth_grants');

-- One sign-in of an application: a code, and the tokens that came of it. The code and the tokens say
-- themselves what they stand for, under a keyed hash, so none of them is kept.
create table oauth_authorizations (
    tenant_id uuid not null,
    id uuid not null,
    grant_id uuid not null,
    client_id uuid not null,
    member_id uuid not null,
    scopes text[] not null,
    redirect_uri text not null,
    code_challenge text not null,
    code_expires_at timestamptz not null,
    code_used_at timestamptz,
    -- Which refresh token is the newest, and since when.
    generation bigint not null default 0,
    rotated_at timestamptz,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    primary key (tenant_id, id),
    constraint oauth_authorizations_texts_length
        check (char_length(redirect_uri) <= 500 and char_length(code_challenge) = 43),
    constraint oauth_authorizations_scopes_length check (cardinality(scopes) between 1 and 128),
    constraint oauth_authorizations_grant_id_fkey
        foreign key (tenant_id, grant_id) references oauth_grants (tenant_id, id) on delete cascade
);
-- A token is looked up before the tenant is known.
create index oauth_authorizations_id_idx on oauth_authorizations (id);
create index oauth_authorizations_grant_idx on oauth_authorizations (tenant_id, grant_id);
create index oauth_authorizations_expiry_idx on oauth_authorizations (expires_at);
call atelier.protect_tenant_table('oauth_authorizations');
