//! Accounts: what a tenant works for or consists of. A client is an account of kind `client`.

pub(crate) mod queries;
