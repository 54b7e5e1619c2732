-- campaigns::queries::INSERT.
insert into campaigns (tenant_id, id, client_id, name, kind, objective, themes, starts_on, ends_on, channels,
    posts_count, reels_count, language, budget_minor, currency, owner_id, created_at, created_by,
    created_by_name, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $16, $18, $17)
returning
    campaigns.id, campaigns.client_id, campaigns.name, campaigns.kind, campaigns.state,
    campaigns.objective, campaigns.themes, campaigns.starts_on, campaigns.ends_on, campaigns.channels,
    campaigns.posts_count, campaigns.reels_count, campaigns.language, campaigns.budget_minor,
    campaigns.currency, campaigns.external_id, campaigns.idea_counts, campaigns.row_version,
    campaigns.created_at, campaigns.updated_at, campaigns.created_by_name,
    campaigns.owner_id is not null as has_owner,
    (select c.name from clients c where c.tenant_id = campaigns.tenant_id and c.id = campaigns.client_id)
        as client_name
