//! Statements of the work that crosses tenants: from the outbox to deliveries, and from those to attempts.

db::statements! {
    pub(crate) TAKE_CURSOR = "select written_by::text as written_by, seq from webhook_cursor
        for update skip locked";
    pub(crate) MOVE_CURSOR = "update webhook_cursor set written_by = $1::text::xid8, seq = $2";
    pub(crate) LIST_LISTENERS = "select e.tenant_id, e.id, e.event_types, e.ordering, e.created_at,
            e.application_id is not null as is_application, c.scopes
        from webhook_endpoints e
        left join oauth_clients c on c.tenant_id = e.tenant_id and c.id = e.application_id
            and c.state = 'approved'
        where e.tenant_id = any($1) and e.state = 'enabled'";
    pub(crate) INSERT_MESSAGES = "insert into webhook_messages
            (tenant_id, id, type, payload, trace_id, created_at)
        select tenant_id, id, type, payload, trace_id, created_at
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
            as new (tenant_id, id, type, payload, trace_id, created_at)
        on conflict (tenant_id, id) do nothing";
    // In the order of the events, so that `position` is.
    pub(crate) INSERT_DELIVERIES = "insert into webhook_deliveries
            (tenant_id, id, endpoint_id, message_id, type, ordering_key, due_at, created_at)
        select tenant_id, id, endpoint_id, message_id, type, nullif(ordering_key, ''), $7, $7
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])
            with ordinality as new (tenant_id, id, endpoint_id, message_id, type, ordering_key, place)
        order by place
        on conflict (tenant_id, endpoint_id, message_id) do nothing";

    // Endpoints with something waiting are found by skipping through an index, so the cost depends on their
    // number and not on the length of a backlog. Each has room for a few at once; one whose circuit is open
    // has room for one. In order: none before the one ahead of it under the same key. Rounds are taken turn
    // by turn, so no endpoint waits for another's backlog.
    pub(crate) TAKE = "
        with recursive waiting as (
            (select d.endpoint_id from webhook_deliveries d where d.state = 'pending'
                order by d.endpoint_id limit 1)
            union all
            select (select d.endpoint_id from webhook_deliveries d
                    where d.state = 'pending' and d.endpoint_id > waiting.endpoint_id
                    order by d.endpoint_id limit 1)
            from waiting where waiting.endpoint_id is not null
        ), listening as (
            select e.id, greatest(0, least($3::integer, case when e.failures_in_row >= 5 then 1 else $3 end)
                - coalesce(b.busy, 0)) as room
            from waiting w join webhook_endpoints e on e.id = w.endpoint_id
                left join unnest($4::uuid[], $5::integer[]) b (endpoint_id, busy) on b.endpoint_id = e.id
            where e.state = 'enabled' and (e.paused_until is null or e.paused_until <= $1)
        ), offered as (
            select due.tenant_id, due.id, listening.id as endpoint_id, due.due_at, due.position
            from listening cross join lateral (
                select d.tenant_id, d.id, d.due_at, d.position from webhook_deliveries d
                where d.endpoint_id = listening.id and d.state = 'pending' and d.due_at <= $1
                    and (d.ordering_key is null or not exists (
                        select from webhook_deliveries ahead
                        where ahead.endpoint_id = d.endpoint_id and ahead.ordering_key = d.ordering_key
                            and ahead.state = 'pending' and ahead.position < d.position))
                order by d.due_at, d.position
                limit listening.room
                for update of d skip locked
            ) due
        ), chosen as materialized (
            select tenant_id, id from (
                select tenant_id, id, due_at, position,
                    row_number() over (partition by endpoint_id order by due_at, position) as turn
                from offered) turns
            order by turn, due_at, position limit $2
        )
        update webhook_deliveries
        set attempts = attempts + 1, tries = tries + 1, due_at = $6
        where tenant_id = any(array(select tenant_id from chosen)) and id = any(array(select id from chosen))
        returning tenant_id, id";
    pub(crate) LOAD = "select d.tenant_id, d.id, d.endpoint_id, d.message_id, d.attempts, d.tries, e.url,
            e.keys_sealed, e.previous_until, m.payload, m.trace_id
        from webhook_deliveries d
        join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
        join webhook_messages m on m.tenant_id = d.tenant_id and m.id = d.message_id
        where d.tenant_id = any($1) and d.id = any($2)
        order by d.position";

    pub(crate) SETTLE = "update webhook_deliveries
        set state = $4, due_at = $5, last_status = $6, last_error = $7, finished_at = $8
        where tenant_id = $1 and id = $2 and attempts = $3 and state = 'pending'";
    pub(crate) INSERT_ATTEMPT = "insert into webhook_attempts
        (tenant_id, id, delivery_id, number, at, duration_ms, url, request_headers, status,
         response_headers, response_body, error)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    pub(crate) RECOVER = "update webhook_endpoints
        set failures_in_row = 0, failing_since = null, paused_until = null, warnings = 0
        where tenant_id = $1 and id = $2 and (failures_in_row > 0 or paused_until is not null)";
    pub(crate) COUNT_FAILURE = "update webhook_endpoints
        set failures_in_row = failures_in_row + 1, failing_since = coalesce(failing_since, $3)
        where tenant_id = $1 and id = $2
        returning id, url, state, failures_in_row, failing_since, warnings, created_by, row_version";
    pub(crate) PAUSE = "update webhook_endpoints set paused_until = greatest(paused_until, $3)
        where tenant_id = $1 and id = $2";

    pub(crate) WARN = "update webhook_endpoints set warnings = $3 where tenant_id = $1 and id = $2";
    pub(crate) DISABLE = "update webhook_endpoints
        set state = 'disabled', disabled_reason = $3, updated_at = $4, row_version = row_version + 1
        where tenant_id = $1 and id = $2 and state = 'enabled'";
}
