//! Which models write for which tenant.

use std::collections::HashMap;
use std::time::Duration;

use llm::{Gateway, Route};
use uuid::Uuid;

/// How the sandbox's models are called; what they write is labelled.
const SANDBOX_PREFIX: &str = "atelier-sandbox";

/// The ways to language models.
#[derive(Clone)]
pub struct Models {
    pub gateway: Gateway,
    /// Asked in order. Empty: template drafts.
    pub routes: Vec<Route>,
    /// Tenants that have models of their own.
    pub by_tenant: HashMap<Uuid, Vec<Route>>,
    /// For one question, with all its retries.
    pub timeout: Duration,
}

impl Models {
    pub(super) fn routes_of(&self, tenant_id: Uuid) -> &[Route] {
        self.by_tenant.get(&tenant_id).unwrap_or(&self.routes)
    }
}

pub(super) fn is_sandbox(model: &str) -> bool {
    model.starts_with(SANDBOX_PREFIX)
}
