//! PostgreSQL: pools, tenant and system transactions, migrations, the embedded server.
