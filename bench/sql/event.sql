-- platform's event::queries::INSERT.
insert into events (tenant_id, at, topic, type, subject_id, client_id, campaign_id, version, internal)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
