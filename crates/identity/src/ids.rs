//! The ids of this area, and of what it points at in another.

use platform::{define_id, encode_id};
use uuid::Uuid;

define_id!(TenantId, "ten");
define_id!(AccountId, "acc");
define_id!(RoleId, "rol");
define_id!(AssignmentId, "asg");
define_id!(ProfileRef, "prf");
define_id!(OverrideId, "ovr");
define_id!(InvitationId, "inv");
define_id!(TokenIssuerId, "iss");
define_id!(PersonId, "per");
define_id!(MemberId, "mem");
define_id!(SessionId, "ses");
define_id!(
    /// A line of the activity log.
    ActivityId, "act"
);
define_id!(
    /// A client of the tenant; `agency` owns it, members and links are scoped by it.
    ClientRef, "cli"
);
define_id!(
    /// A campaign, owned by `agency`.
    CampaignRef, "cmp"
);
define_id!(
    /// An idea, owned by `agency`.
    IdeaRef, "idea"
);

/// An id as the API shows it, for the readers of the activity log and of the outbox, who meet ids of every
/// area.
pub fn shown_id(kind: &str, id: Uuid) -> String {
    encode_id(prefix_of(kind), id)
}

/// How the ids of each kind of target are shown.
fn prefix_of(target_kind: &str) -> &'static str {
    match target_kind {
        "access_link" => "lnk",
        "account" => "acc",
        "api_key" => "key",
        "audit_event" => "act",
        "audit_export" => "exp",
        "batch" => "bat",
        "campaign" => "cmp",
        // An exercise is known by its client.
        "client" | "exercise" => "cli",
        "comment" => "com",
        "idea" => "idea",
        "insight" => "ins",
        "invitation" => "inv",
        "member" => "mem",
        "oauth_client" => "app",
        "oauth_grant" => "grt",
        "permission_override" => "ovr",
        "person" => "per",
        "profile" => "prf",
        "prompt" => "prm",
        "role" => "rol",
        "role_assignment" => "asg",
        "round" => "rnd",
        "session" => "ses",
        "tenant" => "ten",
        "token_issuer" => "iss",
        "voice" => "voi",
        "webhook_connector" => "whc",
        "webhook_endpoint" => "whe",
        "webhook_received" => "whr",
        _ => "obj",
    }
}
