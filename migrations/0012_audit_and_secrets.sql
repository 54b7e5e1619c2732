-- Secrets at rest, the whole audit event, its seals and its exports.

-- A key of the tenant that encrypts what the database must not know, itself encrypted with a key of the
-- installation that the database never sees. The nil tenant is the platform itself.
create table data_keys (
    tenant_id uuid not null,
    id uuid not null,
    kek_id text not null check (length(kek_id) between 1 and 40),
    wrapped text not null check (length(wrapped) <= 400),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    constraint data_key_exists unique (tenant_id)
);
create index data_keys_kek_idx on data_keys (kek_id, tenant_id);
call atelier.protect_tenant_table('data_keys');
revoke update, delete on data_keys from atelier_app;

-- A key for what is personal to one subject: a member, the holder of a link, a client, a profile. Erasing the
-- subject destroys the key: what it encrypted, here and in every backup, is not readable any more.
create table subject_keys (
    tenant_id uuid not null,
    subject_id uuid not null,
    kek_id text check (length(kek_id) between 1 and 40),
    wrapped text check (length(wrapped) <= 400),
    created_at timestamptz not null,
    destroyed_at timestamptz,
    primary key (tenant_id, subject_id),
    constraint subject_keys_destroyed
        check ((wrapped is null) = (destroyed_at is not null) and (wrapped is null) = (kek_id is null))
);
create index subject_keys_kek_idx on subject_keys (kek_id, tenant_id, subject_id) where kek_id is not null;
call atelier.protect_tenant_table('subject_keys');
revoke delete on subject_keys from atelier_app;

-- What was personal in plain columns is sealed with the subject's key: `actor_sealed` holds the actor's name
-- and address, `target_sealed` the target's name, the changes and the note. The plain columns stay for what
-- is nobody's and for rows from before.
alter table audit_events
    add column class text,
    add column level text not null default 'tenant'
        check (level in ('platform', 'tenant', 'account', 'user', 'profile')),
    add column on_behalf_of uuid,
    add column assurance_level smallint not null default 1 check (assurance_level in (1, 2)),
    add column actor_sealed text,
    add column target_sealed text,
    add column written_by xid8 not null default pg_current_xact_id();

-- Rows from before get their class; a plain update would see none of them behind the tenant wall.
alter table audit_events alter column class type text using case
    when action in ('member.signed_in', 'member.signed_out') then 'sign_in'
    when action like '%.imported' then 'import'
    when action like '%.created' then 'create'
    when action in ('idea.approved', 'idea.changes_requested', 'idea.rejected', 'idea.held') then 'approval'
    when action like '%.deleted' or action like '%.revoked' then 'delete'
    else 'update'
end;
alter table audit_events
    alter column class set not null,
    add constraint audit_events_class_check check (class in (
        'access_denied', 'account_recovery', 'approval', 'create', 'delete', 'erasure', 'export',
        'impersonation', 'import', 'key_change', 'key_use', 'permission_change', 'publication',
        'read_sensitive', 'restore', 'role_change', 'sign_in', 'sign_out', 'update')),
    drop constraint if exists audit_events_actor_kind_check,
    add constraint audit_events_actor_kind_check check (actor_kind in (
        'member', 'api_key', 'application', 'access_link', 'job', 'system'));

create index audit_events_actor_idx on audit_events (tenant_id, actor_id, id);
create index audit_events_action_idx on audit_events (tenant_id, action, id);
-- Every index costs every write. What is common is found on the way anyway; a request is found by its time,
-- which is in its id.
create index audit_events_class_idx on audit_events (tenant_id, class, id)
    where class not in ('approval', 'create', 'sign_in', 'sign_out', 'update');
-- The order in which rows are sealed.
create index audit_events_sealing_idx on audit_events (tenant_id, written_by, id);

-- One batch of sealed events: a Merkle tree over their hashes, chained to the batch before and signed with a
-- key that the database never sees. `leaves` holds, for every event in order, its id and its hash.
create table audit_seals (
    tenant_id uuid not null,
    batch bigint not null check (batch > 0),
    rows integer not null check (rows between 1 and 1000),
    first_at timestamptz not null,
    last_at timestamptz not null,
    last_written_by xid8 not null,
    last_id uuid not null,
    leaves bytea not null,
    root bytea not null check (length(root) = 32),
    previous_root bytea not null check (length(previous_root) = 32),
    signature bytea not null check (length(signature) = 64),
    sealed_at timestamptz not null,
    primary key (tenant_id, batch)
);
call atelier.protect_tenant_table('audit_seals');
revoke insert, update, delete on audit_seals from atelier_app;

create table audit_exports (
    tenant_id uuid not null,
    id uuid not null,
    state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    filters jsonb not null,
    rows_done bigint not null default 0,
    bytes_done bigint not null default 0,
    chunks integer not null default 0,
    -- The event at which the next chunk goes on.
    place uuid,
    first_event uuid,
    problem text,
    job_id uuid not null,
    created_by uuid not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    expires_at timestamptz not null,
    primary key (tenant_id, id)
);
create index audit_exports_age_idx on audit_exports (expires_at);
call atelier.protect_tenant_table('audit_exports');

create table audit_export_chunks (
    tenant_id uuid not null,
    export_id uuid not null,
    number integer not null,
    rows integer not null,
    bytes integer not null,
    sha256 bytea not null check (length(sha256) = 32),
    -- Sealed with the tenant's key: it holds names and addresses.
    content text not null,
    primary key (tenant_id, export_id, number),
    constraint audit_export_chunks_export_id_fkey
        foreign key (tenant_id, export_id) references audit_exports (tenant_id, id) on delete cascade
);
call atelier.protect_tenant_table('audit_export_chunks');
