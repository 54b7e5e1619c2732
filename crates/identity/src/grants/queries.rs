//! Statements on `role_assignments` and `permission_overrides`.

use db::{DbError, FromRow, Query, Row, params};
use platform::{Actor, Effect};
use uuid::Uuid;

use super::model::{PermissionOverride, PermissionOverrideCreate, RoleAssignment, RoleAssignmentCreate};
use crate::MemberId;
use crate::ids::{AssignmentId, OverrideId};

db::statements! {
    pub(crate) FIND_HOLDER = "
        select m.name, m.account_id from members m where m.id = $1 and m.removed_at is null
        for no key update";
    pub(crate) MEMBER_OF_ASSIGNMENT = "select member_id from role_assignments where id = $1";
    pub(crate) MEMBER_OF_OVERRIDE = "select member_id from permission_overrides where id = $1";

    pub(crate) LIST_ASSIGNMENTS = "
        select id, member_id, role, account_id, profile_id, expires_at, created_at
        from role_assignments
        where ($1::uuid is null or member_id = $1) and id > $2 order by id limit $3";
    pub(crate) INSERT_ASSIGNMENT = "
        insert into role_assignments (tenant_id, id, member_id, role, account_id, profile_id, expires_at,
            created_at, created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        returning id, member_id, role, account_id, profile_id, expires_at, created_at";
    pub(crate) DELETE_ASSIGNMENT = "
        delete from role_assignments where id = $1
        returning id, member_id, role, account_id, profile_id, expires_at, created_at";

    pub(crate) LIST_OVERRIDES = "
        select id, member_id, permission, effect, account_id, profile_id, expires_at, reason, created_at
        from permission_overrides
        where ($1::uuid is null or member_id = $1) and id > $2 order by id limit $3";
    pub(crate) INSERT_OVERRIDE = "
        insert into permission_overrides (tenant_id, id, member_id, permission, effect, account_id,
            profile_id, expires_at, reason, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        returning id, member_id, permission, effect, account_id, profile_id, expires_at, reason, created_at";
    pub(crate) DELETE_OVERRIDE = "
        delete from permission_overrides where id = $1
        returning id, member_id, permission, effect, account_id, profile_id, expires_at, reason, created_at";
}

/// The member whose grants are changed, locked.
pub(super) struct Holder {
    pub(super) name: String,
    pub(super) account_id: Option<Uuid>,
}

impl FromRow for Holder {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { name: row.get("name")?, account_id: row.get("account_id")? })
    }
}

pub(super) fn find_holder(id: MemberId) -> Query<Option<Holder>> {
    Query::optional(&FIND_HOLDER, params![id])
}

/// Whose further role it is.
pub(super) fn member_of_assignment(id: AssignmentId) -> Query<Option<Uuid>> {
    Query::optional(&MEMBER_OF_ASSIGNMENT, params![id])
}

/// Whose override it is.
pub(super) fn member_of_override(id: OverrideId) -> Query<Option<Uuid>> {
    Query::optional(&MEMBER_OF_OVERRIDE, params![id])
}

pub(super) fn list_assignments(
    member_id: Option<MemberId>,
    after: Option<Uuid>,
    rows: i64,
) -> Query<Vec<RoleAssignment>> {
    Query::many(&LIST_ASSIGNMENTS, params![member_id, after.unwrap_or_default(), rows])
}

pub(super) fn insert_assignment(
    actor: &Actor,
    id: AssignmentId,
    now: jiff::Timestamp,
    new: &RoleAssignmentCreate,
) -> Query<RoleAssignment> {
    let RoleAssignmentCreate { member_id, role, account_id, profile_id, expires_at } = new.clone();
    let by = actor.member_id();
    let tenant = actor.tenant_id;
    Query::one(
        &INSERT_ASSIGNMENT,
        params![tenant, id, member_id, role, account_id, profile_id, expires_at, now, by],
    )
}

pub(super) fn delete_assignment(id: AssignmentId) -> Query<Option<RoleAssignment>> {
    Query::optional(&DELETE_ASSIGNMENT, params![id])
}

pub(super) fn list_overrides(
    member_id: Option<MemberId>,
    after: Option<Uuid>,
    rows: i64,
) -> Query<Vec<PermissionOverride>> {
    Query::many(&LIST_OVERRIDES, params![member_id, after.unwrap_or_default(), rows])
}

pub(super) fn insert_override(
    actor: &Actor,
    id: OverrideId,
    now: jiff::Timestamp,
    new: &PermissionOverrideCreate,
) -> Query<PermissionOverride> {
    let effect = match new.effect {
        Effect::Allow => "allow",
        Effect::Deny => "deny",
    };
    Query::one(
        &INSERT_OVERRIDE,
        params![
            actor.tenant_id,
            id,
            new.member_id,
            new.permission.clone(),
            effect,
            new.account_id,
            new.profile_id,
            new.expires_at,
            new.reason.clone(),
            now,
            actor.member_id(),
        ],
    )
}

pub(super) fn delete_override(id: OverrideId) -> Query<Option<PermissionOverride>> {
    Query::optional(&DELETE_OVERRIDE, params![id])
}
