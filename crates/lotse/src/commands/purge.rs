//! `lotse purge`, and the same within a running server.

use std::{io::Write as _, time::Duration};

use db::Db;
use kernel::{Actor, OsRng, SystemClock};
use outreach::Purged;

use crate::{args::Purge, config};

/// How often a running server looks.
const PAUSE: Duration = Duration::from_hours(1);

/// Deletes what has been kept long enough, and says how much that was.
pub(crate) async fn run(args: Purge) -> anyhow::Result<()> {
    let file = config::File::read(args.database.config.as_deref())?;
    let db = Db::open(&config::database_url(&args.database, &file)?).await?;
    let purged = purge(&db).await;
    db.close().await;
    let (Purged { barriers, still_open }, words) = purged?;
    writeln!(
        std::io::stdout(),
        "{barriers} reports of barriers deleted, {still_open} of them had not been closed\n\
         {words} counts of words searched for in vain deleted"
    )?;
    Ok(())
}

/// Purges again and again for as long as the server runs. A database that is away is asked again next time.
pub(crate) async fn regularly(db: Db) {
    loop {
        match purge(&db).await {
            Ok((Purged { barriers: 0, .. }, 0)) => {}
            Ok((Purged { barriers, .. }, words)) => {
                tracing::info!(barriers, words, "deleted what was kept long enough");
            }
            Err(error) => tracing::warn!(%error, "what was kept long enough could not be deleted"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Reports of barriers, and how many counts of missed words.
async fn purge(db: &Db) -> anyhow::Result<(Purged, u64)> {
    let reports = outreach::purge(db, &Actor::Operator, &SystemClock, &OsRng).await?;
    let words = directory::purge_misses(db, &Actor::Operator, &SystemClock, &OsRng).await?;
    Ok((reports, words))
}
