//! Opens a connection with the driver's own start-up (TLS, authentication, session settings), then keeps its
//! stream and lets the driver go.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use futures_util::TryFutureExt;
use futures_util::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_postgres::config::Host;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_util::either::Either;

use crate::DbError;

/// What a connection is spoken over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

pub(super) type Socket = Box<dyn Stream>;

type Plain = Either<UnixStream, TcpStream>;

/// A session of the first host that takes one, ready for the first message.
pub(super) fn connect(
    settings: tokio_postgres::Config,
    tls: MakeRustlsConnect,
) -> BoxFuture<'static, Result<Socket, DbError>> {
    Box::pin(async move {
        let Some(limit) = settings.get_connect_timeout().copied() else {
            return first_session(&settings, &tls).await;
        };
        let late = DbError::Unavailable(String::from("connecting took too long"));
        tokio::time::timeout(limit, first_session(&settings, &tls)).await.unwrap_or(Err(late))
    })
}

async fn first_session(
    settings: &tokio_postgres::Config,
    tls: &MakeRustlsConnect,
) -> Result<Socket, DbError> {
    let mut problem = DbError::Unavailable(String::from("no host is named"));
    for (place, host) in settings.get_hosts().iter().enumerate() {
        match session(settings, tls, host, port(settings, place)).await {
            Ok(socket) => return Ok(socket),
            Err(error) => problem = error,
        }
    }
    Err(problem)
}

/// One port for all hosts, or one for each.
fn port(settings: &tokio_postgres::Config, place: usize) -> u16 {
    let ports = settings.get_ports();
    ports.get(place).or_else(|| ports.first()).copied().unwrap_or(5432)
}

async fn session(
    settings: &tokio_postgres::Config,
    tls: &MakeRustlsConnect,
    host: &Host,
    port: u16,
) -> Result<Socket, DbError> {
    let unavailable = |error: io::Error| DbError::Unavailable(error.to_string());
    let (stream, name): (Plain, &str) = match host {
        Host::Unix(directory) => {
            let path = directory.join(format!(".s.PGSQL.{port}"));
            (Plain::Left(UnixStream::connect(path).await.map_err(unavailable)?), "")
        }
        Host::Tcp(name) => {
            let stream = TcpStream::connect((name.as_str(), port)).await.map_err(unavailable)?;
            stream.set_nodelay(true).map_err(unavailable)?;
            (Plain::Right(stream), name)
        }
    };
    let plain = Lent::new(stream);
    let encrypted = Slot::default();
    let mut tls = tls.clone();
    let Ok(connector) = MakeTlsConnect::<Lent<Plain>>::make_tls_connect(&mut tls, name);
    let keeping = Keeping { connector, slot: Arc::clone(&encrypted) };
    let (client, connection) = settings.connect_raw(plain.clone(), keeping).await?;
    // Neither says goodbye when it is dropped: the session stays open for whoever holds the stream.
    drop((client, connection));
    let over_tls = encrypted.lock().unwrap_or_else(PoisonError::into_inner).take();
    let unencrypted = || plain.take().map(|stream| -> Socket { Box::new(stream) });
    over_tls.or_else(unencrypted).ok_or(DbError::Aborted)
}

type Slot = Arc<Mutex<Option<Socket>>>;

/// A stream that the driver uses during the start-up, and its owner afterwards.
struct Lent<S>(Arc<Mutex<Option<S>>>);

impl<S> Clone for Lent<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: Stream> Lent<S> {
    fn new(stream: S) -> Self {
        Self(Arc::new(Mutex::new(Some(stream))))
    }

    fn take(&self) -> Option<S> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn with<T>(&self, act: impl FnOnce(Pin<&mut S>) -> Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some(stream) => act(Pin::new(stream)),
            None => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }
}

impl<S: Stream> AsyncRead for Lent<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.with(|stream| stream.poll_read(context, buffer))
    }
}

impl<S: Stream> AsyncWrite for Lent<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.with(|stream| stream.poll_write(context, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.with(|stream| stream.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.with(|stream| stream.poll_shutdown(context))
    }
}

impl<S: TlsStream + Send + Unpin> TlsStream for Lent<S> {
    fn channel_binding(&self) -> ChannelBinding {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map_or_else(ChannelBinding::none, TlsStream::channel_binding)
    }
}

/// Makes the TLS session as the connector does, and keeps a hold of its stream.
struct Keeping<T> {
    connector: T,
    slot: Slot,
}

impl<T> TlsConnect<Lent<Plain>> for Keeping<T>
where
    T: TlsConnect<Lent<Plain>>,
    T::Stream: Send + 'static,
    T::Future: Send + 'static,
    T::Error: Send + 'static,
{
    type Stream = Lent<T::Stream>;
    type Error = T::Error;
    type Future = BoxFuture<'static, Result<Self::Stream, Self::Error>>;

    fn connect(self, stream: Lent<Plain>) -> Self::Future {
        let slot = self.slot;
        Box::pin(self.connector.connect(stream).map_ok(move |encrypted| {
            let lent = Lent::new(encrypted);
            let kept: Socket = Box::new(lent.clone());
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
            lent
        }))
    }
}
