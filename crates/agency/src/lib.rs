//! Clients, campaigns, exercises, voices, prompts, ideas, approvals.
