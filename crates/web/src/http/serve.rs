//! The listening loop. Our own, because the server needs what `axum::serve` does not offer: slow clients are cut,
//! the number of connections is bounded, TLS is exchangeable, and stopping waits for open answers, but not for ever.

use std::{
    convert::Infallible,
    future::Future,
    io,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::{sleep, timeout},
};
use tower::ServiceExt as _;

use super::{
    client::{self, Network},
    patient::Patient,
};

/// How long a client may take to send its request head, and how long a kept connection may be idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the beginning of an encrypted connection may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// After this time a connection is closed behind the answer under way, as a proxy expects it.
const CONNECTION_LIFE: Duration = Duration::from_mins(5);
/// How long that last answer may take; also bounds a client that reads it drop by drop.
const LAST_ANSWER: Duration = Duration::from_mins(1);
/// Largest request head in bytes.
const MAX_HEAD: usize = 32 * 1024;
/// Connections served at once; further ones wait in the listen queue.
const MAX_CONNECTIONS: u32 = 4096;
/// How long stopping waits for answers under way.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);
/// Pause after `accept` failed, for example for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How a bare connection becomes one that carries HTTP.
pub trait Handshake: Send + Sync + 'static {
    /// The connection as HTTP sees it.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// Begins the connection. An error ends it and is not the operator's concern.
    fn begin(&self, stream: TcpStream) -> impl Future<Output = io::Result<Self::Stream>> + Send;
}

/// No encryption: the handshake of plain HTTP.
#[derive(Debug, Clone, Copy)]
pub struct Plain;

impl Handshake for Plain {
    type Stream = TcpStream;

    async fn begin(&self, stream: TcpStream) -> io::Result<TcpStream> {
        Ok(stream)
    }
}

/// What is served, and to whom.
pub struct Server<H> {
    /// Plain or encrypted.
    pub handshake: H,
    /// All addresses of the site.
    pub router: Router,
    /// Proxies that are believed when they name a client.
    pub trusted_proxies: Vec<Network>,
    /// Counts the connections that are open.
    pub open_connections: Arc<AtomicUsize>,
}

/// Serves until `stop` is ready, then finishes the answers under way.
pub async fn serve<H: Handshake>(listener: TcpListener, server: Server<H>, stop: impl Future<Output = ()>) {
    let server = Arc::new(server);
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS as usize));
    let (stopping, stopped) = watch::channel(false);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &slots) => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer, slot)) => {
                let (server, stopped) = (Arc::clone(&server), stopped.clone());
                tokio::spawn(async move {
                    server.connection(stream, peer, stopped).await;
                    drop(slot);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    stopping.send_replace(true);
    if timeout(STOP_TIMEOUT, slots.acquire_many(MAX_CONNECTIONS)).await.is_err() {
        tracing::warn!("some answers were not finished when the server stopped");
    }
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> io::Result<(TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer.ip(), slot))
}

impl<H: Handshake> Server<H> {
    async fn connection(self: Arc<Self>, stream: TcpStream, peer: IpAddr, stopped: watch::Receiver<bool>) {
        let _open = Open::count(Arc::clone(&self.open_connections));
        let _ = stream.set_nodelay(true);
        match timeout(HANDSHAKE_TIMEOUT, self.handshake.begin(stream)).await {
            Ok(Ok(stream)) => {
                let router = self.router.clone();
                let answer = move |mut request: Request<Incoming>| {
                    let client = client::resolve(peer, request.headers(), &self.trusted_proxies);
                    request.extensions_mut().insert(client);
                    answer(router.clone(), request)
                };
                converse(stream, answer, stopped).await;
            }
            Ok(Err(error)) => tracing::debug!(%error, "connection ended before its first request"),
            Err(_) => tracing::debug!("connection cut: its beginning took too long"),
        }
    }
}

/// One more open connection until it is dropped.
struct Open(Arc<AtomicUsize>);

impl Open {
    fn count(all: Arc<AtomicUsize>) -> Self {
        all.fetch_add(1, Ordering::Relaxed);
        Self(all)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers the requests of one connection within its time limits.
async fn converse<S, F, R>(stream: S, answer: F, mut stopped: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    F: Fn(Request<Incoming>) -> R,
    R: Future<Output = Result<axum::response::Response, Infallible>>,
{
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(Patient::new(stream)), service_fn(answer));
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = sleep(CONNECTION_LIFE) => None,
        _ = stopped.wait_for(|stopped| *stopped) => None,
    };
    let ended = if let Some(ended) = ended {
        Ok(ended)
    } else {
        connection.as_mut().graceful_shutdown();
        timeout(LAST_ANSWER, connection).await
    };
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "connection ended"),
        Err(_) => tracing::debug!("connection cut after its time limit"),
    }
}

async fn answer(router: Router, request: Request<Incoming>) -> Result<axum::response::Response, Infallible> {
    router.oneshot(request.map(Body::new)).await
}

#[cfg(test)]
mod tests;
