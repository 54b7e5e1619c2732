-- platform's audit::queries::INSERT.
insert into audit_events (tenant_id, id, at, action, class, level, actor_kind,
    actor_id, on_behalf_of, assurance_level, target_kind, target_id, client_id, campaign_id, request_id,
    actor_name, address, actor_sealed, target_name, changes, note, target_sealed)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
