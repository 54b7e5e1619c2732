//! Every statement of the program fits the migrated schema and keeps the rules of style.

use std::collections::BTreeSet;

use db::Sql;

fn all() -> Vec<&'static Sql> {
    let mut all = platform::statements();
    all.extend(identity::statements());
    all.extend(agency::statements());
    all.extend(audit::statements());
    all.extend(history::statements());
    all.extend(jobs::statements());
    all.extend(llm::statements());
    all.extend(webhooks::statements());
    all
}

#[tokio::test]
async fn every_statement_fits_the_schema() {
    let database = db::testing::database().await;
    let mut wrong = Vec::new();
    for sql in all() {
        if let Err(error) = database.check(sql).await {
            wrong.push(format!("{}: {error}", sql.name()));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn every_statement_has_a_name_of_its_own() {
    let mut seen = BTreeSet::new();
    let twice: Vec<&str> = all().iter().map(|sql| sql.name()).filter(|name| !seen.insert(*name)).collect();
    assert_eq!(twice, [] as [&str; 0]);
    assert!(seen.len() > 50, "only {} statements: a list is missing in a crate's statements()", seen.len());
}

#[test]
fn statements_list_their_columns_in_lower_case() {
    for sql in all() {
        let text = outside_quotes(sql.text());
        assert!(!text.contains("select *") && !text.contains(".*"), "{} selects everything", sql.name());
        let shouted = text.split(|c: char| !c.is_alphanumeric()).find(|word| is_shouted(word));
        assert_eq!(shouted, None, "{} has a keyword in capitals", sql.name());
    }
}

fn is_shouted(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase())
}

/// The text without what stands between quotes.
fn outside_quotes(sql: &str) -> String {
    sql.split('\'').step_by(2).collect()
}
