//! The description of the API, for programs and as a page for people. The page is made once, needs no script,
//! and reads well without the network.

use std::fmt::Write;

use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use serde_json::Value;
use utoipa::openapi::OpenApi;

const STYLE: &str = include_str!("docs_page.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub fn json(document: Bytes) -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], document).into_response()
}

pub fn html(page: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, page).into_response()
}

/// Every operation by tag, with parameters, body and answers; then every schema.
pub fn render(document: &OpenApi) -> String {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Atelier API</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>\
         <header><h1>Atelier API</h1><p>{} <a href=\"/api/openapi.json\">openapi.json</a></p></header>",
        escaped(text(&document["info"], "description"))
    );
    let by_tag = operations(&document);
    page.push_str("<div class=\"columns\"><nav aria-label=\"Sections\">");
    for (tag, _) in &by_tag {
        let _ = write!(page, "<a href=\"#{0}\">{0}</a>", escaped(tag));
    }
    page.push_str("<a href=\"#schemas\">schemas</a></nav><main>");
    for (tag, operations) in &by_tag {
        let _ = write!(page, "<h2 id=\"{0}\">{0}</h2>", escaped(tag));
        for (method, path, operation) in operations {
            write_operation(&mut page, method, path, operation);
        }
    }
    page.push_str("<h2 id=\"schemas\">schemas</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        write_schema(&mut page, name, schema);
    }
    page.push_str("</main></div></body></html>");
    page
}

type Operations<'a> = Vec<(String, Vec<(&'static str, &'a str, &'a Value)>)>;

fn operations(document: &Value) -> Operations<'_> {
    let mut by_tag: std::collections::BTreeMap<String, Vec<_>> = std::collections::BTreeMap::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let tag = operation["tags"][0].as_str().unwrap_or("other").to_owned();
            by_tag.entry(tag).or_default().push((method, path.as_str(), operation));
        }
    }
    by_tag.into_iter().collect()
}

fn write_operation(page: &mut String, method: &str, path: &str, operation: &Value) {
    let id = text(operation, "operationId");
    let _ = write!(
        page,
        "<details id=\"{id}\"><summary><b class=\"{method}\">{method}</b> <code>{}</code> \
         <span>{}</span></summary>",
        escaped(path),
        escaped(text(operation, "summary"))
    );
    let _ = write!(page, "<p>{}</p>", escaped(text(operation, "description")));
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    if !parameters.is_empty() {
        page.push_str("<table><caption>Parameters</caption>");
        for parameter in parameters {
            let _ = write!(
                page,
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td></tr>",
                escaped(text(parameter, "name")),
                escaped(text(parameter, "in")),
                type_of(&parameter["schema"]),
                escaped(text(parameter, "description"))
            );
        }
        page.push_str("</table>");
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        let _ = write!(page, "<p>Body: {}</p>", type_of(body));
    }
    page.push_str("<table><caption>Answers</caption>");
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let schema = answer["content"].as_object().and_then(|content| content.values().next());
        let _ = write!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            escaped(status),
            schema.map_or_else(String::new, |content| type_of(&content["schema"])),
            escaped(text(answer, "description"))
        );
    }
    page.push_str("</table></details>");
}

fn write_schema(page: &mut String, name: &str, schema: &Value) {
    let _ = write!(page, "<details id=\"schema-{0}\"><summary><code>{0}</code></summary>", escaped(name));
    let _ = write!(page, "<p>{}</p><table>", escaped(text(schema, "description")));
    for (field, shape) in schema["properties"].as_object().into_iter().flatten() {
        let required =
            schema["required"].as_array().is_some_and(|names| names.iter().any(|name| name == field));
        let _ = write!(
            page,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(field),
            type_of(shape),
            if required { "always" } else { "" },
            escaped(text(shape, "description"))
        );
    }
    page.push_str("</table></details>");
}

/// A type in words: a link to its schema, a list of something, or its name with its format.
fn type_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\">{0}</a>", escaped(name));
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(choices) = schema[key].as_array() {
            return choices.iter().map(type_of).collect::<Vec<_>>().join(" or ");
        }
    }
    let name = match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => String::from("any"),
    };
    if !schema["items"].is_null() {
        return format!("list of {}", type_of(&schema["items"]));
    }
    let format = schema["format"].as_str().or(schema["pattern"].as_str());
    escaped(&format.map_or(name.clone(), |format| format!("{name} ({format})")))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
