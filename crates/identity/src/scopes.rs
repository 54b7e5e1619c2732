//! Scopes: what a key or an application may do at most, as permissions.

use std::sync::Arc;

use jiff::Timestamp;
use platform::{Error, Result, Rights, Scope, Source, Target};
use uuid::Uuid;

use crate::rights::{Held, HeldText};

/// The most that one credential has.
pub(crate) const SCOPES_MAX: usize = 128;

/// A set of permissions, each for all channels or for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scopes(Held);

impl Scopes {
    /// What a table keeps. A permission that is no more gives nothing.
    pub(crate) fn stored(texts: &[String]) -> Self {
        Self(texts.iter().filter_map(|text| text.parse::<HeldText>().ok()).collect())
    }

    /// What somebody wants to give, who has to hold it.
    pub(crate) fn given(texts: &[String], rights: &Rights) -> Result<Self> {
        let mut scopes = Vec::with_capacity(texts.len());
        for (place, text) in texts.iter().enumerate() {
            let refuse = |code, detail: &str| Error::invalid(&format!("/scopes/{place}"), code, detail);
            let scope: HeldText =
                text.parse().map_err(|_| refuse("unknown_permission", "is not the name of a permission"))?;
            if !is_held(scope, rights) {
                return Err(refuse("not_held", "is a permission that you do not hold yourself"));
            }
            scopes.push(scope);
        }
        Ok(Self(scopes.into_iter().collect()))
    }

    /// What an application wants to ask for.
    pub(crate) fn named(texts: &[String]) -> Result<Self, usize> {
        let mut scopes = Vec::with_capacity(texts.len());
        for (place, text) in texts.iter().enumerate() {
            scopes.push(text.parse::<HeldText>().map_err(|_| place)?);
        }
        Ok(Self(scopes.into_iter().collect()))
    }

    /// Sorted, each once.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.0.texts()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = HeldText> {
        self.0.iter()
    }

    /// Which of them these rights give, somewhere.
    pub(crate) fn held_by(&self, rights: &Rights) -> Vec<String> {
        self.iter().filter(|scope| is_held(*scope, rights)).map(|scope| scope.to_string()).collect()
    }

    /// What a credential with these scopes may do, for somebody with these rights: both have to allow it.
    pub(crate) fn bounded_by(&self, rights: Rights, account_id: Option<Uuid>, now: Timestamp) -> Rights {
        let grants = self.0.grants(Scope::of_account(account_id), &Source::Credential);
        Rights::new(grants, now).bounded_by(Arc::new(rights))
    }
}

pub(crate) fn is_held(scope: HeldText, rights: &Rights) -> bool {
    let somewhere = rights.may(scope.permission);
    // Held for one channel is less than held: it has to be that one, or all.
    let for_channel = |target: Target| rights.may_in(scope.permission, &target.on(scope.channel));
    match scope.channel {
        None => somewhere,
        Some(_) => somewhere || for_channel(Target::tenant()),
    }
}

#[cfg(test)]
mod tests {
    use platform::{Permission, PermissionSet};

    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn now() -> Timestamp {
        "2026-11-21T14:00:00Z".parse().unwrap()
    }

    #[test]
    fn nobody_gives_what_they_do_not_hold() {
        let rights = Rights::of(PermissionSet::of(&[Permission::IdeaRead, Permission::IdeaCreate]));
        let scopes = Scopes::given(&texts(&["idea.read", "idea.create:linkedin", "idea.read"]), &rights);
        assert_eq!(scopes.unwrap().texts(), ["idea.create:linkedin", "idea.read"]);
        for (scope, code) in [
            ("idea.update", "not_held"),
            ("idea", "unknown_permission"),
            ("idea.read:linkedin", "unknown_permission"),
            ("*", "unknown_permission"),
            ("", "unknown_permission"),
        ] {
            let Err(Error::Invalid { fields }) = Scopes::given(&texts(&["idea.read", scope]), &rights) else {
                panic!("{scope} is given");
            };
            assert_eq!((&*fields[0].pointer, &*fields[0].code), ("/scopes/1", code));
        }
    }

    #[test]
    fn what_it_may_do_is_what_both_allow() {
        let scopes = Scopes::stored(&texts(&["idea.read", "idea.update", "campaign.gone"]));
        let rights = Rights::of(PermissionSet::of(&[Permission::IdeaRead, Permission::CampaignRead]));
        let both = scopes.bounded_by(rights, None, now());
        assert!(both.may(Permission::IdeaRead));
        assert!(!both.may(Permission::IdeaUpdate), "its member may not");
        assert!(!both.may(Permission::CampaignRead), "it has no such scope");
    }

    #[test]
    fn one_bound_to_an_account_is_nothing_outside() {
        let (own, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let rights = Rights::of(PermissionSet::all());
        let key = Scopes::stored(&texts(&["idea.read"])).bounded_by(rights, Some(own), now());
        assert!(key.may_in(Permission::IdeaRead, &Target::account(own)));
        assert!(!key.may_in(Permission::IdeaRead, &Target::account(other)));
        assert!(!key.may_in(Permission::IdeaRead, &Target::tenant()));
    }
}
