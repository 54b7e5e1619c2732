//! What the generated OpenAPI document needs and handlers do not repeat: the problem answers of every
//! operation, the headers that every one of a kind takes, and schemas that attributes cannot say.

mod links;

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Content, ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};

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

/// What the HTTP layer itself answers, without a body, before any operation is found.
const UNREAD: [(&str, &str); 2] =
    [("414", "The address is longer than 64 kB."), ("431", "The headers are larger than the server reads.")];

/// Completes every operation: its problem answers, `Idempotency-Key` on what changes something, what
/// `If-Match` is, and where one goes on from what it makes.
pub fn complete(document: &mut OpenApi) {
    links::add(document);
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.put, &mut item.delete].into_iter().flatten() {
            add_problems(operation);
            describe_if_match(operation);
        }
        for operation in [&mut item.post, &mut item.patch].into_iter().flatten() {
            add_problems(operation);
            describe_if_match(operation);
            operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
        }
    }
}

fn add_problems(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    for (status, description) in PROBLEMS {
        let missing = || RefOr::T(ResponseBuilder::new().description(description).build());
        responses.entry(status.to_owned()).or_insert_with(missing);
    }
    for (status, response) in responses.iter_mut() {
        if let RefOr::T(response) = response
            && status.as_str() >= "400"
            && response.content.is_empty()
        {
            response.content.insert("application/problem+json".to_owned(), RefOr::T(problem()));
        }
    }
    for (status, description) in UNREAD {
        let response = ResponseBuilder::new().description(description).build();
        responses.insert(status.to_owned(), RefOr::T(response));
    }
}

fn problem() -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build()
}

fn describe_if_match(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        if parameter.name != "If-Match" {
            continue;
        }
        parameter.description = Some(String::from(
            "The `ETag` of the version that the change is about, or `*`. A newer one is answered with 412.",
        ));
        parameter.schema = Some(text(32).pattern(Some("^(\\*|(W/)?\"[0-9]{1,18}\")$")).into());
    }
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some(
            "Any text of your choice. The same request with the same key again, within 24 hours, has no \
             second effect and the same answer.",
        ))
        .schema(Some(text(255).min_length(Some(1)).pattern(Some("^[!-~]+$"))))
        .build()
}

fn text(chars_max: usize) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).max_length(Some(chars_max))
}

/// For `schema_with`: a list of at most `COUNT` texts of 1 to `CHARS` characters.
pub fn texts<const COUNT: usize, const CHARS: usize>() -> RefOr<Schema> {
    let items = text(CHARS).min_length(Some(1));
    ArrayBuilder::new().items(items).max_items(Some(COUNT)).into()
}

/// An object of at most `COUNT` fields, whatever they are.
pub fn object<const COUNT: usize>() -> RefOr<Schema> {
    ObjectBuilder::new().max_properties(Some(COUNT)).additional_properties(Some(anything())).into()
}

/// As [`object`], for what may be absent.
pub fn optional_object<const COUNT: usize>() -> RefOr<Schema> {
    let kinds = [Type::Object, Type::Null].into_iter().collect::<utoipa::openapi::schema::SchemaType>();
    let fields = ObjectBuilder::new().schema_type(kinds).max_properties(Some(COUNT));
    fields.additional_properties(Some(anything())).into()
}

fn anything() -> AdditionalProperties<Schema> {
    AdditionalProperties::FreeForm(true)
}

/// As [`texts`], for what may be absent.
pub fn optional_texts<const COUNT: usize, const CHARS: usize>() -> RefOr<Schema> {
    let items = text(CHARS).min_length(Some(1));
    let kinds = [Type::Array, Type::Null].into_iter().collect::<utoipa::openapi::schema::SchemaType>();
    ArrayBuilder::new().schema_type(kinds).items(items).max_items(Some(COUNT)).into()
}
