-- Ways in beside the password: letters that leave, tokens that they carry, invitations, identities at other
-- issuers, and the tokens that a tenant's own issuer signs.

-- A letter, or what is to become one, until it has left. Whether there is anybody at the address is looked up
-- when it leaves, so that asking for a letter is the same work whoever is asked for.
create table mails (
    id uuid primary key,
    -- Recipient and text, sealed with a key of the installation: a letter may hold what opens a door.
    sealed bytea not null,
    attempts integer not null default 0,
    created_at timestamptz not null,
    -- Pushed back when a letter is taken, so that one whose taker died is taken again.
    due_at timestamptz not null
);
create index mails_due_idx on mails (due_at);
call atelier.protect_system_table('mails');

-- A tenant's transaction may post a letter, and read none.
create function atelier.post_mail(id uuid, sealed bytea, at timestamptz) returns void
language sql volatile security definer set search_path = atelier, pg_temp
as $$ insert into mails (id, sealed, created_at, due_at) values ($1, $2, $3, $3) $$;
comment on function atelier.post_mail(uuid, bytea, timestamptz) is
    'Puts a sealed letter into the table that only the system reads.';
revoke execute on function atelier.post_mail(uuid, bytea, timestamptz) from public;
grant execute on function atelier.post_mail(uuid, bytea, timestamptz) to atelier_app, atelier_system;

-- A token that was mailed to a person, or handed over between two steps of a sign-in. Random, kept as a hash,
-- used once.
create table mailed_tokens (
    id uuid primary key,
    kind text not null check (kind in ('magic_link', 'password_reset', 'email_change', 'second_step')),
    token_hash bytea not null constraint mailed_token_taken unique check (length(token_hash) = 32),
    person_id uuid not null references people (id) on delete cascade,
    -- Where it was sent, and so what it proves: for a change of address, the new one.
    email text not null check (length(email) between 3 and 254),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index mailed_tokens_person_idx on mailed_tokens (person_id);
create index mailed_tokens_expiry_idx on mailed_tokens (expires_at);
call atelier.protect_system_table('mailed_tokens');

-- Letters and tokens are counted as sign-ins are, each by itself.
alter table sign_in_throttles drop constraint sign_in_throttles_scope_check;
alter table sign_in_throttles add constraint sign_in_throttles_scope_check
    check (scope in ('account', 'address', 'letter_account', 'letter_address', 'token_address'));

create table invitations (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    email text not null check (length(email) between 3 and 254),
    email_normalized text not null check (length(email_normalized) <= 254),
    -- What the inviting person calls them; they may choose otherwise.
    name text check (length(name) between 1 and 120),
    role text not null check (length(role) between 1 and 63),
    account_id uuid,
    token_hash bytea not null check (length(token_hash) = 32),
    invited_by uuid not null,
    invited_by_name text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz,
    primary key (tenant_id, id),
    constraint invitation_token_taken unique (tenant_id, token_hash),
    constraint invitations_end_once check (accepted_at is null or revoked_at is null),
    constraint invitations_account_id_fkey
        foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);
-- One open invitation for an address: a new one takes the place of the old.
create unique index invitation_already_open on invitations (tenant_id, email_normalized)
    where accepted_at is null and revoked_at is null;
-- The token is looked up before the tenant is known.
create index invitations_token_idx on invitations (token_hash);
create index invitations_list_idx on invitations (tenant_id, created_at, id);
call atelier.protect_tenant_table('invitations');

-- Who a person is at an issuer that the operator trusts for signing in.
create table identities (
    issuer text not null check (length(issuer) <= 500),
    subject text not null check (length(subject) between 1 and 255),
    person_id uuid not null references people (id) on delete cascade,
    email text not null check (length(email) between 3 and 254),
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    primary key (issuer, subject)
);
create index identities_person_idx on identities (person_id);
call atelier.protect_system_table('identities');

-- A sign-in that went to an issuer and has not come back. Found by the state that it comes back with, and
-- only from the browser that it left.
create table sign_in_flows (
    state_hash bytea primary key check (length(state_hash) = 32),
    provider text not null check (length(provider) between 1 and 63),
    browser_hash bytea not null check (length(browser_hash) = 32),
    -- Nonce, code verifier and where to go afterwards, sealed.
    sealed bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index sign_in_flows_expiry_idx on sign_in_flows (expires_at);
call atelier.protect_system_table('sign_in_flows');

-- An issuer whose tokens a tenant takes for its own members, with what a token of it must look like.
create table token_issuers (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    name text not null check (length(name) between 1 and 120),
    issuer text not null check (length(issuer) between 8 and 500),
    audience text not null check (length(audience) between 1 and 255),
    algorithms text[] not null check (cardinality(algorithms) between 1 and 8),
    -- Whether an address in a token counts as verified although the token does not say so.
    trusts_email boolean not null default false,
    -- Null: what the issuer's own description names.
    jwks_uri text check (length(jwks_uri) <= 500),
    version bigint not null default 1,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    constraint token_issuer_taken unique (tenant_id, issuer, audience)
);
-- A token names its issuer before the tenant is known.
create index token_issuers_issuer_idx on token_issuers (issuer);
call atelier.protect_tenant_table('token_issuers');

-- The member that a subject of such an issuer is. Of the tenant alone: what a tenant's issuer says must not
-- open a door elsewhere.
create table token_subjects (
    tenant_id uuid not null,
    issuer_id uuid not null,
    subject text not null check (length(subject) between 1 and 255),
    member_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, issuer_id, subject),
    constraint token_subjects_issuer_id_fkey foreign key (tenant_id, issuer_id)
        references token_issuers (tenant_id, id) on delete cascade,
    constraint token_subjects_member_id_fkey foreign key (tenant_id, member_id)
        references members (tenant_id, id) on delete cascade
);
create index token_subjects_member_idx on token_subjects (tenant_id, member_id);
call atelier.protect_tenant_table('token_subjects');
