-- campaigns::queries::LIST. $1 the last id of the page before; $2 rows.
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
where campaigns.id < $1
order by campaigns.id desc
limit $2
