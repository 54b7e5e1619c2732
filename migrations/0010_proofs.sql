-- By what people prove who they are beside a password, and how fresh and how strong the proof of a session
-- is.

alter table sessions
    -- The last time the person proved to be there: signing in, and every step-up since.
    add column proved_at timestamptz,
    add column method text not null default 'password' check (method in
        ('password', 'magic_link', 'provider', 'token', 'invitation', 'passkey', 'impersonation')),
    -- Written at most once a minute.
    add column last_seen_at timestamptz,
    -- The number of the only refresh token that counts; the token itself is not kept anywhere.
    add column refresh_counter bigint not null default 0 check (refresh_counter >= 0),
    add column refreshed_at timestamptz,
    -- Which device exchanged the token before: it alone may ask again for the same answer.
    add column refreshed_by bytea check (length(refreshed_by) = 32),
    -- Who acts as the person, and why.
    add column impersonator_id uuid references people (id),
    add column impersonator_name text check (length(impersonator_name) between 1 and 120),
    add column impersonation_reason text check (length(impersonation_reason) between 1 and 500),
    add constraint sessions_impersonation check (
        (method = 'impersonation') = (impersonator_id is not null)
        and (impersonator_id is null) = (impersonator_name is null)
        and (impersonator_id is null) = (impersonation_reason is null));
update sessions set proved_at = created_at, last_seen_at = created_at;
alter table sessions alter column proved_at set not null, alter column last_seen_at set not null;
create index sessions_impersonator_idx on sessions (impersonator_id) where impersonator_id is not null;

-- The secret that an authenticator app shares with us, sealed. It counts once a first code was right.
create table totp_secrets (
    person_id uuid primary key references people (id),
    secret text not null check (length(secret) <= 400),
    created_at timestamptz not null,
    confirmed_at timestamptz,
    -- The step of the last code that was taken: neither it nor an earlier one is taken again.
    last_step bigint not null default 0
);
call atelier.protect_system_table('totp_secrets');

-- Ten ways in for who lost the authenticator, each for one time. Only keyed hashes are kept.
create table recovery_codes (
    person_id uuid not null references people (id),
    code_hash bytea not null check (length(code_hash) = 32),
    created_at timestamptz not null,
    used_at timestamptz,
    primary key (person_id, code_hash)
);
call atelier.protect_system_table('recovery_codes');

-- Public keys of authenticators. `credential` holds the key, its counter and its flags.
create table passkeys (
    id uuid primary key,
    person_id uuid not null references people (id),
    credential_id bytea not null constraint passkey_taken unique
        check (length(credential_id) between 1 and 1023),
    credential jsonb not null,
    name text not null check (length(name) between 1 and 60),
    created_at timestamptz not null,
    last_used_at timestamptz
);
create index passkeys_person_idx on passkeys (person_id);
call atelier.protect_system_table('passkeys');

-- A challenge that was given out and not yet answered. Answering takes the row away: each counts once.
create table passkey_ceremonies (
    id uuid primary key,
    -- Of whom a new key is; nobody for signing in, where the key says who it is.
    person_id uuid references people (id),
    state jsonb not null,
    expires_at timestamptz not null
);
create index passkey_ceremonies_person_idx on passkey_ceremonies (person_id);
create index passkey_ceremonies_expiry_idx on passkey_ceremonies (expires_at);
call atelier.protect_system_table('passkey_ceremonies');
