//! The listening loop. Our own, because the server needs what `axum::serve` does not offer: slow clients are cut,
//! the number of connections is bounded, TLS is exchangeable, and stopping waits for open answers, but not for ever.
//!
//! Connections are carried by threads of their own (`lanes.rs`). They send what lies ready; all else is worked out on
//! the program's other threads, so that a long piece of work holds up no page.

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

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
    response::{IntoResponse as _, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tower::ServiceExt as _;

use super::{
    client::{self, Network},
    lanes::Lanes,
    patient::Patient,
    ready,
};
use crate::App;

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
    /// The site whose ready answers are sent without asking the router.
    pub ready: Option<App>,
    /// Threads that carry connections and nothing else; without any, these are carried where `serve` runs.
    pub lanes: usize,
    /// Proxies that are believed when they name a client.
    pub trusted_proxies: Vec<Network>,
    /// Counts the connections that are open.
    pub open_connections: Arc<AtomicUsize>,
}

/// Serves until `stop` is ready, then finishes the answers under way.
pub async fn serve<H: Handshake>(listener: TcpListener, server: Server<H>, stop: impl Future<Output = ()>) {
    let lanes = Lanes::start(server.lanes).unwrap_or_else(|error| {
        tracing::warn!(%error, "connections get no threads of their own");
        Lanes::default()
    });
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
            Ok(accepted) => begin(&lanes, &server, accepted, stopped.clone()),
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

/// A connection, who is at its other end, and its place among those served at once.
type Accepted = (TcpStream, IpAddr, OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> io::Result<Accepted> {
    let slot = Arc::clone(slots).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer.ip(), slot))
}

/// Has a connection carried by one of the lanes, or beside this task.
fn begin<H: Handshake>(
    lanes: &Lanes,
    server: &Arc<Server<H>>,
    (stream, peer, slot): Accepted,
    stopped: watch::Receiver<bool>,
) {
    let (server, here) = (Arc::clone(server), Handle::current());
    // A connection belongs to the thread that it was made on until it is taken apart and put together on another.
    let Ok(stream) = stream.into_std() else { return };
    let work = async move {
        let elsewhere = (server.lanes > 0).then_some(here);
        if let Ok(stream) = TcpStream::from_std(stream) {
            server.connection(stream, peer, elsewhere, stopped).await;
        }
        drop(slot);
    };
    if let Err(work) = lanes.carry(work) {
        tokio::spawn(work);
    }
}

impl<H: Handshake> Server<H> {
    async fn connection(
        self: Arc<Self>,
        stream: TcpStream,
        peer: IpAddr,
        elsewhere: Option<Handle>,
        stopped: watch::Receiver<bool>,
    ) {
        let _open = Open::count(Arc::clone(&self.open_connections));
        let _ = stream.set_nodelay(true);
        match timeout(HANDSHAKE_TIMEOUT, self.handshake.begin(stream)).await {
            Ok(Ok(stream)) => {
                let answer = move |mut request: Request<Incoming>| {
                    let client = client::resolve(peer, request.headers(), &self.trusted_proxies);
                    request.extensions_mut().insert(client);
                    self.answer(request, elsewhere.clone())
                };
                converse(stream, answer, stopped).await;
            }
            Ok(Err(error)) => tracing::debug!(%error, "connection ended before its first request"),
            Err(_) => tracing::debug!("connection cut: its beginning took too long"),
        }
    }

    /// What lies ready at once; all else from the router, on the threads of `elsewhere`.
    fn answer(
        &self,
        request: Request<Incoming>,
        elsewhere: Option<Handle>,
    ) -> impl Future<Output = Result<Response, Infallible>> + use<H> {
        let ready = self.ready.as_ref().and_then(|app| ready::at_once(app, &request));
        let waiting = if ready.is_some() { None } else { Some((self.router.clone(), request)) };
        async move {
            let Some((router, request)) = waiting else { return Ok(ready.unwrap_or_default()) };
            match elsewhere {
                Some(threads) => Ok(Elsewhere(threads.spawn(answer(router, request))).response().await),
                None => answer(router, request).await,
            }
        }
    }
}

/// An answer that other threads work out. Given up when nobody waits for it any more.
struct Elsewhere(JoinHandle<Result<Response, Infallible>>);

impl Elsewhere {
    async fn response(mut self) -> Response {
        match (&mut self.0).await {
            Ok(Ok(response)) => response,
            // The site catches panics itself; this is none of its own or the end of the program.
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.0.abort();
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
    R: Future<Output = Result<Response, Infallible>>,
{
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        // The buffer's limit alone refuses no head that came whole: a buffer may grow beyond it in one reading.
        .max_buf_size(MAX_HEAD)
        .max_header_size(MAX_HEAD)
        .serve_connection(TokioIo::new(Patient::new(stream)), service_fn(answer));
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        biased;
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

async fn answer(router: Router, request: Request<Incoming>) -> Result<Response, Infallible> {
    router.oneshot(request.map(Body::new)).await
}

#[cfg(test)]
mod tests;
