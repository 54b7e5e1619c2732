//! What the generated OpenAPI document needs and handlers do not repeat: the problem answers of every operation.

use utoipa::openapi::path::Operation;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};

/// The errors that any operation can answer with.
const PROBLEMS: [(&str, &str); 11] = [
    ("400", "The request cannot be understood."),
    ("401", "Nobody is signed in, or the credential is not valid any more."),
    ("403", "Visible, but not allowed."),
    ("404", "It does not exist, or is not visible."),
    ("409", "The request does not fit the current state."),
    ("412", "It has changed since the version in If-Match."),
    ("413", "The body is too large."),
    ("415", "The body is not JSON."),
    ("422", "Fields are not valid; each is named."),
    ("429", "Too many requests; Retry-After says when to try again."),
    ("503", "Not available at the moment; Retry-After says when to try again."),
];

/// Adds the problem answers to every operation that does not describe them itself.
pub fn add_problems(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            add_to(operation);
        }
    }
}

fn add_to(operation: &mut Operation) {
    for (status, description) in PROBLEMS {
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            let response =
                ResponseBuilder::new().description(description).content("application/problem+json", content);
            RefOr::T(response.build())
        });
    }
}
