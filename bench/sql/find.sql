-- campaigns::queries::FIND. $1 scope of a client, or null; $2 id.
select
    campaigns.id, campaigns.client_id, campaigns.name, campaigns.kind, campaigns.state,
    campaigns.objective, campaigns.themes, campaigns.starts_on, campaigns.ends_on, campaigns.channels,
    campaigns.posts_count, campaigns.reels_count, campaigns.language, campaigns.budget_minor,
    campaigns.currency, campaigns.external_id, campaigns.idea_counts, campaigns.row_version,
    campaigns.created_at, campaigns.updated_at, campaigns.created_by_name,
    campaigns.owner_id is not null as has_owner,
    clients.name as client_name
from campaigns
join clients on clients.tenant_id = campaigns.tenant_id and clients.id = campaigns.client_id
where ($1::uuid is null or campaigns.client_id = $1) and campaigns.id = $2
