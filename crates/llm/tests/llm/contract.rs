//! Our requests held against OpenAI's published description, when it is there.

use std::path::PathBuf;

use jsonschema::Draft;
use llm::Vendor;
use serde_json::{Value, json};

use crate::hosted::{answering, prompt};
use crate::support::hosted;

#[tokio::test]
async fn requests_fit_the_vendors_contract() {
    let Some(directory) = std::env::var_os("ATELIER_CONTRACTS") else {
        println!(
            "SKIPPED: ATELIER_CONTRACTS is not set; our requests are NOT held against OpenAI's contract"
        );
        return;
    };
    let path = PathBuf::from(directory).join("openai/openai.subset.derived.openapi.json");
    let description: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "#/components/schemas/CreateChatCompletionRequest",
        "components": description["components"],
    });
    let contract = jsonschema::options().with_draft(Draft::Draft202012).build(&schema).unwrap();
    for model in ["gpt-4o-mini", "gpt-5-mini"] {
        let (base_url, asked) = answering("200 OK", "{}".to_owned()).await;
        let route = hosted(&base_url, Vendor::OpenAiCompatible, model);
        let _ = route.provider.complete(&prompt(model)).await;
        let asked = asked.await.unwrap();
        let body: Value = serde_json::from_str(asked.split_once("\r\n\r\n").unwrap().1).unwrap();
        let problems: Vec<String> = contract.iter_errors(&body).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{problems:#?}\n{body:#}");
        assert_eq!(body["response_format"]["json_schema"]["strict"], true);
    }
}
