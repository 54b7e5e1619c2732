//! What a role holds: permissions, each for all channels or for one.

use std::collections::BTreeSet;
use std::str::FromStr;

use platform::{Channel, Effect, Grant, Permission, PermissionSet, Role, Scope, Source};

/// `idea.create`, or `idea.create:linkedin` for a permission that is held per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct HeldText {
    pub(crate) permission: Permission,
    pub(crate) channel: Option<Channel>,
}

/// It is not the name of a permission, or names a channel where there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnknownPermission;

impl FromStr for HeldText {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Self, UnknownPermission> {
        let Some((name, channel)) = text.split_once(':') else {
            let permission = Permission::parse(text).ok_or(UnknownPermission)?;
            return Ok(Self { permission, channel: None });
        };
        let permission = Permission::parse(name).filter(|found| found.is_per_channel());
        let channel = Channel::parse(channel).ok_or(UnknownPermission)?;
        Ok(Self { permission: permission.ok_or(UnknownPermission)?, channel: Some(channel) })
    }
}

impl std::fmt::Display for HeldText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.permission.name())?;
        match self.channel {
            Some(channel) => write!(f, ":{}", channel.name()),
            None => Ok(()),
        }
    }
}

/// Everything a role holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held(BTreeSet<HeldText>);

impl Held {
    /// The default of the role of this key, when it is one out of the box.
    pub(crate) fn built_in(key: &str) -> Self {
        let set = Role::parse(key).map(Role::permissions).unwrap_or_default();
        Self(set.iter().map(|permission| HeldText { permission, channel: None }).collect())
    }

    /// Of a row. Names of permissions that are no more are left out.
    pub(crate) fn of(key: &str, is_built_in: bool, granted: &[String], revoked: &[String]) -> Self {
        let mut held = if is_built_in { Self::built_in(key) } else { Self::default() };
        held.0.extend(granted.iter().filter_map(|text| text.parse::<HeldText>().ok()));
        for text in revoked.iter().filter_map(|text| text.parse::<HeldText>().ok()) {
            held.0.remove(&text);
        }
        held
    }

    pub(crate) fn grant(&mut self, text: HeldText) {
        self.0.insert(text);
    }

    pub(crate) fn revoke(&mut self, text: HeldText) {
        self.0.remove(&text);
    }

    pub(crate) fn contains(&self, text: HeldText) -> bool {
        self.0.contains(&text)
    }

    /// What has to be granted and revoked to come here from the default.
    pub(crate) fn against(&self, default: &Self) -> (Vec<String>, Vec<String>) {
        let texts = |one: &Self, other: &Self| one.0.difference(&other.0).map(ToString::to_string).collect();
        (texts(self, default), texts(default, self))
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = HeldText> {
        self.0.iter().copied()
    }

    /// As grants for a scope: one for all channels, one for each channel.
    pub(crate) fn grants(&self, scope: Scope, source: &Source) -> Vec<Grant> {
        let channels = std::iter::once(None).chain(Channel::ALL.into_iter().map(Some));
        let of = |channel: Option<Channel>| -> PermissionSet {
            self.iter().filter(|held| held.channel == channel).map(|held| held.permission).collect()
        };
        let grants = channels.map(|channel| Grant {
            permissions: of(channel),
            channel,
            scope,
            effect: Effect::Allow,
            expires_at: None,
            source: source.clone(),
        });
        grants.filter(|grant| !grant.permissions.is_empty()).collect()
    }
}

impl FromIterator<HeldText> for Held {
    fn from_iter<I: IntoIterator<Item = HeldText>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_they_are_written() {
        for text in ["idea.create", "idea.create:linkedin", "settings.update"] {
            assert_eq!(text.parse::<HeldText>().unwrap().to_string(), text);
        }
        for text in ["", "idea", "idea.create:", "idea.create:fax", "settings.update:linkedin", "Idea.Create"]
        {
            assert!(text.parse::<HeldText>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_built_in_role_is_its_default_and_the_changes() {
        let default = Held::built_in("analyst");
        let changed = Held::of("analyst", true, &["idea.create:x".into()], &["usage.read".into()]);
        assert!(changed.contains("idea.create:x".parse().unwrap()));
        assert!(!changed.contains("usage.read".parse().unwrap()));
        assert!(changed.contains("idea.read".parse().unwrap()));
        let (granted, revoked) = changed.against(&default);
        assert_eq!((granted, revoked), (vec!["idea.create:x".into()], vec!["usage.read".into()]));
        assert_eq!(Held::of("own", false, &[], &[]), Held::default());
    }
}
