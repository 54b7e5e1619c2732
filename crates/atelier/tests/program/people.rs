//! Everybody who may come to the door.

use platform::Role;

/// A kind of caller. The order is that of the matrix's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Caller {
    Anonymous,
    OtherTenant,
    SuperAdmin,
    Admin,
    Manager,
    Creator,
    Analyst,
    Client,
    OtherClient,
    OtherAccount,
    OtherProfile,
    Link,
    OtherLink,
    RevokedLink,
    ExpiredLink,
    SignedOut,
    Removed,
    /// A key of the administrator, for everything that it may be for.
    Key,
    RevokedKey,
    /// An application that the administrator agreed to, for little.
    Application,
}

impl Caller {
    pub(crate) const ALL: [Self; 20] = [
        Self::Anonymous,
        Self::OtherTenant,
        Self::SuperAdmin,
        Self::Admin,
        Self::Manager,
        Self::Creator,
        Self::Analyst,
        Self::Client,
        Self::OtherClient,
        Self::OtherAccount,
        Self::OtherProfile,
        Self::Link,
        Self::OtherLink,
        Self::RevokedLink,
        Self::ExpiredLink,
        Self::SignedOut,
        Self::Removed,
        Self::Key,
        Self::RevokedKey,
        Self::Application,
    ];

    /// As the matrix names it.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Anonymous => "nobody",
            Self::OtherTenant => "tenant2",
            Self::SuperAdmin => "super",
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Creator => "creator",
            Self::Analyst => "analyst",
            Self::Client => "client",
            Self::OtherClient => "client2",
            Self::OtherAccount => "account2",
            Self::OtherProfile => "profile2",
            Self::Link => "link",
            Self::OtherLink => "link2",
            Self::RevokedLink => "revoked",
            Self::ExpiredLink => "expired",
            Self::SignedOut => "out",
            Self::Removed => "removed",
            Self::Key => "key",
            Self::RevokedKey => "nokey",
            Self::Application => "app",
        }
    }

    /// Whether they come by a link, and so have no session.
    pub(crate) fn is_link(self) -> bool {
        matches!(self, Self::Link | Self::OtherLink | Self::RevokedLink | Self::ExpiredLink)
    }

    /// Whether they are programs, which have no session either.
    pub(crate) fn is_program(self) -> bool {
        matches!(self, Self::Key | Self::RevokedKey | Self::Application)
    }

    /// Whether they are outside of what the world's ids name: to them it must look as if nothing was there.
    pub(crate) fn is_outside(self) -> bool {
        matches!(
            self,
            Self::OtherTenant | Self::OtherClient | Self::OtherAccount | Self::OtherProfile | Self::OtherLink
        )
    }

    /// Whether they are confined to the account of the other client.
    pub(crate) fn is_of_other_client(self) -> bool {
        matches!(self, Self::OtherClient | Self::OtherAccount | Self::OtherProfile)
    }

    /// Address and tenant of the demo's people.
    pub(crate) fn sign_in(self) -> Option<(&'static str, &'static str)> {
        let found = match self {
            Self::OtherTenant => ("owner@bluenote.test", "bluenote"),
            Self::SuperAdmin => ("root@atelier.test", "northlight"),
            Self::Admin => ("owner@northlight.test", "northlight"),
            Self::Manager => ("producer@northlight.test", "northlight"),
            Self::Creator => ("writer@northlight.test", "northlight"),
            Self::Analyst => ("analyst@northlight.test", "northlight"),
            Self::Client => ("client@northlight.test", "northlight"),
            _ => return None,
        };
        Some(found)
    }

    /// People whom the world adds to the demo's.
    pub(crate) fn added(self) -> Option<(&'static str, Role)> {
        match self {
            Self::OtherClient => Some(("other-client@northlight.test", Role::Client)),
            // One of the agency, for the other client alone.
            Self::OtherAccount => Some(("other-account@northlight.test", Role::Manager)),
            // Besides, a manager of one profile there.
            Self::OtherProfile => Some(("other-profile@northlight.test", Role::Client)),
            Self::SignedOut => Some(("signed-out@northlight.test", Role::Manager)),
            Self::Removed => Some(("removed@northlight.test", Role::Manager)),
            _ => None,
        }
    }
}
