//! Every operation × everybody: who gets which answer.
//!
//! Each caller walks all operations over a copy of the same world, so nobody's change is in the way of
//! another's. On the way every answer has to be one that the operation documents, has to tell nothing of what
//! is inside, and every change has to be in the audit log, under the id of its request, with
//! who made it and of what class it is.

use db::{Query, params};
use serde_json::Value;
use uuid::Uuid;

use crate::client::{Answer, Client};
use crate::document::{Document, Operation};
use crate::operations::{Example, Known, Request, operations};
use crate::people::Caller;
use crate::server::Program;
use crate::world::World;

db::statements! {
    AUDITED = "select count(*), coalesce(bool_and(actor_id is not null and class <> ''
            and (actor_sealed is not null or actor_name <> '')), true)
        from audit_events where request_id = $1 and class <> 'access_denied'";
}

/// What must never be in an answer: statements, places in the program, names of what is inside.
const INSIDES: [&str; 14] = [
    "select ",
    "insert into",
    "delete from",
    " where ",
    "tokio",
    "postgres",
    "atelier_app",
    "pg_",
    "panicked",
    "stack backtrace",
    "/crates/",
    ".rs:",
    "src/",
    "fkey",
];

struct Walk<'a> {
    document: &'a Document,
    world: &'a World,
    caller: Caller,
    objections: Vec<String>,
}

#[tokio::test]
async fn every_operation_answers_everybody_as_agreed() {
    let document = Document::load();
    let operations = in_order(operations(&document));
    let world = World::make().await;
    let mut columns = Vec::new();
    let mut objections = Vec::new();
    for caller in Caller::ALL {
        let mut walk = Walk { document: &document, world: &world, caller, objections: Vec::new() };
        columns.push(walk.all(&operations).await);
        objections.extend(walk.objections);
    }
    let table = table(&operations, &columns);
    assert!(objections.is_empty(), "{}", objections.join("\n"));
    insta::assert_snapshot!(table);
}

/// A new password and signing out come last: afterwards the caller is another, or nobody.
fn in_order(mut operations: Vec<(Operation, Known)>) -> Vec<(Operation, Known)> {
    let last = ["change_password", "sign_out"];
    operations.sort_by_key(|(operation, _)| last.iter().position(|id| *id == operation.id));
    operations
}

impl Walk<'_> {
    /// The statuses, in the order of the table's rows.
    async fn all(&mut self, operations: &[(Operation, Known)]) -> Vec<u16> {
        let (program, client) = self.world.visited_by(self.caller).await;
        let mut statuses = Vec::new();
        for (operation, known) in operations {
            for example in &known.examples {
                statuses.push(self.one(&program, &client, (operation, known, example)).await);
            }
        }
        statuses
    }

    async fn one(
        &mut self,
        program: &Program,
        client: &Client,
        (operation, known, example): (&Operation, &Known, &Example),
    ) -> u16 {
        let request = example.request(operation, &self.world.ids);
        let is_shared = known.shared.is_some() && self.caller != Caller::OtherTenant;
        let is_hidden = self.caller.is_outside() && known.by_token.is_none() && !is_shared;
        let absent = if is_hidden && example.names_anything() {
            let absent = example.request(operation, &self.world.ids_of_nothing());
            Some((send(client, &absent).await, absent))
        } else {
            None
        };
        let answer = send(client, &request).await;
        if let Some((unfound, absent)) = absent {
            self.compare((operation, example), (&answer, &request), (&unfound, &absent));
        }
        if let Some(objection) = self.document.objection(operation, &answer) {
            self.object(operation, example, &format!("{objection}: {}", answer.text()));
        }
        if let Some(inside) = leaked(&answer) {
            self.object(operation, example, &format!("tells of the inside (`{inside}`): {}", answer.text()));
        }
        let (events, are_whole) = audited(program, self.world.tenant_id, &answer).await;
        let is_written = events > 0;
        // What is done in another tenant is in the other's log; links and programs have no session that could
        // end.
        let is_elsewhere = self.caller == Caller::OtherTenant;
        let is_nothing = operation.id == "sign_out" && (self.caller.is_link() || self.caller.is_program());
        let is_change = operation.is_change() && answer.is_success() && !is_elsewhere && !is_nothing;
        if is_change && is_written != known.unaudited.is_none() {
            let said = if is_written { "wrote to" } else { "is missing in" };
            self.object(operation, example, &format!("{said} the audit log: {}", answer.text()));
        }
        if !are_whole {
            self.object(operation, example, "is in the audit log without who did it or what class it is of");
        }
        answer.status
    }

    /// What is there and what is not have to look the same to those outside.
    fn compare(
        &mut self,
        (operation, example): (&Operation, &Example),
        (answer, request): (&Answer, &Request),
        (unfound, absent): (&Answer, &Request),
    ) {
        let named = |request: &Request| format!("{} {:?}", request.path, request.body);
        let same = answer.status == unfound.status && comparable(answer) == comparable(unfound);
        if !same {
            let seen = format!(
                "{}: {}\nis not the answer for what does not exist, {}: {}",
                named(request),
                answer.text(),
                named(absent),
                unfound.text()
            );
            self.object(operation, example, &seen);
        }
        let names_by_path = example.path.values().any(|value| value.starts_with('$'));
        if self.caller == Caller::OtherTenant && names_by_path && answer.status != 404 {
            self.object(
                operation,
                example,
                &format!("is {} to another tenant, not 404: {}", answer.status, answer.text()),
            );
        }
    }

    fn object(&mut self, operation: &Operation, example: &Example, what: &str) {
        self.objections.push(format!(
            "{} {} as {}: {what}",
            operation.id,
            example.name,
            self.caller.column()
        ));
    }
}

async fn send(client: &Client, request: &Request) -> Answer {
    let call = client.call(&request.method, &request.path);
    match &request.body {
        Some(Value::String(csv)) => call.bytes("text/csv", csv.clone().into_bytes()).send().await,
        Some(body) => call.json(body).send().await,
        None => call.send().await,
    }
}

/// How many events the request left, found by its id, and whether all of them say who did what.
async fn audited(program: &Program, tenant_id: Uuid, answer: &Answer) -> (i64, bool) {
    let request_id = answer.header("x-request-id").to_owned();
    let events = Query::one(&AUDITED, params![request_id]);
    program.database.read(tenant_id, events).await.expect("a count")
}

/// The body without what is of this request alone, and without the ids that were asked for.
fn comparable(answer: &Answer) -> Value {
    let mut body = answer.json();
    if let Some(problem) = body.as_object_mut() {
        problem.remove("request_id");
    }
    for result in body["results"].as_array_mut().into_iter().flatten() {
        result["idea_id"] = Value::Null;
    }
    body
}

fn leaked(answer: &Answer) -> Option<&'static str> {
    let text = answer.text().to_lowercase();
    let is_problem = answer.status >= 400;
    INSIDES.into_iter().find(|inside| is_problem && text.contains(inside))
}

fn table(operations: &[(Operation, Known)], columns: &[Vec<u16>]) -> String {
    let row = |name: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|cell| format!("{cell:>8}")).collect::<Vec<_>>().concat();
        format!("{name:<40}{cells}")
    };
    let examples = operations.iter().flat_map(|(operation, known)| {
        known.examples.iter().map(|example| format!("{} {}", operation.id, example.name).trim().to_owned())
    });
    let mut rows = vec![row("", Caller::ALL.map(|caller| caller.column().to_owned()).to_vec())];
    for (number, example) in examples.enumerate() {
        rows.push(row(&example, columns.iter().map(|column| column[number].to_string()).collect()));
    }
    rows.join("\n")
}
