//! `lotse serve`.

use std::{
    io::Write as _,
    net::SocketAddr,
    num::NonZero,
    path::PathBuf,
    sync::{Arc, atomic::AtomicUsize},
};

use anyhow::{Context as _, bail};
use db::Db;
use jiff::civil::DateTime;
use kernel::{BERLIN, Clock, OsRng, ShiftedClock, SystemClock};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use web::{App, Network, Plain, PublicUrl, Server, Settings};

use crate::{
    args::Serve,
    city, config, demo, encoder, log,
    mail::Mail,
    tls::{Files, Tls},
};

/// Serves until SIGTERM or SIGINT.
pub(crate) async fn run(args: Serve) -> anyhow::Result<()> {
    let file = config::File::read(&args.database)?;
    let _log = log::start(args.operation.log_format.or(file.log_format).unwrap_or_default());
    crate::open_files::raise();
    let folder = args.city.as_ref().or(file.city.as_ref()).map(PathBuf::as_path);
    let url = config::database_url(&args.database, &file)?;
    let city = city::load(folder)?;
    let trusted_proxies = trusted_proxies(&args, &file)?;
    let files = tls_files(&args, &file)?;
    let mail = mail(&args, &file)?;
    // The port comes before the database: a second start by mistake must not touch the first one's data.
    let listener = listen(args.listen.or(file.listen).unwrap_or_else(config::default_listen)).await?;
    let metrics = match args.operation.metrics_listen.or(file.metrics_listen) {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let public_url = public_url(&args, &file, listener.local_addr()?.port(), files.is_some())?;
    let tls = files.map(|files| Tls::load(files, public_url.host())).transpose()?;
    let db = if args.read_only { Db::open_read_only(&url).await? } else { Db::open(&url).await? };
    let clock = clock(args.demo_time)?;
    if args.demo {
        demo::fill(&db, &city, folder, &*clock, &OsRng).await?;
    }
    let settings = Settings { public_url: public_url.clone(), demo: args.demo };
    let post = mail.map(|mail| mail.ready(&db, &clock, &public_url)).transpose()?;
    let app = App::start(db.clone(), city, settings, Arc::clone(&clock), post.clone()).await?;
    tokio::spawn(app.clone().follow_changes());
    tokio::spawn(app.clone().watch_clock());
    tokio::spawn(encoder::bring(app.clone()));
    if !db.is_read_only() {
        if let Some(post) = post {
            tokio::spawn(post.run());
        }
        tokio::spawn(super::purge::regularly(db.clone(), clock));
        tokio::spawn(super::search::write_regularly(app.clone()));
        tokio::spawn(super::purge::forget_queues(app.clone()));
    }
    if let Some(listener) = metrics {
        tokio::spawn(serve_metrics(listener, app.clone()));
    }
    // Before the line is printed: who reads it may ask us to stop at once.
    let stopped = stopped()?;
    writeln!(std::io::stdout(), "Lotse is ready: {public_url}")?;
    if args.demo {
        // Whoever waited for the line above may have stopped reading.
        let sign_in = public_url.join("/anmelden");
        let _ = writeln!(std::io::stdout(), "Practise in every role, by one click each: {sign_in}");
    }
    serve(listener, app.clone(), tls, trusted_proxies, stopped).await;
    if !db.is_read_only() {
        super::search::write(&app).await;
        app.gate().store_seen().await;
    }
    db.close().await;
    Ok(())
}

/// The machine's clock, unless somebody practises at another time. Only `--demo` may, and that runs on example data alone.
fn clock(practised: Option<DateTime>) -> anyhow::Result<Arc<dyn Clock>> {
    let Some(local) = practised else { return Ok(Arc::new(SystemClock)) };
    let start = local.in_tz(BERLIN).context("--demo-time is no time of day here")?;
    Ok(Arc::new(ShiftedClock::beginning_at(start.timestamp())))
}

async fn serve(
    listener: TcpListener,
    app: App,
    tls: Option<Tls>,
    trusted_proxies: Vec<Network>,
    stopped: impl Future<Output = ()>,
) {
    let open_connections = app.metrics().open_connections();
    let (router, ready) = (web::router(app.clone()), Some(app.clone()));
    let lanes = std::thread::available_parallelism().map_or(1, NonZero::get);
    if let Some(handshake) = tls {
        tokio::spawn(handshake.clone().follow_changes(app));
        let server = Server { handshake, router, ready, lanes, trusted_proxies, open_connections };
        web::serve(listener, server, stopped).await;
    } else {
        let server = Server { handshake: Plain, router, ready, lanes, trusted_proxies, open_connections };
        web::serve(listener, server, stopped).await;
    }
}

async fn serve_metrics(listener: TcpListener, app: App) {
    if let Ok(address) = listener.local_addr() {
        tracing::info!("metrics are at http://{address}/metrics");
    }
    let (router, open_connections) = (web::metrics_router(app), Arc::new(AtomicUsize::new(0)));
    let (handshake, trusted_proxies) = (Plain, Vec::new());
    let server = Server { handshake, router, ready: None, lanes: 0, trusted_proxies, open_connections };
    web::serve(listener, server, std::future::pending()).await;
}

/// With example data everybody is an admin by one click, and could write to anybody.
fn mail(args: &Serve, file: &config::File) -> anyhow::Result<Option<Mail>> {
    let mail = Mail::read(&args.mail, file)?;
    if args.demo && mail.is_some() {
        tracing::warn!("no mail is sent with example data (--demo): anybody could send it");
        return Ok(None);
    }
    Ok(mail)
}

fn trusted_proxies(args: &Serve, file: &config::File) -> anyhow::Result<Vec<Network>> {
    if !args.operation.trusted_proxy.is_empty() {
        return Ok(args.operation.trusted_proxy.clone());
    }
    let parsed: Result<Vec<_>, _> = file.trusted_proxy.iter().map(|text| text.parse()).collect();
    parsed.context("the settings file's `trusted_proxy` is wrong")
}

fn tls_files(args: &Serve, file: &config::File) -> anyhow::Result<Option<Files>> {
    let cert = args.operation.tls_cert.as_ref().or(file.tls_cert.as_ref()).cloned();
    let key = args.operation.tls_key.as_ref().or(file.tls_key.as_ref()).cloned();
    match (cert, key) {
        (Some(cert), Some(key)) => Ok(Some(Files { cert, key })),
        (None, None) => Ok(None),
        (Some(_), None) => bail!("a certificate is named, but no key: name it with --tls-key FILE"),
        (None, Some(_)) => bail!("a key is named, but no certificate: name it with --tls-cert FILE"),
    }
}

fn public_url(args: &Serve, file: &config::File, port: u16, tls: bool) -> anyhow::Result<PublicUrl> {
    let url = match (&args.public_url, &file.public_url) {
        (Some(url), _) => url.clone(),
        (None, Some(text)) => text.parse().context("the settings file's `public_url` is wrong")?,
        (None, None) => format!("{}://localhost:{port}", if tls { "https" } else { "http" }).parse()?,
    };
    if tls && !url.is_https() {
        bail!("visitors come by TLS, so the public address must begin with https:// and not be {url}");
    }
    Ok(url)
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => {
            bail!("port {} is in use by another program: choose another one", address.port())
        }
        Err(e) => bail!("cannot listen on {address}: {e}"),
    }
}

fn stopped() -> anyhow::Result<impl Future<Output = ()>> {
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    // Asks for new certificates; without TLS there is nothing to do, and its default would end the process.
    let hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        let _hangup = hangup;
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        tracing::info!("stopping: answers under way are finished first");
    })
}
