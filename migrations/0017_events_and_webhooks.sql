-- Events that can leave, webhooks out and webhooks in.

-- An event has an id of its own, by which receivers know it again; a few say more than ids; all say from
-- which request they come.
alter table events
    add column id uuid not null default gen_random_uuid(),
    add column data jsonb,
    add column trace_id text,
    add constraint events_data_is_a_small_object
        check (data is null or (jsonb_typeof(data) = 'object' and pg_column_size(data) <= 16384)),
    add constraint events_trace_id_length check (char_length(trace_id) <= 64);

-- Who is told of which events. What signs is sealed with the tenant's key: the current keys, and those before
-- them for as long as both count.
create table webhook_endpoints (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    url text not null,
    description text not null default '',
    event_types text[] not null,
    application_id uuid,
    ordering text not null default 'none',
    state text not null default 'enabled',
    disabled_reason text,
    keys_sealed text not null,
    public_key text not null,
    previous_until timestamptz,
    -- The circuit: failures since the last success, and until when nothing is tried.
    failures_in_row integer not null default 0,
    failing_since timestamptz,
    paused_until timestamptz,
    -- How many letters about the failures have left.
    warnings smallint not null default 0,
    created_by uuid,
    row_version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    constraint webhook_endpoints_ordering_known
        check (ordering in ('none', 'subject', 'account', 'endpoint')),
    constraint webhook_endpoints_state_known check (state in ('enabled', 'disabled')),
    constraint webhook_endpoints_reason_known check (disabled_reason in ('by_hand', 'gone', 'failing')),
    constraint webhook_endpoints_reason_given check ((state = 'disabled') = (disabled_reason is not null)),
    constraint webhook_endpoints_texts_length
        check (char_length(url) between 8 and 2000 and char_length(description) <= 500),
    constraint webhook_endpoints_types_length check (cardinality(event_types) between 1 and 200),
    constraint webhook_endpoints_application_id_fkey
        foreign key (tenant_id, application_id) references oauth_clients (tenant_id, id) on delete cascade
);
create index webhook_endpoints_application_idx on webhook_endpoints (tenant_id, application_id)
    where application_id is not null;
-- Found from what waits for it, across tenants.
create index webhook_endpoints_id_idx on webhook_endpoints (id);
call atelier.protect_tenant_table('webhook_endpoints');

-- What is sent, byte for byte: signatures are over these bytes, in every attempt.
create table webhook_messages (
    tenant_id uuid not null,
    id uuid not null,
    type text not null,
    payload text not null,
    trace_id text,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    constraint webhook_messages_payload_length check (octet_length(payload) <= 32768)
);
create index webhook_messages_age_idx on webhook_messages (created_at);
call atelier.protect_tenant_table('webhook_messages');

-- One message on its way to one endpoint: at the same time the queue. `due_at` is put off when an attempt is
-- taken, so one whose taker died is taken again; `attempts` fences what the taker writes.
create table webhook_deliveries (
    tenant_id uuid not null,
    id uuid not null,
    position bigint generated always as identity,
    endpoint_id uuid not null,
    message_id uuid not null,
    type text not null,
    ordering_key text,
    state text not null default 'pending',
    attempts integer not null default 0,
    -- Attempts since it was ordered last: a replay begins the schedule anew.
    tries integer not null default 0,
    due_at timestamptz,
    last_status integer,
    last_error text,
    created_at timestamptz not null,
    finished_at timestamptz,
    replayed_at timestamptz,
    primary key (tenant_id, id),
    constraint webhook_delivery_exists unique (tenant_id, endpoint_id, message_id),
    constraint webhook_deliveries_state_known check (state in ('pending', 'delivered', 'failed')),
    constraint webhook_deliveries_due check ((state = 'pending') = (due_at is not null)),
    constraint webhook_deliveries_error_length check (char_length(last_error) <= 500),
    constraint webhook_deliveries_endpoint_id_fkey
        foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id) on delete cascade,
    constraint webhook_deliveries_message_id_fkey
        foreign key (tenant_id, message_id) references webhook_messages (tenant_id, id) on delete cascade
);
create index webhook_deliveries_list_idx on webhook_deliveries (tenant_id, endpoint_id, id);
create index webhook_deliveries_message_idx on webhook_deliveries (tenant_id, message_id);
create index webhook_deliveries_replay_idx on webhook_deliveries (tenant_id, replayed_at)
    where replayed_at is not null;
create index webhook_deliveries_due_idx on webhook_deliveries (endpoint_id, due_at, position)
    where state = 'pending';
create index webhook_deliveries_order_idx on webhook_deliveries (endpoint_id, ordering_key, position)
    where state = 'pending' and ordering_key is not null;
call atelier.protect_tenant_table('webhook_deliveries');

create table webhook_attempts (
    tenant_id uuid not null,
    id uuid not null,
    delivery_id uuid not null,
    number integer not null,
    at timestamptz not null,
    duration_ms integer not null,
    url text not null,
    request_headers jsonb not null,
    status integer,
    response_headers jsonb,
    -- The beginning only, for the owner of the endpoint.
    response_body text,
    error text,
    primary key (tenant_id, id),
    constraint webhook_attempts_texts_length
        check (octet_length(response_body) <= 4096 and char_length(error) <= 500),
    constraint webhook_attempts_delivery_id_fkey
        foreign key (tenant_id, delivery_id) references webhook_deliveries (tenant_id, id) on delete cascade
);
create index webhook_attempts_delivery_idx on webhook_attempts (tenant_id, delivery_id, number);
create index webhook_attempts_age_idx on webhook_attempts (at);
call atelier.protect_tenant_table('webhook_attempts');

-- Up to where the outbox was turned into deliveries. Written in the transaction that writes the deliveries.
create table webhook_cursor (
    is_only boolean primary key default true check (is_only),
    written_by xid8 not null,
    seq bigint not null
);
insert into webhook_cursor (written_by, seq) values ('0', 0);
call atelier.protect_system_table('webhook_cursor');

-- Whose requests are taken at /webhooks/{connector}, and how each proves itself.
create table webhook_connectors (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    name text not null,
    scheme text not null,
    settings jsonb not null default '{}',
    secret_sealed text not null,
    -- A keyed hash, where the secret itself says whose request it is.
    secret_hash bytea,
    state text not null default 'enabled',
    created_by uuid,
    row_version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_received_at timestamptz,
    primary key (tenant_id, id),
    constraint webhook_connector_name_taken unique (tenant_id, name),
    constraint webhook_connectors_name_form check (name ~ '^[a-z][a-z0-9-]{1,62}$'),
    constraint webhook_connectors_scheme_known check (scheme in (
        'standard_webhooks', 'stripe', 'github', 'slack', 'meta', 'twilio', 'mailgun', 'resend', 'hmac',
        'shared_secret')),
    constraint webhook_connectors_state_known check (state in ('enabled', 'disabled')),
    constraint webhook_connectors_settings_is_small
        check (jsonb_typeof(settings) = 'object' and pg_column_size(settings) <= 4096),
    constraint webhook_connectors_hash_length check (length(secret_hash) = 32)
);
-- Looked up before the tenant is known.
create index webhook_connectors_id_idx on webhook_connectors (id);
create index webhook_connectors_secret_idx on webhook_connectors (secret_hash) where secret_hash is not null;
call atelier.protect_tenant_table('webhook_connectors');

-- What came in, once for each event of a connector, and what became of it.
create table webhooks_received (
    tenant_id uuid not null,
    id uuid not null,
    connector_id uuid not null,
    event_id text not null,
    type text not null default '',
    state text not null default 'received',
    attempts integer not null default 0,
    problem text,
    headers jsonb not null,
    -- Sealed with the tenant's key: whatever others send.
    payload_sealed text not null,
    payload_bytes integer not null,
    received_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant_id, id),
    constraint webhook_received_once unique (tenant_id, connector_id, event_id),
    constraint webhooks_received_state_known check (state in ('received', 'done', 'failed', 'dead')),
    constraint webhooks_received_texts_length check (char_length(event_id) between 1 and 255
        and char_length(type) <= 120 and char_length(problem) <= 500),
    constraint webhooks_received_connector_id_fkey
        foreign key (tenant_id, connector_id) references webhook_connectors (tenant_id, id) on delete cascade
);
create index webhooks_received_age_idx on webhooks_received (received_at);
create index webhooks_received_state_idx on webhooks_received (tenant_id, state, id);
call atelier.protect_tenant_table('webhooks_received');
