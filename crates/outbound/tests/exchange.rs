//! Exchanges with real local servers that misbehave, and names that lie.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test is its own program, and fails by panicking"
)]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::StatusCode;
use http::header::{HOST, HeaderValue, LOCATION};
use outbound::{Client, Forbidden, OutboundError, Request, Retry, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

/// What a server does with one connection after it has read the request head.
#[derive(Clone, Copy)]
enum Act {
    Say(&'static str),
    /// The head of an answer, then a byte every 20 ms.
    Drip,
    /// An endless chunked body.
    Flood,
    /// Half an answer, then the connection is gone.
    Cut,
    /// A reset before any answer.
    Reset,
}

const OK: Act = Act::Say("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
const BUSY: Act = Act::Say(
    "HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
);
const DOWN: Act = Act::Say("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");

struct Server {
    address: SocketAddr,
    calls: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Plays the acts in order, then the last one for ever.
    async fn playing(acts: &[Act]) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (acts, calls) = (acts.to_vec(), Arc::new(AtomicUsize::new(0)));
        let counter = Arc::clone(&calls);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let act = acts[counter.fetch_add(1, Ordering::SeqCst).min(acts.len() - 1)];
                tokio::spawn(play(stream, act));
            }
        });
        Self { address, calls, task }
    }

    fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn play(mut stream: TcpStream, act: Act) {
    let mut head = [0; 4096];
    let _ = stream.read(&mut head).await;
    match act {
        Act::Say(text) => drop(stream.write_all(text.as_bytes()).await),
        Act::Drip => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await;
            while stream.write_all(b".").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Act::Flood => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
            let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
            while stream.write_all(chunk.as_bytes()).await.is_ok() {}
        }
        Act::Cut => drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf").await),
        Act::Reset => stream.set_zero_linger().unwrap(),
    }
}

fn client() -> Client {
    let networks = vec!["127.0.0.0/8".parse().unwrap()];
    Client::new(Settings { networks, ..Settings::default() }).unwrap()
}

fn quick() -> Retry {
    Retry { base: Duration::from_millis(1), ceiling: Duration::from_millis(2), ..Retry::default() }
}

#[tokio::test]
async fn an_answer_comes_back_whole() {
    let server = Server::playing(&[OK]).await;
    let answer = client().send(&Request::get(server.url())).await.unwrap();
    assert_eq!((answer.status, &answer.body[..]), (StatusCode::OK, &b"ok"[..]));
}

#[tokio::test]
async fn a_slow_body_ends_at_the_time_limit() {
    let server = Server::playing(&[Act::Drip]).await;
    let after = Duration::from_millis(150);
    let error = client().send(&Request::get(server.url()).timeout(after)).await.unwrap_err();
    assert_eq!(error, OutboundError::Timeout { after });
}

#[tokio::test]
async fn a_long_body_ends_at_the_byte_limit() {
    let announced = Act::Say("HTTP/1.1 200 OK\r\ncontent-length: 5000000\r\n\r\n");
    for act in [Act::Flood, announced] {
        let server = Server::playing(&[act]).await;
        let error = client().send(&Request::get(server.url()).body_bytes_max(20_000)).await.unwrap_err();
        assert_eq!(error, OutboundError::TooLarge { max_bytes: 20_000 });
    }
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let server = Server::playing(&[Act::Say(
        "HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n",
    )])
    .await;
    let answer = client().send(&Request::get(server.url())).await.unwrap();
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.headers[LOCATION], "http://169.254.169.254/");
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn a_cut_or_reset_connection_is_broken() {
    for act in [Act::Cut, Act::Reset] {
        let server = Server::playing(&[act]).await;
        let error = client().send(&Request::get(server.url())).await.unwrap_err();
        assert!(matches!(error, OutboundError::Broken(_)), "{error}");
        assert_eq!(server.calls(), 1, "the library below must not repeat by itself");
    }
}

#[tokio::test]
async fn a_closed_port_is_not_connected() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = client().send(&Request::get(format!("http://{address}/"))).await.unwrap_err();
    assert!(matches!(error, OutboundError::Connect { .. }), "{error}");
}

#[tokio::test]
async fn a_call_repeats_what_was_not_processed() {
    let server = Server::playing(&[BUSY, BUSY, OK]).await;
    let answer = client().call("vendor", &Request::post(server.url()), quick()).await.unwrap();
    assert_eq!((answer.status, server.calls()), (StatusCode::OK, 3));
}

#[tokio::test]
async fn a_call_repeats_uncertain_requests_only_when_told_so() {
    let server = Server::playing(&[Act::Reset, DOWN, OK]).await;
    let answer = client().call("vendor", &Request::post(server.url()).repeatable(), quick()).await.unwrap();
    assert_eq!((answer.status, server.calls()), (StatusCode::OK, 3));

    let server = Server::playing(&[DOWN, OK]).await;
    let answer = client().call("vendor", &Request::post(server.url()), quick()).await.unwrap();
    assert_eq!((answer.status, server.calls()), (StatusCode::INTERNAL_SERVER_ERROR, 1));
}

#[tokio::test]
async fn a_failing_vendor_is_left_alone_and_the_others_are_not() {
    let server = Server::playing(&[DOWN]).await;
    let client = client();
    let retry = Retry { attempts_max: 9, ..quick() };
    let error = client.call("down", &Request::get(server.url()), retry).await.unwrap_err();
    assert!(matches!(error, OutboundError::Open { .. }), "{error}");
    let calls = server.calls();
    assert!(client.call("down", &Request::get(server.url()), retry).await.is_err());
    assert_eq!(server.calls(), calls, "an open breaker sends nothing");

    let healthy = Server::playing(&[OK]).await;
    assert!(client.call("healthy", &Request::get(healthy.url()), retry).await.is_ok());
}

#[tokio::test]
async fn forged_urls_never_leave() {
    let strict = Client::new(Settings::default()).unwrap();
    for url in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "https://172.16.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://127.0.0.1%2f@8.8.8.8/",
        "http://user@8.8.8.8/",
        "http://:secret@8.8.8.8/",
        "http://8.8.8.8:22/",
        "http://8.8.8.8:8080/",
        "http://example.com:6379/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/_x",
        "data:text/plain,x",
        "javascript:alert(1)",
        "http://",
        "//8.8.8.8/",
        "not a url",
        "",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http:127.0.0.1",
        "HTTP://LOCALHOST:5432/",
    ] {
        let error = strict.send(&Request::get(url)).await.unwrap_err();
        assert!(matches!(error, OutboundError::Forbidden(_)), "{url}: {error}");
        assert!(strict.library_client(url).is_err(), "{url}");
    }
    for url in
        ["http://8.8.8.8/", "https://8.8.8.8:443/x", "https://[2606:4700::1111]/", "https://example.com/#top"]
    {
        assert!(strict.check(url).is_ok(), "{url}");
    }
}

#[tokio::test]
async fn a_port_rule_opens_one_port_of_one_address() {
    let server = Server::playing(&[OK]).await;
    let networks = vec![server.address.to_string().parse().unwrap()];
    let client = Client::new(Settings { networks, ..Settings::default() }).unwrap();
    assert!(client.send(&Request::get(server.url())).await.is_ok());
    let other = client.send(&Request::get("http://127.0.0.1:1/")).await.unwrap_err();
    assert!(matches!(other, OutboundError::Forbidden(Forbidden::Address(_))), "{other}");
}

#[tokio::test]
async fn connection_headers_cannot_be_chosen() {
    let request = Request::get("http://8.8.8.8/").header(HOST, HeaderValue::from_static("internal"));
    let error = client().send(&request).await.unwrap_err();
    assert_eq!(error, OutboundError::Forbidden(Forbidden::Header("host".into())));
}

/// Answers every A question with these addresses and everything else with nothing.
async fn nameserver(addresses: &'static [Ipv4Addr]) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let answer = dns_answer(&buffer[..length], addresses);
            let _ = socket.send_to(&answer, from).await;
        }
    });
    address
}

fn dns_answer(question: &[u8], addresses: &[Ipv4Addr]) -> Vec<u8> {
    let name_end = 12 + question[12..].iter().position(|byte| *byte == 0).unwrap() + 1;
    let is_a = question[name_end..name_end + 2] == [0, 1];
    let count = if is_a { u8::try_from(addresses.len()).unwrap() } else { 0 };
    let mut answer = question[..2].to_vec();
    answer.extend([0x81, 0x80, 0, 1, 0, count, 0, 0, 0, 0]);
    answer.extend(&question[12..name_end + 4]);
    for address in addresses.iter().take(count.into()) {
        answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
        answer.extend(address.octets());
    }
    answer
}

#[tokio::test]
async fn a_name_that_resolves_to_private_addresses_is_refused() {
    static PRIVATE: [Ipv4Addr; 2] = [Ipv4Addr::LOCALHOST, Ipv4Addr::new(169, 254, 169, 254)];
    let nameserver = Some(nameserver(&PRIVATE).await);
    let client = Client::new(Settings { nameserver, ..Settings::default() }).unwrap();
    let error = client.send(&Request::get("http://rebind.example/")).await.unwrap_err();
    assert_eq!(error, OutboundError::Forbidden(Forbidden::Name("rebind.example".into())));
}

#[tokio::test]
async fn a_name_reaches_an_allowed_network_on_any_port() {
    static LOOPBACK: [Ipv4Addr; 1] = [Ipv4Addr::LOCALHOST];
    let server = Server::playing(&[OK]).await;
    let nameserver = Some(nameserver(&LOOPBACK).await);
    let networks = vec!["127.0.0.0/8".parse().unwrap()];
    let client = Client::new(Settings { nameserver, networks, ..Settings::default() }).unwrap();
    let url = format!("http://internal.example:{}/", server.address.port());
    assert_eq!(client.send(&Request::get(url)).await.unwrap().status, StatusCode::OK);
}

#[tokio::test]
async fn a_public_name_on_another_port_is_refused_although_some_network_is_allowed() {
    static PUBLIC: [Ipv4Addr; 1] = [Ipv4Addr::new(8, 8, 8, 8)];
    let nameserver = Some(nameserver(&PUBLIC).await);
    let networks = vec!["127.0.0.0/8".parse().unwrap()];
    let client = Client::new(Settings { nameserver, networks, ..Settings::default() }).unwrap();
    let error = client.send(&Request::get("http://public.example:6379/")).await.unwrap_err();
    assert_eq!(error, OutboundError::Forbidden(Forbidden::Name("public.example".into())));
}
