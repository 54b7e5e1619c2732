-- Fills the demo's two tenants, so that the tables and their indexes are not toys: 100,000 campaigns of the
-- tenant that is measured, 100,000 of the other. Ids are numbered, so that a script can name a random one.
insert into campaigns (tenant_id, id, client_id, name, kind, state, objective, themes, starts_on, ends_on,
    channels, posts_count, reels_count, language, budget_minor, currency, external_id, owner_id, created_at,
    created_by, created_by_name, updated_at)
select client.tenant_id,
    (case tenants.slug when 'northlight' then '01900000-0000-7000-8000-' else '01900000-0000-7000-9000-' end
        || lpad(to_hex(n), 12, '0'))::uuid,
    client.id, 'Winter harvest ' || n, 'social',
    (array['draft', 'planned', 'active', 'completed', 'archived'])[1 + n % 5],
    'Fill the roastery on weekday mornings and sell the winter subscription before the holidays.',
    array['origin stories', 'brewing at home', 'behind the bar'], date '2026-01-01' + n % 300,
    date '2026-02-01' + n % 300, array['linkedin', 'instagram'], 6, 2, 'en', 450000, 'EUR', 'bench-' || n,
    member.id, now(), member.id, member.name, now()
from tenants
cross join lateral (select tenant_id, id from clients where tenant_id = tenants.id order by id limit 1) client
cross join lateral (
    select id, name from members where tenant_id = tenants.id and role = 'manager' order by id limit 1) member
cross join generate_series(1, 100000) n
where tenants.slug in ('northlight', 'bluenote');
analyze;
