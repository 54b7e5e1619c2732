//! Statements on what ends with a membership.

use db::{Query, params};
use jiff::Timestamp;
use uuid::Uuid;

db::statements! {
    pub(crate) END_ROLES = "delete from role_assignments where tenant_id = $1 and member_id = $2";
    // What was denied to somebody stays denied when they come again.
    pub(crate) END_ALLOWS = "
        delete from permission_overrides where tenant_id = $1 and member_id = $2 and effect = 'allow'";
    pub(crate) END_KEYS = "
        update api_keys set revoked_at = $3, updated_at = $3, row_version = row_version + 1
        where tenant_id = $1 and member_id = $2 and revoked_at is null";
    pub(crate) END_GRANTS = "delete from oauth_grants where tenant_id = $1 and member_id = $2";
    pub(crate) END_SUBJECTS = "delete from token_subjects where tenant_id = $1 and member_id = $2";
    pub(crate) END_INVITATIONS = "
        update invitations set revoked_at = $3
        where tenant_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null";
}

/// Takes away what was given to the member beside the role, and every credential of theirs in this tenant:
/// who comes again begins with what they are invited as.
pub(crate) fn end(tenant_id: Uuid, member_id: Uuid, now: Timestamp) -> [Query<u64>; 6] {
    let plain = |statement| Query::execute(statement, params![tenant_id, member_id]);
    [
        plain(&END_ROLES),
        plain(&END_ALLOWS),
        Query::execute(&END_KEYS, params![tenant_id, member_id, now]),
        plain(&END_GRANTS),
        plain(&END_SUBJECTS),
        end_invitations(tenant_id, member_id, now),
    ]
}

/// Takes back the invitations of the member that nobody has accepted.
pub(crate) fn end_invitations(tenant_id: Uuid, member_id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&END_INVITATIONS, params![tenant_id, member_id, now])
}
