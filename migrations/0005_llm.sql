-- What language models cost: a budget per tenant and month, every call against it, and the exact cache that
-- saves calls.

-- Amounts are micro-units, one millionth of the platform's billing currency.
create table llm_budgets (
    tenant_id uuid not null,
    period_start date not null,
    limit_micros bigint not null,
    -- Settled calls of the period, and what calls under way may still cost. Kept by the statements that
    -- reserve, settle and void, so that admission is one atomic update.
    spent_micros bigint not null default 0,
    reserved_micros bigint not null default 0,
    primary key (tenant_id, period_start),
    constraint llm_budgets_first_of_month check (extract(day from period_start) = 1),
    constraint llm_budgets_amounts_not_negative
        check (limit_micros >= 0 and spent_micros >= 0 and reserved_micros >= 0)
);
call atelier.protect_tenant_table('llm_budgets');

-- One row a physical call, from before it leaves. `reserved_micros` is the estimate it was admitted with.
create table llm_calls (
    tenant_id uuid not null,
    id uuid not null,
    period_start date not null,
    -- Groups the calls made for one purpose: first try, retries, repair, fallbacks.
    work_id uuid not null,
    purpose text not null,
    provider text not null,
    model text not null,
    state text not null default 'reserved',
    -- Success, or the class of the failure; null while the call is under way.
    outcome text,
    reserved_micros bigint not null,
    cost_micros bigint not null default 0,
    tokens_in bigint not null default 0,
    tokens_out bigint not null default 0,
    -- True when the provider did not say and we counted bytes.
    usage_is_estimated boolean not null default false,
    -- The prices of the moment, so that a past cost can be recomputed.
    input_micros_per_million bigint not null,
    output_micros_per_million bigint not null,
    created_at timestamptz not null,
    -- A reservation whose caller died is void from here on.
    deadline_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant_id, id),
    constraint llm_calls_period_start_fkey
        foreign key (tenant_id, period_start) references llm_budgets (tenant_id, period_start),
    constraint llm_calls_state_known check (state in ('reserved', 'settled', 'void')),
    constraint llm_calls_finished_unless_reserved check ((state = 'reserved') = (finished_at is null)),
    constraint llm_calls_cost_only_when_settled check (state = 'settled' or cost_micros = 0),
    constraint llm_calls_amounts_not_negative
        check (reserved_micros >= 0 and cost_micros >= 0 and tokens_in >= 0 and tokens_out >= 0)
);
create index llm_calls_by_period on llm_calls (tenant_id, period_start, model);
create index llm_calls_by_work on llm_calls (tenant_id, work_id);
-- The sweep looks for what expired over all tenants.
create index llm_calls_reserved on llm_calls (deadline_at) where state = 'reserved';
call atelier.protect_tenant_table('llm_calls');

-- Answers by the exact hash of everything that went in. Never shared between tenants: the key starts with the
-- tenant.
create table llm_cache (
    tenant_id uuid not null,
    key_hash bytea not null,
    model text not null,
    answer jsonb not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (tenant_id, key_hash),
    constraint llm_cache_key_hash_length check (octet_length(key_hash) = 32)
);
create index llm_cache_expired on llm_cache (expires_at);
call atelier.protect_tenant_table('llm_cache');
