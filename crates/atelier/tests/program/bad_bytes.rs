//! Requests that are wrong before anybody reads their fields: bytes, types, sizes, paths, parameters,
//! headers.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Answer, Client, text};
use crate::document::{Document, Operation};
use crate::operations::{Example, Known, operations};
use crate::people::Caller;
use crate::server::Program;
use crate::world::World;

const BODY_BYTES_MAX: usize = 1024 * 1024;

struct Visit {
    world: World,
    program: Program,
    client: Client,
    /// Of the platform's own people.
    root: Client,
    operations: Vec<(Operation, Known)>,
}

impl Visit {
    async fn start() -> Self {
        let world = World::make().await;
        let (program, client) = world.visited_by(Caller::Admin).await;
        let root = world.credential_of(Caller::SuperAdmin, &program);
        Self { world, program, client, root, operations: operations(&Document::load()) }
    }

    /// Who may do it: the tenant's administrator, or for what is above tenants the platform's.
    fn caller_of(&self, operation: &Operation) -> &Client {
        if operation.path.starts_with("/api/v1/tenants") { &self.root } else { &self.client }
    }

    /// The first example of every operation that has what is asked for.
    fn first_of(&self, is_wanted: impl Fn(&Operation) -> bool) -> Vec<(&Operation, &Example)> {
        // What is opened by a browser answers with where to go on, also when something is wrong.
        let wanted = self.operations.iter().filter(|(operation, _)| !operation.redirects());
        let wanted = wanted.filter(|(operation, _)| is_wanted(operation));
        wanted.map(|(operation, known)| (operation, &known.examples[0])).collect()
    }
}

/// A refusal is a problem with a request id, and tells nothing of what is inside.
#[track_caller]
fn check(answer: &Answer, statuses: &[u16], what: &str) {
    let said = format!("{what}: {} {}", answer.status, answer.text());
    assert!(statuses.contains(&answer.status), "{said}");
    assert_eq!(answer.header("content-type"), "application/problem+json", "{said}");
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status, "{said}");
    assert!(text(&problem["type"]).ends_with(text(&problem["code"])), "{said}");
    assert_eq!(text(&problem["request_id"]), answer.header("x-request-id"), "{said}");
    assert!(!text(&problem["detail"]).is_empty(), "{said}");
    for inside in ["tokio", "postgres", "src/", ".rs", "panicked"] {
        assert!(!answer.text().contains(inside), "{said}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_json_are_refused() {
    let visit = Visit::start().await;
    for (operation, example) in visit.first_of(|operation| operation.body().is_some()) {
        let request = example.request(operation, &visit.world.ids);
        let good = request.body.expect("an example body").to_string();
        let call = || visit.client.call(&request.method, &request.path);
        for (what, bytes) in wrong_bytes(&good) {
            let answer = call().bytes("application/json", bytes).send().await;
            check(&answer, &[400, 422], &format!("{}: {what}", operation.id));
        }
        for kind in
            ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"]
        {
            let answer = call().bytes(kind, good.clone().into_bytes()).send().await;
            check(&answer, &[415], &format!("{}: {kind}", operation.id));
        }
        check(&call().untyped(good.clone().into_bytes()).send().await, &[415], &operation.id);
        for whole in [json!([]), json!("a text"), json!(7), Value::Null, json!([[{}]])] {
            let answer = call().json(&whole).send().await;
            check(&answer, &[422], &format!("{}: {whole}", operation.id));
        }
    }
}

fn wrong_bytes(good: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xEF, 0xBB, 0xBF], good.as_bytes()].concat();
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels)).into_bytes();
    vec![
        ("nothing", Vec::new()),
        ("not UTF-8", [b"{\"name\":\"a", &[0xFF, 0xFE][..], b"\"}"].concat()),
        ("half a surrogate", br#"{"name":"\ud83d"}"#.to_vec()),
        ("UTF-16", utf16),
        ("a byte order mark", with_mark),
        ("a raw NUL", b"{\"name\":\"a\0b\"}".to_vec()),
        ("cut off", good.as_bytes()[..good.len() - 1].to_vec()),
        ("something behind the end", [good.as_bytes(), b" x"].concat()),
        ("comments", [b"// why\n", good.as_bytes()].concat()),
        ("single quotes", b"{'name':'a'}".to_vec()),
        ("NaN", b"{\"name\":NaN}".to_vec()),
        ("a number without end", format!("{{\"name\":1e{}}}", "9".repeat(30)).into_bytes()),
        ("too deep", nested(33)),
        ("much too deep", nested(100_000)),
        ("deep and unclosed", "[".repeat(200_000).into_bytes()),
    ]
}

#[tokio::test]
async fn a_field_that_comes_twice_is_named() {
    let visit = Visit::start().await;
    for (operation, example) in visit.first_of(|operation| operation.body().is_some()) {
        let request = example.request(operation, &visit.world.ids);
        let good = request.body.expect("an example body");
        let Some((name, value)) = good.as_object().and_then(|fields| fields.iter().next()) else { continue };
        let twice = format!("{{\"{name}\":{value},\"{name}\":{value}}}");
        let call = visit.client.call(&request.method, &request.path);
        let answer = call.bytes("application/json", twice.into_bytes()).send().await;
        check(&answer, &[422], &operation.id);
        assert!(answer.text().contains(name.as_str()), "{}: {}", operation.id, answer.text());
    }
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_and_one_at_the_limit_is_read() {
    let visit = Visit::start().await;
    for (operation, example) in visit.first_of(|operation| operation.body().is_some()) {
        let request = example.request(operation, &visit.world.ids);
        let padded = |size: usize| format!("{{{}}}", " ".repeat(size - 2)).into_bytes();
        let send = |bytes: Vec<u8>| {
            visit.client.call(&request.method, &request.path).bytes("application/json", bytes).send()
        };
        check(&send(padded(BODY_BYTES_MAX + 1)).await, &[413], &operation.id);
        let at_limit = send(padded(BODY_BYTES_MAX)).await;
        assert_ne!(at_limit.status, 413, "{}", operation.id);
        assert!(at_limit.status < 500, "{}", operation.id);
    }
}

#[tokio::test]
async fn fifty_megabytes_are_refused_before_they_arrive() {
    let visit = Visit::start().await;
    let bearer = visit.client.bearer();
    for head in ["content-length: 52428800\r\nexpect: 100-continue", "content-length: 52428800"] {
        let mut stream = TcpStream::connect(visit.program.address).await.unwrap();
        let request = format!(
            "POST /api/v1/clients HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {bearer}\r\n\
             content-type: application/json\r\n{head}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = vec![0; 64];
        stream.read_exact(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with("HTTP/1.1 413 "), "{head}: {answer}");
    }
    // Without a length it is read up to the limit and no further.
    let chunked = b"POST /api/v1/clients HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n";
    let mut stream = TcpStream::connect(visit.program.address).await.unwrap();
    stream.write_all(chunked).await.unwrap();
    stream
        .write_all(format!("authorization: Bearer {bearer}\r\ntransfer-encoding: chunked\r\n\r\n").as_bytes())
        .await
        .unwrap();
    let chunk = [b"10000\r\n", " ".repeat(0x10000).as_bytes(), b"\r\n"].concat();
    let (mut reader, mut writer) = stream.split();
    let writing = async {
        for _ in 0..800 {
            if writer.write_all(&chunk).await.is_err() {
                return;
            }
        }
    };
    let mut answer = vec![0; 13];
    let (read, ()) = tokio::join!(reader.read_exact(&mut answer), writing);
    // The program may close on who keeps sending; it must not take it all.
    assert!(read.is_err() || answer.starts_with(b"HTTP/1.1 413 "), "{}", String::from_utf8_lossy(&answer));
    visit.client.get("/clients").await.expect(200);
}

#[tokio::test]
async fn paths_that_name_nothing_are_not_found() {
    let visit = Visit::start().await;
    let known = &visit.world.ids;
    for (operation, example) in visit.first_of(|operation| operation.path.contains('{')) {
        let request = example.request(operation, known);
        for (name, value) in &example.path {
            let is_idea = value.starts_with('$') && known[&value[1..]].starts_with("idea_");
            let other = if is_idea { "client" } else { "draft" };
            let long = "x".repeat(4000);
            for wrong in ["x", "%00", "%FF%FE", "..%2F..%2Fetc", "0", "null", &long, &known[other]] {
                let mut path = example.path.clone();
                path.insert(name.clone(), (*wrong).to_owned());
                let asked = Example { path, ..example.clone() }.request(operation, known);
                let call = visit.client.call(&asked.method, &asked.path);
                let call = match &request.body {
                    Some(body) => call.json(body),
                    None => call,
                };
                check(&call.send().await, &[400, 404], &format!("{} {name}={wrong:.20}", operation.id));
            }
        }
    }
    for path in ["/api/v1/nothing", "/api/nothing", "/auth/nothing", "/api/v1/clients/", "/api/v1//clients"] {
        check(&visit.client.get(path).await, &[404], path);
    }
    for (method, path) in
        [("DELETE", "/clients"), ("PUT", "/clients"), ("PATCH", "/auth/me"), ("TRACE", "/clients")]
    {
        let answer = visit.client.call(method, path).send().await;
        check(&answer, &[405], &format!("{method} {path}"));
        assert_eq!(answer.code(), "method_not_allowed");
    }
}

#[tokio::test]
async fn parameters_are_held_to_their_schema() {
    let visit = Visit::start().await;
    let long = "x".repeat(600);
    for (operation, example) in visit.first_of(|operation| !operation.parameters("query").is_empty()) {
        for name in operation.parameters("query").keys() {
            let wrong: &[&str] = match *name {
                "limit" => &["0", "201", "-1", "abc", "", "1.5", "99999999999999999999", "%00"],
                "cursor" => &["x", "", "AAAA", "%00", "%FF", &long],
                // Words that nothing has to have.
                "q" | "action" | "role" => &[&long, "%00", "%FF%FE"],
                _ => &["x", "", "%00", "%FF%FE", &long],
            };
            for value in wrong {
                let mut query = example.query.clone();
                query.insert((*name).to_owned(), (*value).to_owned());
                let request = Example { query, ..example.clone() }.request(operation, &visit.world.ids);
                let answer = visit.caller_of(operation).get(&request.path).await;
                let what = format!("{} {name}={value:.20}", operation.id);
                check(&answer, &[422], &what);
                assert_eq!(answer.pointers(), [format!("/query/{name}")], "{what}");
            }
        }
    }
}

#[tokio::test]
async fn headers_are_held_to_their_format() {
    let visit = Visit::start().await;
    let long = "k".repeat(256);
    for (operation, example) in visit.first_of(Operation::is_change) {
        let request = example.request(operation, &visit.world.ids);
        let call = || {
            let call = visit.caller_of(operation).call(&request.method, &request.path);
            match &request.body {
                Some(body) => call.json(body),
                None => call,
            }
        };
        if operation.takes_idempotency_key() {
            for key in [&b""[..], long.as_bytes(), b"\xFF\xFE", b"a\tb"] {
                let answer = call().header("idempotency-key", key).send().await;
                check(&answer, &[422], &format!("{} idempotency-key {key:?}", operation.id));
                assert_eq!(answer.pointers(), ["/header/Idempotency-Key"]);
            }
        }
        if operation.parameters("header").contains_key("If-Match") {
            for tag in [&b"abc"[..], b"3", b"\"x\"", b"\"1", b"", b"\xFF", b"\"99999999999999999999\""] {
                let answer = call().header("if-match", tag).send().await;
                check(&answer, &[422], &format!("{} if-match {tag:?}", operation.id));
                assert_eq!(answer.pointers(), ["/header/If-Match"]);
            }
            let answer = call().header("if-match", "\"987654\"").send().await;
            check(&answer, &[412], &format!("{} with a stale version", operation.id));
        }
    }
    for value in
        [&b""[..], b"Bearer", b"Bearer ", b"Basic eDp5", b"Bearer \xFF", b"Bearer atl_link_x", b"x y z"]
    {
        let answer =
            visit.program.client().call("GET", "/clients").header("authorization", value).send().await;
        check(&answer, &[401], &format!("authorization {value:?}"));
    }
}

#[tokio::test]
async fn a_request_that_is_no_http_does_not_disturb_the_others() {
    let visit = Visit::start().await;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET / HTTP/1.1\r\nhost: here\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /api/v1/clients HTTP/1.1\r\nhost: here\r\ncontent-length: -1\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(visit.program.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        // Closing without a word is an answer as well.
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.starts_with("HTTP/1.1 5"), "{answer}");
    }
    visit.client.get("/clients").await.expect(200);
}
