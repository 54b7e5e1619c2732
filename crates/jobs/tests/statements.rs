//! Every statement of the queue fits the migrated schema.

use db::testing;

#[tokio::test]
async fn every_statement_can_be_prepared() {
    let database = testing::database().await;
    for statement in jobs::statements() {
        database.check(statement).await.unwrap_or_else(|error| panic!("{}: {error}", statement.name()));
    }
}
