//! Sessions: a sign-in on one device, until it is ended or unused for too long.
//!
//! The browser holds a random token in a cookie that scripts cannot read; programs get short access tokens
//! that name the session. Ending the session ends both at once.

pub(crate) mod access_token;
pub(crate) mod cookie;
mod http;
mod method;
pub(crate) mod model;
pub(crate) mod operations;
pub(crate) mod queries;
mod start;
pub(crate) mod token;

pub(crate) use http::routes;
pub(crate) use method::Method;
pub(crate) use start::{Entrance, Proof, Started, refused, start};
pub(crate) use token::CredentialHash;
