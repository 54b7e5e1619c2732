//! From what the tables say of a member to the grants that decide.
//!
//! A role out of the box is its compiled default plus what the tenant granted and minus what it revoked; a
//! role of the tenant's own is what it granted.

mod held;
mod model;

pub(crate) use model::{RightsRow, of_super_admin};
