//! One conversation with a client that has mails.

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::Sandbox;

const LINE_BYTES_MAX: u64 = 4096;
const MAIL_BYTES_MAX: usize = 2 * 1024 * 1024;

#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

pub(super) async fn run(stream: TcpStream, sandbox: &Sandbox) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut envelope = Envelope::default();
    say(&mut stream, "220 sandbox ESMTP").await?;
    while let Some(line) = read_line(&mut stream).await? {
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-sandbox\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 2097152",
            "HELO" | "NOOP" => "250 ok",
            "MAIL" => {
                envelope = Envelope { from: Some(address(&line)), to: Vec::new() };
                "250 ok"
            }
            "RCPT" if envelope.from.is_none() => "503 say MAIL first",
            "RCPT" => accept(&mut envelope, address(&line), sandbox),
            "DATA" if envelope.to.is_empty() => "503 say RCPT first",
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                match read_mail(&mut stream).await? {
                    Some(bytes) => {
                        sandbox.mails.add(std::mem::take(&mut envelope.to), &bytes);
                        envelope.from = None;
                        "250 kept"
                    }
                    None => "552 too long",
                }
            }
            "RSET" => {
                envelope = Envelope::default();
                "250 ok"
            }
            "QUIT" => {
                say(&mut stream, "221 bye").await?;
                return Ok(());
            }
            _ => "502 not known here",
        };
        say(&mut stream, answer).await?;
    }
    Ok(())
}

fn accept(envelope: &mut Envelope, address: String, sandbox: &Sandbox) -> &'static str {
    let local = address.rsplit_once('@').map_or("", |(local, _)| local);
    if local.ends_with("+refused") {
        return "550 nobody of that name";
    }
    if local.ends_with("+later") && sandbox.mails.is_first_attempt(&address) {
        return "451 come back later";
    }
    envelope.to.push(address);
    "250 ok"
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inner, _)| inner);
    inner.unwrap_or_default().to_owned()
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> std::io::Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await
}

/// One line with its end; `None` at the end of the conversation.
async fn read_line(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    stream.take(LINE_BYTES_MAX).read_until(b'\n', &mut line).await?;
    Ok((!line.is_empty()).then_some(line))
}

/// The mail up to the line with a single dot, its doubled dots undone; `None` for one that is too long.
async fn read_mail(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let mut is_too_long = false;
    while let Some(line) = read_line(stream).await? {
        if line == b".\r\n" || line == b".\n" {
            return Ok((!is_too_long).then_some(bytes));
        }
        let line = line.strip_prefix(b".").unwrap_or(&line);
        is_too_long |= bytes.len() + line.len() > MAIL_BYTES_MAX;
        if !is_too_long {
            bytes.extend_from_slice(line);
        }
    }
    Err(std::io::ErrorKind::UnexpectedEof.into())
}
