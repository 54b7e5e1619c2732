//! One shared connection: a task that writes what was asked and gives every answer to who asked for it.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::{DataRowBody, Field, Message};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::connect::Socket;
use super::statement::{self, Statement};
use crate::query::{Param, Rows, Sql};
use crate::row::{Column, Row};

/// More answers than this are not waited for in line.
const WAITING_MAX: usize = 64;
/// Behind an answer that takes longer than this nobody lines up. Who stands there already waits, at most as
/// long as [`STATEMENT_MILLIS_MAX`](super::STATEMENT_MILLIS_MAX).
const SLOW_MICROS: u64 = 20_000;
const BYTES_AT_ONCE: usize = 64 * 1024;

pub(super) struct Connection {
    requests: mpsc::UnboundedSender<Request>,
    /// By the address of their text.
    statements: Mutex<HashMap<usize, Known>>,
    names: AtomicUsize,
    line: Arc<Line>,
    is_confused: AtomicBool,
}

/// What a session knows of a statement. Not everything can be asked here: the pool can.
#[derive(Clone)]
enum Known {
    Ready(Arc<Statement>),
    Refused,
}

struct Request {
    bytes: BytesMut,
    answer: oneshot::Sender<Answer>,
}

#[derive(Default)]
struct Answer {
    rows: Vec<DataRowBody>,
    params: Vec<u32>,
    columns: Vec<(String, u32)>,
    failed: bool,
}

/// How long the line is, and since when its head is waited for.
struct Line {
    begun: Instant,
    waiting: AtomicUsize,
    head_since_micros: AtomicU64,
}

impl Line {
    fn micros(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn next_head(&self) {
        self.head_since_micros.store(self.micros(), Ordering::Relaxed);
    }
}

impl Connection {
    pub(super) fn start(socket: Socket) -> Self {
        let (requests, taken) = mpsc::unbounded_channel();
        let line = Arc::new(Line {
            begun: Instant::now(),
            waiting: AtomicUsize::new(0),
            head_since_micros: AtomicU64::new(0),
        });
        let task = Task { socket, taken, line: Arc::clone(&line), unanswered: VecDeque::new() };
        #[expect(clippy::disallowed_methods, reason = "the connection's own task; it ends with its senders")]
        tokio::spawn(async move {
            if let Err(error) = task.run().await {
                tracing::warn!(%error, "a shared connection ended");
            }
        });
        let connection = Self {
            requests,
            statements: Mutex::default(),
            names: AtomicUsize::new(0),
            line,
            is_confused: AtomicBool::new(false),
        };
        if let Some(bytes) = statement::learn_set_tenant() {
            connection.send(bytes);
        }
        connection
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_confused.load(Ordering::Relaxed) || self.requests.is_closed()
    }

    /// How many wait here; nothing when nobody should join them.
    pub(super) fn waiting(&self) -> Option<usize> {
        let waiting = self.line.waiting.load(Ordering::Relaxed);
        let head_since = self.line.head_since_micros.load(Ordering::Relaxed);
        let is_slow = waiting > 0 && self.line.micros().saturating_sub(head_since) > SLOW_MICROS;
        (waiting < WAITING_MAX && !is_slow).then_some(waiting)
    }

    /// The statement as this session knows it. It learns each once.
    pub(super) async fn statement(&self, sql: &'static Sql) -> Option<Arc<Statement>> {
        let key = std::ptr::from_ref(sql).addr();
        let known = self.statements.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        match known {
            Some(Known::Ready(statement)) => return Some(statement),
            Some(Known::Refused) => return None,
            None => {}
        }
        // Two that come at once teach it twice, under two names: the server keeps one more, nothing else.
        let name = format!("s{}", self.names.fetch_add(1, Ordering::Relaxed));
        let answer = self.send(statement::learn(&name, sql)?).await.ok()?;
        let statement = answer.into_statement(name).map(Arc::new);
        let known = statement.clone().map_or(Known::Refused, Known::Ready);
        self.statements.lock().unwrap_or_else(PoisonError::into_inner).insert(key, known);
        statement
    }

    /// The rows; nothing when the server refused, or the connection ended.
    pub(super) async fn read(&self, tenant: Uuid, statement: &Statement, params: &[Param]) -> Option<Rows> {
        let answer = self.send(statement::ask(tenant, statement, params)?).await.ok()?;
        if answer.failed {
            return None;
        }
        let mut rows = answer.rows.into_iter();
        if !rows.next().is_some_and(|set| is_of(tenant, &set)) {
            tracing::error!("a shared connection gave an answer that is not the question's");
            self.is_confused.store(true, Ordering::Relaxed);
            return None;
        }
        let rows = rows.map(|body| Row::shared(&statement.columns, body)).collect::<Option<Vec<Row>>>()?;
        Some(Rows { rows, affected: 0 })
    }

    fn send(&self, bytes: BytesMut) -> oneshot::Receiver<Answer> {
        let (answer, receiver) = oneshot::channel();
        if self.line.waiting.fetch_add(1, Ordering::Relaxed) == 0 {
            self.line.next_head();
        }
        // A closed channel drops the request, and with it the sender of its answer.
        let _ = self.requests.send(Request { bytes, answer });
        receiver
    }
}

/// Whether the row that sets the tenant set this one.
fn is_of(tenant: Uuid, set: &DataRowBody) -> bool {
    let mut name = [0; uuid::fmt::Hyphenated::LENGTH];
    let name = tenant.hyphenated().encode_lower(&mut name);
    let range = set.ranges().next().ok().flatten().flatten();
    range.is_some_and(|range| set.buffer().get(range) == Some(name.as_bytes()))
}

impl Answer {
    /// What the server said of a statement; nothing when it refused it, or when a type is not built in.
    fn into_statement(self, name: String) -> Option<Statement> {
        if self.failed {
            return None;
        }
        let params = self.params.into_iter().map(Type::from_oid).collect::<Option<Vec<Type>>>()?;
        let column = |(name, oid)| Some(Column { name, kind: Type::from_oid(oid)? });
        let columns = self.columns.into_iter().map(column).collect::<Option<Vec<Column>>>()?;
        Some(Statement { name, params, columns: columns.into() })
    }

    fn take(&mut self, message: Message) -> io::Result<()> {
        match message {
            Message::DataRow(row) => self.rows.push(row),
            Message::ErrorResponse(_) => self.failed = true,
            Message::ParameterDescription(body) => self.params = body.parameters().collect()?,
            Message::RowDescription(body) => {
                let field = |field: Field<'_>| Ok((field.name().to_owned(), field.type_oid()));
                self.columns = body.fields().map(field).collect()?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// Owns the socket.
struct Task {
    socket: Socket,
    taken: mpsc::UnboundedReceiver<Request>,
    line: Arc<Line>,
    unanswered: VecDeque<(oneshot::Sender<Answer>, Answer)>,
}

impl Task {
    /// Until nobody can ask any more and everything is answered, or the connection breaks.
    async fn run(mut self) -> io::Result<()> {
        let (mut from_server, mut to_server) =
            tokio::io::split(std::mem::replace(&mut self.socket, Box::new(tokio::io::empty())));
        let mut received = BytesMut::with_capacity(BYTES_AT_ONCE);
        let mut unsent = BytesMut::with_capacity(BYTES_AT_ONCE);
        let mut requests = Vec::with_capacity(WAITING_MAX);
        loop {
            tokio::select! {
                count = self.taken.recv_many(&mut requests, WAITING_MAX), if unsent.is_empty() => {
                    if count == 0 {
                        return to_server.shutdown().await;
                    }
                    for request in requests.drain(..) {
                        unsent.extend_from_slice(&request.bytes);
                        self.unanswered.push_back((request.answer, Answer::default()));
                    }
                }
                written = to_server.write_buf(&mut unsent), if !unsent.is_empty() => {
                    if written? == 0 {
                        return Err(io::ErrorKind::WriteZero.into());
                    }
                }
                read = from_server.read_buf(&mut received) => {
                    if read? == 0 {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                    self.answer(&mut received)?;
                    received.reserve(BYTES_AT_ONCE / 4);
                }
            }
        }
    }

    /// Gives what has arrived to those who wait for it.
    fn answer(&mut self, received: &mut BytesMut) -> io::Result<()> {
        while let Some(message) = Message::parse(received)? {
            let Some((_, answer)) = self.unanswered.front_mut() else {
                // Between answers a server says only what concerns the session (a new setting, its end).
                continue;
            };
            if !matches!(message, Message::ReadyForQuery(_)) {
                answer.take(message)?;
                continue;
            }
            if let Some((asker, answer)) = self.unanswered.pop_front() {
                self.line.waiting.fetch_sub(1, Ordering::Relaxed);
                self.line.next_head();
                // Who asked may be gone.
                let _ = asker.send(answer);
            }
        }
        Ok(())
    }
}
