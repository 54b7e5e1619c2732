-- Of identity's sessions::queries::FIND_BY_ID what the peer needs: it has no roles to put together.
select s.id, s.person_id, s.tenant_id, s.expires_at, p.name as person_name, p.is_super_admin,
    m.id as member_id, m.role, m.name as member_name, m.account_id as client_id
from sessions s
join people p on p.id = s.person_id
left join members m on m.tenant_id = s.tenant_id and m.person_id = s.person_id and m.removed_at is null
    and m.deactivated_at is null
where s.ended_at is null and s.id = $1
