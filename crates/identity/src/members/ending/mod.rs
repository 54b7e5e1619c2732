//! What ends with a membership.

pub(crate) mod queries;

pub(crate) use queries::{end, end_invitations};
