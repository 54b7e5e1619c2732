-- Whom a tenant works for, how they want to sound, and what is planned for them.

create table clients (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    -- What names are compared and sorted by. Stored, because lower() in a condition would cost the index
    -- under RLS.
    name_key text not null generated always as (lower(name)) stored,
    industry text,
    website text,
    description text,
    approval_policy text not null,
    channels text[] not null default '{}',
    contact_name text,
    contact_email text,
    row_version bigint not null default 1,
    created_at timestamptz not null,
    created_by uuid,
    updated_at timestamptz not null,
    archived_at timestamptz,
    primary key (tenant_id, id),
    constraint client_name_taken unique (tenant_id, name_key),
    constraint clients_name_length check (char_length(name) between 1 and 120),
    constraint clients_texts_length check (
        char_length(industry) <= 120 and char_length(website) <= 300 and char_length(description) <= 4000
        and char_length(contact_name) <= 120 and char_length(contact_email) <= 254),
    constraint clients_approval_policy_known
        check (approval_policy in ('none', 'internal', 'client', 'internal_client')),
    constraint clients_channels_known
        check (channels <@ array['linkedin', 'instagram', 'youtube', 'x', 'spotify', 'soundcloud'])
);
call atelier.protect_tenant_table('clients');

-- One row for an exercise that a client has begun. Questions are compiled in; here are only answers, and who
-- gave each.
create table exercise_responses (
    tenant_id uuid not null,
    client_id uuid not null,
    exercise text not null,
    state text not null,
    answers jsonb not null,
    -- By question: id and name of the one who answered it last, and when.
    answered_by jsonb not null,
    completed_at timestamptz,
    completed_by uuid,
    completed_by_name text,
    row_version bigint not null default 1,
    updated_at timestamptz not null,
    primary key (tenant_id, client_id, exercise),
    constraint exercise_responses_client_id_fkey
        foreign key (tenant_id, client_id) references clients (tenant_id, id),
    constraint exercise_responses_exercise_known
        check (exercise in ('tone', 'audience', 'dos_and_donts', 'samples')),
    constraint exercise_responses_state_known check (state in ('not_started', 'in_progress', 'completed')),
    constraint exercise_responses_completed check ((state = 'completed') = (completed_at is not null)),
    constraint exercise_responses_are_objects
        check (jsonb_typeof(answers) = 'object' and jsonb_typeof(answered_by) = 'object')
);
call atelier.protect_tenant_table('exercise_responses');

-- What the completed exercises compile to. A version never changes: what was generated with it stays
-- explicable.
create table voice_profiles (
    tenant_id uuid not null,
    id uuid not null,
    client_id uuid not null,
    version integer not null check (version >= 1),
    summary text not null,
    tone text[] not null,
    audience text not null,
    dos text[] not null,
    donts text[] not null,
    banned_words text[] not null,
    samples text[] not null,
    openings text[] not null,
    avg_sentence_words double precision not null,
    emoji_per_100_words double precision not null,
    hashtags_per_post double precision not null,
    text text not null,
    compiled_at timestamptz not null,
    compiled_by uuid,
    primary key (tenant_id, id),
    constraint voice_version_taken unique (tenant_id, client_id, version),
    constraint voice_profiles_client_id_fkey
        foreign key (tenant_id, client_id) references clients (tenant_id, id)
);
call atelier.protect_tenant_table('voice_profiles');
revoke update, delete on voice_profiles from atelier_app;

create table campaigns (
    tenant_id uuid not null,
    id uuid not null,
    client_id uuid not null,
    name text not null,
    name_key text not null generated always as (lower(name)) stored,
    kind text not null,
    state text not null default 'draft',
    objective text,
    themes text[] not null default '{}',
    starts_on date,
    ends_on date,
    channels text[] not null default '{}',
    posts_count integer not null default 0,
    reels_count integer not null default 0,
    language text not null default 'en',
    budget_minor bigint,
    currency text,
    external_id text,
    notes text,
    -- Who answers for it; the one who created it, or who planned it when nobody did (imports).
    owner_id uuid,
    -- The brief as it was when the campaign was planned.
    planned_brief jsonb,
    -- Ideas by state, kept by a trigger on the ideas: reading a campaign must not count.
    idea_counts jsonb not null default '{}',
    row_version bigint not null default 1,
    created_at timestamptz not null,
    created_by uuid,
    created_by_name text not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    constraint campaigns_client_id_fkey foreign key (tenant_id, client_id) references clients (tenant_id, id),
    constraint campaign_external_id_taken unique (tenant_id, external_id),
    constraint campaigns_name_length check (char_length(name) between 1 and 200),
    constraint campaigns_texts_length check (
        char_length(objective) <= 4000 and char_length(notes) <= 10000 and char_length(external_id) <= 120),
    constraint campaigns_kind_known check (kind in ('social', 'linkedin', 'release', 'paid', 'casting')),
    constraint campaigns_state_known
        check (state in ('draft', 'planned', 'active', 'paused', 'completed', 'cancelled', 'archived')),
    constraint campaigns_language_known check (language in ('en', 'de')),
    constraint campaigns_channels_known
        check (channels <@ array['linkedin', 'instagram', 'youtube', 'x', 'spotify', 'soundcloud']),
    constraint campaigns_dates_in_order check (starts_on <= ends_on),
    constraint campaigns_counts_range check (posts_count between 0 and 100 and reels_count between 0 and 100),
    constraint campaigns_budget_range check (budget_minor between 0 and 100000000000000),
    constraint campaigns_budget_has_currency check (budget_minor is null or currency is not null),
    constraint campaigns_currency_form check (currency ~ '^[A-Z]{3}$')
);
-- Records of other systems repeat a name for each platform, so only campaigns that were made here keep theirs
-- unique.
create unique index campaign_name_taken on campaigns (tenant_id, client_id, name_key)
    where external_id is null and state not in ('cancelled', 'archived');
create index campaigns_client_idx on campaigns (tenant_id, client_id, id);
create index campaigns_state_idx on campaigns (tenant_id, state, id);
create index campaigns_active_idx on campaigns (tenant_id, client_id) where state = 'active';
call atelier.protect_tenant_table('campaigns');
