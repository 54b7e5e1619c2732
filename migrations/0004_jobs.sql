-- The job queue: work that must not be lost starts as a row in the business transaction that wants it.

create table jobs (
    tenant_id uuid not null,
    id uuid not null,
    kind text not null,
    payload jsonb not null,
    state text not null default 'ready',
    priority smallint not null default 0,
    run_at timestamptz not null,
    -- Counts claims and never goes back: together with state = 'running' it is the fence of every write.
    attempt integer not null default 0,
    max_attempts integer not null,
    -- How often a lease ran out under this job (its process died); bounds the free repetitions of a rescue.
    lost_leases integer not null default 0,
    unique_key text,
    lease_owner uuid,
    lease_until timestamptz,
    last_error text,
    error_class text,
    trace_parent text,
    actor jsonb not null,
    progress_done integer not null default 0,
    progress_total integer not null default 0,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    primary key (tenant_id, id),
    constraint jobs_state_known check (state in ('ready', 'running', 'done', 'dead', 'cancelled')),
    constraint jobs_kind_length check (char_length(kind) between 1 and 100),
    constraint jobs_unique_key_length check (char_length(unique_key) between 1 and 200),
    constraint jobs_max_attempts_range check (max_attempts between 1 and 1000),
    constraint jobs_lease_while_running check ((state = 'running') = (lease_until is not null)),
    constraint jobs_progress_range check (progress_done >= 0 and progress_total >= 0)
);

-- The claim walks this index lane by lane; it holds only what waits, so finished rows cost it nothing.
create index jobs_waiting on jobs (tenant_id, priority desc, run_at, id) where state = 'ready';
-- The rescue looks for leases that ran out, over all tenants.
create index jobs_leased on jobs (lease_until) where state = 'running';
-- At most one live job for one key: a second enqueue of the same order does nothing.
create unique index job_already_waiting on jobs (tenant_id, kind, unique_key)
    where unique_key is not null and state in ('ready', 'running');
create index jobs_finished on jobs (finished_at) where state in ('done', 'cancelled');

create index jobs_by_kind on jobs (tenant_id, kind, created_at desc);

call atelier.protect_tenant_table('jobs');
