-- platform's audit::queries::INSERT.
insert into audit_events (tenant_id, id, at, action, actor_kind, actor_id, actor_name,
    target_kind, target_id, target_name, client_id, campaign_id, changes, note, request_id, address)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
