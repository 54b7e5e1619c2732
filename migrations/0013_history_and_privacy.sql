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
    -- JSON Lines, sealed with a key of the installation.
    body bytea not null,
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
