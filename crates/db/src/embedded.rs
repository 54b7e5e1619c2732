//! The embedded server.
/// Settings.
#[derive(Debug)]
pub struct EmbeddedConfig;
/// Errors.
#[derive(Debug)]
pub struct EmbeddedError;
/// Server.
#[derive(Debug)]
pub struct EmbeddedServer;
