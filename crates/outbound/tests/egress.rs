//! The table of what never leaves, and of what does: every address in every spelling, and names that lie.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test is its own program, and fails by panicking"
)]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use outbound::{Client, Forbidden, OutboundError, Request, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

/// What must become of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Refused,
    /// It passes the check: that it then reaches nothing here is another matter.
    Passes,
}
use Fate::{Passes, Refused};

/// URLs that say everything themselves, with nothing allowed by the operator.
const WRITTEN: [(&str, Fate); 47] = [
    ("http://169.254.169.254/latest/meta-data/", Refused), // metadata: AWS, Google, Azure
    ("http://169.254.170.2/v2/credentials", Refused),      // metadata: ECS
    ("http://100.100.100.200/latest/", Refused),           // metadata: Alibaba
    ("http://192.0.0.192/opc/v1/", Refused),               // metadata: Oracle
    ("http://[fd00:ec2::254]/latest/", Refused),           // metadata: AWS over IPv6
    ("http://0.0.0.0/", Refused),
    ("http://0/", Refused),
    ("http://127.0.0.1/", Refused),
    ("http://127.1/", Refused),
    ("http://127.255.255.254/", Refused),
    ("http://2130706433/", Refused), // decimal
    ("http://0x7f000001/", Refused), // hexadecimal
    ("http://0x7f.0.0.1/", Refused),
    ("http://0177.0.0.1/", Refused), // octal
    ("http://017700000001/", Refused),
    ("http://2852039166/", Refused),          // decimal of the metadata address
    ("http://0xa9fea9fe/", Refused),          // its hexadecimal form
    ("http://0251.0376.0251.0376/", Refused), // its octal form
    ("http://169.254.43518/", Refused),       // three parts
    ("http://１２７.０.０.１/", Refused),     // full-width digits
    ("http://127。0。0。1/", Refused),        // ideographic full stops
    ("http://127%2e0%2e0%2e1/", Refused),     // escaped dots
    ("http://[::1]/", Refused),
    ("http://[::]/", Refused),
    ("http://[0:0:0:0:0:0:0:1]/", Refused),
    ("http://[::ffff:127.0.0.1]/", Refused), // IPv4-mapped
    ("http://[::ffff:169.254.169.254]/", Refused),
    ("http://[::ffff:a9fe:a9fe]/", Refused),
    ("http://[::127.0.0.1]/", Refused),              // IPv4-compatible
    ("http://[64:ff9b::169.254.169.254]/", Refused), // NAT64
    ("http://[64:ff9b:1::a9fe:a9fe]/", Refused),
    ("http://[2002:7f00:1::]/", Refused), // 6to4
    ("http://[2002:a9fe:a9fe::]/", Refused),
    ("http://[2001:0:a9fe:a9fe::1]/", Refused), // Teredo
    ("http://[5f00::1]/", Refused),             // segment routing
    ("http://[fe80::1]/", Refused),
    ("http://[fc00::1]/", Refused),
    ("http://10.0.0.5/", Refused),
    ("http://172.31.255.1/", Refused),
    ("http://192.168.0.10/", Refused),
    ("http://100.64.0.1/", Refused),
    ("http://255.255.255.255/", Refused),
    ("http://8.8.8.8@127.0.0.1/", Refused), // user@host
    ("http://127.0.0.1@8.8.8.8/", Refused),
    ("http://8.8.8.8:22/", Refused), // ports
    ("https://8.8.8.8:8443/", Refused),
    ("https://8.8.8.8/hook", Passes),
];

/// What a name resolves to, question after question; the last answer stays.
struct Zone {
    name: &'static str,
    answers: &'static [&'static [Answer]],
}

#[derive(Clone, Copy)]
enum Answer {
    A([u8; 4]),
    Aaaa([u16; 8]),
    Cname(&'static str),
}
use Answer::{A, Aaaa, Cname};

const LOOPBACK: [u8; 4] = [127, 0, 0, 1];
const METADATA: [u8; 4] = [169, 254, 169, 254];
const PUBLIC: [u8; 4] = [93, 184, 215, 14];

/// Names, and what must become of a request to each.
const NAMED: [(Zone, Fate); 13] = [
    (Zone { name: "loopback.test", answers: &[&[A(LOOPBACK)]] }, Refused),
    (Zone { name: "metadata.test", answers: &[&[A(METADATA)]] }, Refused),
    (Zone { name: "private.test", answers: &[&[A([10, 1, 2, 3])]] }, Refused),
    (Zone { name: "several-private.test", answers: &[&[A(LOOPBACK), A([192, 168, 1, 1])]] }, Refused),
    (Zone { name: "v6-loopback.test", answers: &[&[Aaaa([0, 0, 0, 0, 0, 0, 0, 1])]] }, Refused),
    (Zone { name: "v6-mapped.test", answers: &[&[Aaaa([0, 0, 0, 0, 0, 0xffff, 0xa9fe, 0xa9fe])]] }, Refused),
    (Zone { name: "v6-nat64.test", answers: &[&[Aaaa([0x64, 0xff9b, 0, 0, 0, 0, 0x7f00, 1])]] }, Refused),
    (Zone { name: "v6-local.test", answers: &[&[Aaaa([0xfd00, 0, 0, 0, 0, 0, 0, 1])]] }, Refused),
    (Zone { name: "alias-inside.test", answers: &[&[Cname("inside.test"), A([10, 0, 0, 7])]] }, Refused),
    (Zone { name: "alias-metadata.test", answers: &[&[Cname("m.test"), A(METADATA)]] }, Refused),
    (Zone { name: "no-network.test", answers: &[&[A([0, 0, 0, 0])]] }, Refused),
    (Zone { name: "public.test", answers: &[&[A(PUBLIC)]] }, Passes),
    // Only the public one of its addresses is connected to.
    (Zone { name: "mixed.test", answers: &[&[A(LOOPBACK), A(PUBLIC)]] }, Passes),
];

#[test]
fn the_table_has_sixty_cases() {
    assert!(WRITTEN.len() + NAMED.len() >= 60, "{}", WRITTEN.len() + NAMED.len());
}

#[tokio::test]
async fn what_a_url_says_is_judged_in_every_spelling() {
    let client = Client::new(Settings::default()).unwrap();
    for (url, fate) in WRITTEN {
        let (checked, reached) = (client.check(url).is_ok(), client.reach(url).await.is_ok());
        assert_eq!((checked, reached), (fate == Passes, fate == Passes), "{url}");
        if fate == Refused {
            let sent = client.send(&Request::post(url)).await.unwrap_err();
            assert!(matches!(sent, OutboundError::Forbidden(_)), "{url}: {sent}");
        }
    }
}

#[tokio::test]
async fn what_a_name_means_is_judged_when_it_is_kept_and_when_it_is_called() {
    let client = asking(&NAMED.map(|(zone, _)| zone)).await;
    for (zone, fate) in NAMED {
        let url = format!("http://{}/", zone.name);
        let refused = OutboundError::Forbidden(Forbidden::Name(zone.name.to_owned()));
        match (fate, client.reach(&url).await) {
            (Passes, reached) => assert!(reached.is_ok(), "{url}: {reached:?}"),
            (Refused, reached) => {
                assert_eq!(reached.unwrap_err(), refused, "{url}");
                assert_eq!(client.send(&Request::post(&*url)).await.unwrap_err(), refused, "{url}");
            }
        }
    }
}

/// Public when it is checked, ours when it is called: the call looks for itself, and is refused.
#[tokio::test]
async fn a_name_that_changes_its_mind_between_check_and_call_is_refused() {
    let zone = Zone { name: "rebinds.test", answers: &[&[A(PUBLIC)], &[A(LOOPBACK)]] };
    let client = asking(&[zone]).await;
    assert!(client.reach("http://rebinds.test/").await.is_ok());
    let sent = client.send(&Request::post("http://rebinds.test/")).await.unwrap_err();
    assert_eq!(sent, OutboundError::Forbidden(Forbidden::Name("rebinds.test".to_owned())));
}

/// What is allowed can send nobody on to what is not.
#[tokio::test]
async fn a_redirect_leads_nowhere() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let _ = stream.read(&mut [0; 4096]).await;
            let answer = "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://169.254.169.254/latest/\r\n\
                          content-length: 0\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    let networks = vec![address.to_string().parse().unwrap()];
    let client = Client::new(Settings { networks, ..Settings::default() }).unwrap();
    let answer = client.send(&Request::post(format!("http://{address}/"))).await.unwrap();
    assert_eq!((answer.status.as_u16(), calls.load(Ordering::SeqCst)), (307, 1));
}

#[tokio::test]
async fn what_the_operator_allows_passes_and_nothing_beside_it() {
    let networks = vec!["10.1.0.0/16".parse().unwrap(), "fd00:1::/32".parse().unwrap()];
    let client = Client::new(Settings { networks, ..Settings::default() }).unwrap();
    for (url, fate) in [
        ("http://10.1.2.3/", Passes),
        ("http://10.1.2.3:9000/", Passes),
        ("http://[::ffff:10.1.2.3]/", Passes),
        ("http://[fd00:1::5]:8080/", Passes),
        ("http://10.2.0.1/", Refused),
        ("http://[fd00:2::5]/", Refused),
        ("http://169.254.169.254/", Refused),
    ] {
        assert_eq!(client.reach(url).await.is_ok(), fate == Passes, "{url}");
    }
}

/// A client that asks a name server of the test's own.
async fn asking(zones: &[Zone]) -> Client {
    let zones: Vec<(String, &'static [&'static [Answer]], AtomicUsize)> =
        zones.iter().map(|zone| (zone.name.to_owned(), zone.answers, AtomicUsize::new(0))).collect();
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let nameserver: Option<SocketAddr> = Some(socket.local_addr().unwrap());
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let question = &buffer[..length];
            let name = name_of(question);
            let answers = zones.iter().find(|(known, ..)| *known == name).map_or(&[][..], |zone| {
                let is_a = kind_of(question) == 1;
                let place = zone.2.load(Ordering::SeqCst).min(zone.1.len() - 1);
                // Both questions of one lookup get the same answer.
                zone.2.fetch_add(usize::from(is_a), Ordering::SeqCst);
                zone.1[place]
            });
            let _ = socket.send_to(&dns_answer(question, answers), from).await;
        }
    });
    Client::new(Settings { nameserver, ..Settings::default() }).unwrap()
}

fn name_of(question: &[u8]) -> String {
    let (mut at, mut labels) = (12, Vec::new());
    while question[at] != 0 {
        let length = usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..=at + length]).to_lowercase());
        at += length + 1;
    }
    labels.join(".")
}

fn question_end(question: &[u8]) -> usize {
    12 + question[12..].iter().position(|byte| *byte == 0).unwrap() + 5
}

fn kind_of(question: &[u8]) -> u8 {
    question[question_end(question) - 3]
}

fn dns_answer(question: &[u8], answers: &[Answer]) -> Vec<u8> {
    let end = question_end(question);
    let mut records = Vec::new();
    let mut owner: Vec<u8> = vec![0xc0, 12];
    for answer in answers {
        let (kind, bytes) = match answer {
            A(octets) => (1, IpAddr::V4(Ipv4Addr::from(*octets))),
            Aaaa(parts) => (28, IpAddr::V6(Ipv6Addr::from(*parts))),
            Cname(target) => {
                let encoded = encoded(target);
                records.push(record(&owner, 5, &encoded));
                owner = encoded;
                continue;
            }
        };
        if kind == kind_of(question) {
            let bytes = match bytes {
                IpAddr::V4(v4) => v4.octets().to_vec(),
                IpAddr::V6(v6) => v6.octets().to_vec(),
            };
            records.push(record(&owner, kind, &bytes));
        }
    }
    let mut answer = question[..2].to_vec();
    answer.extend([0x81, 0x80, 0, 1, 0, u8::try_from(records.len()).unwrap(), 0, 0, 0, 0]);
    answer.extend(&question[12..end]);
    answer.extend(records.concat());
    answer
}

/// No time to live: each lookup asks again.
fn record(owner: &[u8], kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut record = owner.to_vec();
    record.extend([0, kind, 0, 1, 0, 0, 0, 0, 0, u8::try_from(bytes.len()).unwrap()]);
    record.extend(bytes);
    record
}

fn encoded(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in name.split('.') {
        bytes.push(u8::try_from(label.len()).unwrap());
        bytes.extend(label.bytes());
    }
    bytes.push(0);
    bytes
}
