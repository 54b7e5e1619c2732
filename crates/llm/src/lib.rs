//! Language models: one client, budgets, structured output, fallback.
