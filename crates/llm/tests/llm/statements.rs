//! Every statement of the ledger and the cache fits the migrated schema.

#[tokio::test]
async fn every_statement_can_be_prepared() {
    let database = db::testing::shared().await;
    for statement in llm::statements() {
        database.check(statement).await.unwrap_or_else(|error| panic!("{}: {error}", statement.name()));
    }
}
