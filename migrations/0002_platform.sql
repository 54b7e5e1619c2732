-- What every area writes in its own transaction: the activity log, the outbox, idempotent answers, incidents.

create table audit_events (
    tenant_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    action text not null check (length(action) <= 80),
    actor_kind text not null check (actor_kind in ('member', 'access_link', 'job', 'system')),
    actor_id uuid,
    actor_name text not null,
    target_kind text not null,
    target_id uuid,
    target_name text not null,
    client_id uuid,
    campaign_id uuid,
    changes jsonb not null default '[]',
    note text,
    request_id text,
    address inet,
    primary key (tenant_id, id)
);
create index audit_events_campaign_idx on audit_events (tenant_id, campaign_id, id)
    where campaign_id is not null;
create index audit_events_client_idx on audit_events (tenant_id, client_id, id) where client_id is not null;
create index audit_events_target_idx on audit_events (tenant_id, target_id, id);
call atelier.protect_tenant_table('audit_events');
revoke update, delete on audit_events from atelier_app;

-- The outbox. `written_by` orders safely: a reader takes only rows below the oldest open transaction, so a
-- row that commits late is never skipped.
create table events (
    tenant_id uuid not null,
    seq bigint generated always as identity,
    written_by xid8 not null default pg_current_xact_id(),
    at timestamptz not null,
    topic text not null,
    type text not null,
    subject_id uuid not null,
    client_id uuid,
    campaign_id uuid,
    version bigint not null default 0,
    internal boolean not null default false,
    primary key (tenant_id, seq)
);
create index events_reader_idx on events (written_by, seq);
create index events_resume_idx on events (tenant_id, written_by, seq);
create index events_age_idx on events (at);
call atelier.protect_tenant_table('events');
revoke update, delete on events from atelier_app;

create table idempotency_keys (
    tenant_id uuid not null,
    actor_id uuid not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null,
    status smallint,
    headers jsonb not null default '{}',
    -- Sealed with a key of the installation: an answer may hold the token of a link.
    body bytea,
    created_at timestamptz not null,
    primary key (tenant_id, actor_id, key)
);
-- The sweep goes over all tenants.
create index idempotency_keys_age_idx on idempotency_keys (created_at);
call atelier.protect_tenant_table('idempotency_keys');

create table incidents (
    tenant_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    kind text not null,
    message text not null,
    subject_id uuid,
    primary key (tenant_id, id)
);
call atelier.protect_tenant_table('incidents');
