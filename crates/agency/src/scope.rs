//! What an actor may do in one account, for the rules that ask row by row.

use platform::{Actor, Permission, Reach, Result, Target, Tx};

use crate::clients::{Channel, ClientId};
use crate::rules::TextChannel;

/// Whether what is internal in this account is kept from the actor: its own people, and links.
pub(crate) fn is_client_side(actor: &Actor, client_id: ClientId) -> bool {
    !actor.may_in(Permission::InternalRead, &Target::account(client_id.uuid()))
}

/// The accounts in which the actor sees ideas with what is internal in them.
pub(crate) fn internal_reach(actor: &Actor) -> Reach {
    actor.reach(Permission::IdeaRead).within(&actor.reach(Permission::InternalRead))
}

/// Refuses who may not do this in the account.
pub(crate) fn require(tx: &Tx, permission: Permission, client_id: ClientId) -> Result<()> {
    tx.require_in(permission, &Target::account(client_id.uuid()))
}

/// Refuses who may do this on no channel of the account: for what is not about single channels.
pub(crate) fn require_any(tx: &Tx, permission: Permission, client_id: ClientId) -> Result<()> {
    let account = Target::account(client_id.uuid());
    let on = |channel: platform::Channel| tx.actor.may_in(permission, &account.on(Some(channel)));
    if permission.is_per_channel() && platform::Channel::ALL.into_iter().any(on) {
        return Ok(());
    }
    tx.require_in(permission, &account)
}

/// Whether something may be done in the account on each of these channels. What is on no channel needs the
/// permission for all of them.
pub(crate) fn may_on(
    actor: &Actor,
    permission: Permission,
    client_id: ClientId,
    channels: &[TextChannel],
) -> bool {
    targets(client_id, channels).iter().all(|target| actor.may_in(permission, target))
}

/// Refuses who may not do this in the account on each of these channels.
pub(crate) fn require_on(
    tx: &Tx,
    permission: Permission,
    client_id: ClientId,
    channels: &[TextChannel],
) -> Result<()> {
    targets(client_id, channels).iter().try_for_each(|target| tx.require_in(permission, target))
}

fn targets(client_id: ClientId, channels: &[TextChannel]) -> Vec<Target> {
    let account = Target::account(client_id.uuid());
    let on = |channel: &TextChannel| account.on(platform::Channel::parse(channel.as_str()));
    if channels.is_empty() { vec![account] } else { channels.iter().map(on).collect() }
}

impl From<Channel> for platform::Channel {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Linkedin => Self::Linkedin,
            Channel::Instagram => Self::Instagram,
            Channel::Youtube => Self::Youtube,
            Channel::X => Self::X,
            Channel::Spotify => Self::Spotify,
            Channel::Soundcloud => Self::Soundcloud,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_channels_of_rights_are_those_of_clients() {
        let own: Vec<&str> = Channel::ALL.iter().map(|channel| channel.as_str()).collect();
        let of_rights: Vec<&str> = platform::Channel::ALL.iter().map(|channel| channel.name()).collect();
        assert_eq!(own, of_rights);
        for &channel in Channel::ALL {
            assert_eq!(platform::Channel::from(channel).name(), channel.as_str());
        }
    }

    #[test]
    fn every_channel_of_texts_is_one_of_rights() {
        for channel in TextChannel::ALL {
            assert!(platform::Channel::parse(channel.as_str()).is_some(), "{channel}");
        }
    }
}
