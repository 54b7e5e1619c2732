-- What is written for clients and how it is agreed: prompts, batches, ideas with versions, rounds,
-- decisions, comments.

-- One template a kind and tenant. The current version can be any version: going back is choosing an older
-- one.
create table prompt_templates (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    kind text not null check (kind in ('post', 'reel')),
    name text not null check (length(name) between 1 and 120),
    current_version integer not null check (current_version > 0),
    versions_count integer not null check (versions_count >= current_version),
    row_version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    constraint prompt_kind_taken unique (tenant_id, kind)
);
call atelier.protect_tenant_table('prompt_templates');

create table prompt_versions (
    tenant_id uuid not null,
    template_id uuid not null,
    n integer not null check (n > 0),
    body text not null check (length(body) between 1 and 20000),
    variables jsonb not null,
    note text not null default '' check (length(note) <= 500),
    created_at timestamptz not null,
    created_by_name text not null,
    primary key (tenant_id, template_id, n),
    constraint prompt_versions_template_id_fkey
        foreign key (tenant_id, template_id) references prompt_templates (tenant_id, id)
);
call atelier.protect_tenant_table('prompt_versions');
revoke update, delete on prompt_versions from atelier_app;

create table idea_batches (
    tenant_id uuid not null,
    id uuid not null,
    campaign_id uuid not null,
    client_id uuid not null,
    state text not null default 'queued',
    stage text not null default 'queued',
    progress_done integer not null default 0,
    progress_total integer not null,
    posts integer not null check (posts between 0 and 50),
    reels integer not null check (reels between 0 and 50),
    instructions text not null default '' check (length(instructions) <= 4000),
    ideas_created integer not null default 0,
    model text,
    is_sandbox boolean not null default false,
    tokens_in bigint not null default 0,
    tokens_out bigint not null default 0,
    cost_micros bigint not null default 0,
    attempt integer not null default 0,
    -- For people: why it failed or fell back.
    detail text,
    job_id uuid not null,
    created_by uuid,
    created_by_name text not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    row_version bigint not null default 1,
    primary key (tenant_id, id),
    constraint idea_batches_state_known
        check (state in ('queued', 'running', 'succeeded', 'cached', 'fallback', 'failed', 'cancelled')),
    constraint idea_batches_stage_known
        check (stage in ('queued', 'cache', 'prompt', 'model', 'validate', 'store', 'done')),
    constraint idea_batches_asks_for_something check (posts + reels between 1 and 50),
    constraint idea_batches_finished_when_over
        check ((state in ('queued', 'running')) = (finished_at is null)),
    constraint idea_batches_campaign_id_fkey
        foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
    constraint idea_batches_client_id_fkey
        foreign key (tenant_id, client_id) references clients (tenant_id, id)
);
create index idea_batches_campaign_idx on idea_batches (tenant_id, campaign_id, id);
call atelier.protect_tenant_table('idea_batches');

-- `content_hash` is what approvals are bound to; the content itself is in the version it belongs to.
create table ideas (
    tenant_id uuid not null,
    id uuid not null,
    client_id uuid not null,
    campaign_id uuid not null,
    batch_id uuid,
    kind text not null check (kind in ('post', 'reel')),
    title text not null check (length(title) between 1 and 200),
    state text not null,
    -- Set while on hold: where resuming returns to.
    held_from text,
    -- Set while approved: the stage that approved; null when the policy has none.
    approved_in text check (approved_in in ('internal', 'client')),
    position integer not null default 0,
    content_version integer not null check (content_version > 0),
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    -- The version that the client sees, and the one given to see before it. Null: not sent, or taken back.
    sent_version integer,
    sent_version_before integer,
    source text not null check (source in ('model', 'sandbox_model', 'template', 'person')),
    model text,
    row_version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    constraint ideas_state_known check (state in ('generated', 'draft', 'internal_review',
        'changes_requested',
        'client_review', 'approved', 'on_hold', 'rejected', 'archived')),
    constraint ideas_held_from_while_held check ((state = 'on_hold') = (held_from is not null)),
    constraint ideas_campaign_id_fkey
        foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
    constraint ideas_client_id_fkey foreign key (tenant_id, client_id) references clients (tenant_id, id),
    constraint ideas_batch_id_fkey foreign key (tenant_id, batch_id) references idea_batches (tenant_id, id)
);
create index ideas_campaign_idx on ideas (tenant_id, campaign_id, position, id);
create index ideas_client_idx on ideas (tenant_id, client_id, id);
create index ideas_state_idx on ideas (tenant_id, state, id);
create index ideas_batch_idx on ideas (tenant_id, batch_id) where batch_id is not null;
call atelier.protect_tenant_table('ideas');

-- Keeps `campaigns.idea_counts`. Adds and subtracts instead of counting again: of two transactions at once,
-- the second finds the result of the first in the row that it waited for, but not in what it could count.
create function atelier.count_ideas() returns trigger
language plpgsql
as $$
declare
    delta record;
begin
    for delta in
        select tenant_id, campaign_id, state, sum(n) as n
        from (
            select tenant_id, campaign_id, state, 1 as n from after_rows
            union all
            select tenant_id, campaign_id, state, -1 as n from before_rows
        ) changes
        group by tenant_id, campaign_id, state
        having sum(n) <> 0
        order by campaign_id, state
    loop
        update campaigns
        set idea_counts = case
            when coalesce((idea_counts ->> delta.state)::bigint, 0) + delta.n = 0
                then idea_counts - delta.state
            else jsonb_set(idea_counts, array[delta.state],
                to_jsonb(coalesce((idea_counts ->> delta.state)::bigint, 0) + delta.n))
        end
        where tenant_id = delta.tenant_id and id = delta.campaign_id;
    end loop;
    return null;
end
$$;

create function atelier.count_new_ideas() returns trigger
language plpgsql
as $$
begin
    update campaigns
    set idea_counts = idea_counts || (
        select jsonb_object_agg(fresh.state, coalesce((idea_counts ->> fresh.state)::bigint, 0) + fresh.n)
        from (
            select state, count(*) as n from after_rows
            where tenant_id = campaigns.tenant_id and campaign_id = campaigns.id
            group by state
        ) fresh)
    where (tenant_id, id) in (select tenant_id, campaign_id from after_rows);
    return null;
end
$$;

create trigger ideas_count_new after insert on ideas
    referencing new table as after_rows for each statement execute function atelier.count_new_ideas();
create trigger ideas_count_changed after update on ideas
    referencing old table as before_rows new table as after_rows
    for each statement execute function atelier.count_ideas();

create table idea_versions (
    tenant_id uuid not null,
    idea_id uuid not null,
    n integer not null check (n > 0),
    content jsonb not null,
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    note text not null default '' check (length(note) <= 500),
    created_at timestamptz not null,
    created_by_name text not null,
    primary key (tenant_id, idea_id, n),
    constraint idea_versions_idea_id_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id)
);
call atelier.protect_tenant_table('idea_versions');
revoke update, delete on idea_versions from atelier_app;

-- A stage being decided, for exactly one content.
create table approval_rounds (
    tenant_id uuid not null,
    id uuid not null,
    idea_id uuid not null,
    stage text not null check (stage in ('internal', 'client')),
    content_version integer not null,
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    state text not null default 'open'
        check (state in ('open', 'approved', 'changes_requested', 'rejected', 'void')),
    opened_at timestamptz not null,
    opened_by_name text not null,
    closed_at timestamptz,
    primary key (tenant_id, id),
    constraint approval_rounds_closed_when_over check ((state = 'open') = (closed_at is null)),
    constraint approval_rounds_idea_id_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id)
);
create unique index approval_round_already_open on approval_rounds (tenant_id, idea_id) where state = 'open';
create index approval_rounds_idea_idx on approval_rounds (tenant_id, idea_id, id);
call atelier.protect_tenant_table('approval_rounds');

-- What was said, by whom, about which content, from where. Evidence: never changed.
create table approval_decisions (
    tenant_id uuid not null,
    id uuid not null,
    idea_id uuid not null,
    -- Null when the policy asks nobody ("policy:none").
    round_id uuid,
    verdict text not null check (verdict in ('approved', 'changes_requested', 'rejected')),
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    comment text check (length(comment) <= 4000),
    actor_kind text not null check (actor_kind in ('member', 'client', 'link', 'policy')),
    actor_id uuid not null,
    actor_name text not null,
    link_id uuid,
    session_id uuid,
    address inet,
    user_agent text,
    at timestamptz not null,
    primary key (tenant_id, id),
    constraint approval_decisions_idea_id_fkey
        foreign key (tenant_id, idea_id) references ideas (tenant_id, id),
    constraint approval_decisions_round_id_fkey
        foreign key (tenant_id, round_id) references approval_rounds (tenant_id, id)
);
create index approval_decisions_idea_idx on approval_decisions (tenant_id, idea_id, id);
create index approval_decisions_at_idx on approval_decisions (tenant_id, at);
call atelier.protect_tenant_table('approval_decisions');
revoke update, delete on approval_decisions from atelier_app;

create table comments (
    tenant_id uuid not null,
    id uuid not null,
    idea_id uuid not null,
    content_version integer not null,
    body text not null check (length(body) between 1 and 4000),
    visibility text not null check (visibility in ('internal', 'client')),
    anchor jsonb,
    parent_id uuid,
    author_kind text not null check (author_kind in ('member', 'client', 'link')),
    author_id uuid not null,
    author_name text not null,
    created_at timestamptz not null,
    resolved_at timestamptz,
    resolved_by_name text,
    primary key (tenant_id, id),
    constraint comments_idea_id_fkey foreign key (tenant_id, idea_id) references ideas (tenant_id, id),
    constraint comments_parent_id_fkey foreign key (tenant_id, parent_id) references comments (tenant_id, id)
);
create index comments_idea_idx on comments (tenant_id, idea_id, id);
create index comments_open_idx on comments (tenant_id, idea_id) where resolved_at is null;
call atelier.protect_tenant_table('comments');
