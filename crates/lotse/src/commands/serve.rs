//! `lotse serve`.

use std::{io::Write as _, sync::Arc};

use anyhow::{Context as _, bail};
use db::Db;
use kernel::{OsRng, SystemClock};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use web::{App, Settings};

use crate::{args::Serve, city, config, demo};

/// Serves until SIGTERM or SIGINT.
pub(crate) async fn run(args: Serve) -> anyhow::Result<()> {
    let file = config::File::read(args.database.config.as_deref())?;
    let folder = args.city.as_ref().or(file.city.as_ref()).map(std::path::PathBuf::as_path);
    let url = config::database_url(&args.database, &file)?;
    let city = city::load(folder)?;
    // The port comes before the database: a second start by mistake must not touch the first one's data.
    let listener = listen(args.listen.or(file.listen).unwrap_or_else(config::default_listen)).await?;
    let port = listener.local_addr()?.port();
    let public_url = match (args.public_url, file.public_url) {
        (Some(url), _) => url,
        (None, Some(text)) => text.parse().context("the settings file's `public_url` is wrong")?,
        (None, None) => format!("http://localhost:{port}").parse()?,
    };
    let db = if args.read_only { Db::open_read_only(&url).await? } else { Db::open(&url).await? };
    if args.demo {
        demo::fill(&db, &city, folder, &SystemClock, &OsRng).await?;
    }
    let settings = Settings { public_url: public_url.clone(), demo: args.demo };
    let app = App::start(db.clone(), city, settings, Arc::new(SystemClock)).await?;
    tokio::spawn(app.clone().follow_changes());
    if !db.is_read_only() {
        tokio::spawn(super::purge::regularly(db.clone()));
    }
    // Before the line is printed: who reads it may ask us to stop at once.
    let stopped = stopped()?;
    writeln!(std::io::stdout(), "Lotse is ready: {public_url}")?;
    web::serve(listener, web::router(app), stopped).await;
    db.close().await;
    Ok(())
}

async fn listen(address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
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
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        tracing::info!("stopping: answers under way are finished first");
    })
}
