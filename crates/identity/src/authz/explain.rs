//! Why a person may or may not do something.

use platform::{Actor, App, Decision, Error, Permission, Result, Rights, Target, decode_id};
use uuid::Uuid;

use super::model::{DecidingRule, Explanation};
use super::{queries, sentence};
use crate::MemberId;
use crate::mails::Language;
use crate::members::{self, Membership};
use crate::rights::HeldText;

/// What is asked: may this person do this to that?
pub(super) struct Question {
    pub(super) held: HeldText,
    pub(super) target: Option<String>,
    pub(super) person: Option<MemberId>,
}

/// # Errors
/// `NotFound` for a target that does not exist, `Invalid` for a person who does not.
pub(super) async fn explain(app: &App, actor: &Actor, question: Question) -> Result<Explanation> {
    let target = match question.target.as_deref() {
        None | Some("") => Target::tenant(),
        Some(id) => find_target(app, actor, id).await?,
    };
    let target = target.on(question.held.channel);
    let permission = question.held.permission;
    let member_id = question.person.or(actor.member_id().map(MemberId::from));
    let is_oneself = question.person.is_none_or(|id| Some(id.uuid()) == actor.member_id());
    let language = Language::of(&actor.request.language);
    let found = match member_id {
        Some(id) => app.read(actor, Permission::RoleRead, members::queries::find_by_id(id.uuid())).await?,
        None => None,
    };
    match found {
        Some(holder) => {
            let Membership { name, grants, .. } = holder;
            Ok(of_rights((language, &name), &Rights::new(grants, app.clock().now()), permission, &target))
        }
        // The platform's own people have no row among the members.
        None if is_oneself => Ok(of_rights((language, &actor.name), &actor.rights, permission, &target)),
        None => Err(Error::invalid("/query/person", "unknown_reference", "there is nobody with this id")),
    }
}

async fn find_target(app: &App, actor: &Actor, id: &str) -> Result<Target> {
    let prefix = id.rsplit_once('_').map_or("", |(prefix, _)| prefix);
    let uuid: Uuid = decode_id(prefix, id).map_err(|_| {
        Error::invalid("/query/target", "id", "is not an id; leave it out to ask about the whole tenant")
    })?;
    let found = match prefix {
        "acc" | "cli" => {
            app.read(actor, Permission::RoleRead, queries::find_account(uuid)).await?.map(Target::account)
        }
        "mem" => {
            let account = app.read(actor, Permission::RoleRead, queries::find_members_account(uuid)).await?;
            account.map(|(account_id,)| Target::user(account_id, uuid))
        }
        _ => {
            let found = queries::find_account_of_target(uuid);
            let account = app.read(actor, Permission::RoleRead, found).await?;
            account.map(|(account_id,)| Target { account_id, ..Target::tenant() })
        }
    };
    found.ok_or(Error::NotFound)
}

fn of_rights(
    (language, name): (Language, &str),
    rights: &Rights,
    permission: Permission,
    target: &Target,
) -> Explanation {
    let verdict = rights.explain(permission, target);
    let decision = if rights.may_in(permission, target) { Decision::Allow } else { Decision::Deny };
    let considered = rights.about(permission).map(|grant| {
        let alone = platform::decide(std::slice::from_ref(grant), permission, target);
        DecidingRule::of(grant, alone.rule.is_some())
    });
    Explanation {
        decision,
        sentence: match language {
            Language::English => sentence::english(name, permission, decision, verdict.rule),
            Language::German => sentence::german(name, permission, decision, verdict.rule),
        },
        rule: verdict.rule.map(|grant| DecidingRule::of(grant, true)),
        considered: considered.collect(),
    }
}

#[cfg(test)]
mod tests {
    use platform::{Role, Scope};

    use super::*;

    #[test]
    fn the_sentence_names_who_what_and_why() {
        let rights = Rights::new(
            crate::rights::built_in_grants(Role::Analyst, Scope::tenant()),
            jiff::Timestamp::UNIX_EPOCH,
        );
        let told =
            of_rights((Language::English, "Ifeoma"), &rights, Permission::ImportRun, &Target::tenant());
        assert_eq!(
            told.sentence,
            "Ifeoma may not import campaigns from a file: no role and no override gives it there."
        );
        let told =
            of_rights((Language::English, "Ifeoma"), &rights, Permission::CampaignRead, &Target::tenant());
        assert_eq!(
            told.sentence,
            "Ifeoma may see campaigns: the role analyst gives it at the level of the tenant."
        );
        let told =
            of_rights((Language::German, "Ifeoma"), &rights, Permission::CampaignRead, &Target::tenant());
        assert_eq!(
            told.sentence,
            "Ifeoma darf „Kampagnen sehen“: Die Rolle analyst gibt es auf der Ebene der Organisation."
        );
    }
}
