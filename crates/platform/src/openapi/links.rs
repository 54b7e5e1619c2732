//! Links from what an operation makes to the operations that take it (OpenAPI's Link Object), found by the
//! types of their ids: who makes a `Campaign` has a `CampaignId`, and may go on with everything that takes
//! one in its path.

use std::collections::BTreeMap;

use utoipa::openapi::link::LinkBuilder;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::{OpenApi, RefOr, Schema};

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// An operation that takes an id in its path.
struct Taker {
    operation_id: String,
    parameter: String,
    /// The name of the id's schema.
    id: String,
}

/// Adds the links to what POST operations answer.
pub(super) fn add(document: &mut OpenApi) {
    let takers: Vec<Taker> = document.paths.paths.values().flat_map(operations).flat_map(takers).collect();
    let schemas =
        document.components.as_ref().map(|components| components.schemas.clone()).unwrap_or_default();
    for operation in document.paths.paths.values_mut().filter_map(|item| item.post.as_mut()) {
        for (status, response) in &mut operation.responses.responses {
            let RefOr::T(response) = response else { continue };
            let made = response.content.get("application/json").and_then(|content| match content {
                RefOr::T(content) => id_of(content.schema.as_ref()?, &schemas),
                RefOr::Ref(_) => None,
            });
            let following = takers.iter().filter(|taker| made.as_ref() == Some(&taker.id));
            for taker in following.filter(|_| status.starts_with('2')) {
                let link = LinkBuilder::new()
                    .operation_id(&taker.operation_id)
                    .parameter(&taker.parameter, "$response.body#/id");
                response.links.insert(taker.operation_id.clone(), RefOr::T(link.build()));
            }
        }
    }
}

fn operations(item: &PathItem) -> impl Iterator<Item = &Operation> {
    [&item.get, &item.put, &item.post, &item.delete, &item.patch].into_iter().flatten()
}

fn takers(operation: &Operation) -> Vec<Taker> {
    let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Path => Some(parameter),
        _ => None,
    });
    let taker = |parameter: &utoipa::openapi::path::Parameter| {
        let Some(RefOr::Ref(id)) = &parameter.schema else { return None };
        Some(Taker {
            operation_id: operation.operation_id.clone()?,
            parameter: parameter.name.clone(),
            id: name_of(&id.ref_location).to_owned(),
        })
    };
    parameters.filter_map(taker).collect()
}

/// The name of the schema of a value's id.
fn id_of(schema: &RefOr<Schema>, schemas: &Schemas) -> Option<String> {
    match schema {
        RefOr::Ref(reference) => id_of(schemas.get(name_of(&reference.ref_location))?, schemas),
        RefOr::T(Schema::Object(object)) => match object.properties.get("id")? {
            RefOr::Ref(id) => Some(name_of(&id.ref_location).to_owned()),
            RefOr::T(_) => None,
        },
        RefOr::T(Schema::AllOf(all)) => all.items.iter().find_map(|part| id_of(part, schemas)),
        RefOr::T(_) => None,
    }
}

/// `#/components/schemas/CampaignId` → `CampaignId`.
fn name_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}
