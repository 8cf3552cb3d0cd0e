//! `lotse purge`, and the same within a running server.

use std::{io::Write as _, sync::Arc, time::Duration};

use db::Db;
use kernel::{Actor, Clock, OsRng, SystemClock};
use outreach::Purged;
use visits::{Forgotten, Queues};
use web::App;

use crate::{args::Purge, config};

/// How often a running server looks.
const PAUSE: Duration = Duration::from_hours(1);
/// How often it looks for stops that closed.
const EVENING: Duration = Duration::from_mins(1);

/// Deletes what has been kept long enough, and says how much that was.
pub(crate) async fn run(args: Purge) -> anyhow::Result<()> {
    let db = config::open(&args.database).await?;
    let purged = purge(&db, &SystemClock).await;
    // What is still open today is known to the server that serves it; days before today are over for everybody.
    let queues = Queues::start(db.clone(), Arc::new(SystemClock), Arc::new(OsRng));
    let forgotten = visits::purge(&queues, &Actor::Operator, &[]).await;
    db.close().await;
    let Gone { reports: Purged { barriers, still_open }, words, mails } = purged?;
    let Forgotten { days, numbers } = forgotten?;
    writeln!(
        std::io::stdout(),
        "{barriers} reports of barriers deleted, {still_open} of them had not been closed\n\
         {words} counts of words searched for in vain deleted\n\
         {mails} mails that could not be sent deleted\n\
         {numbers} numbers of {days} days of queues made anonymous"
    )?;
    Ok(())
}

/// Purges again and again for as long as the server runs. A database that is away is asked again next time.
pub(crate) async fn regularly(db: Db, clock: Arc<dyn Clock>) {
    loop {
        match purge(&db, &*clock).await {
            Ok(Gone { reports: Purged { barriers: 0, .. }, words: 0, mails: 0 }) => {}
            Ok(Gone { reports: Purged { barriers, .. }, words, mails }) => {
                tracing::info!(barriers, words, mails, "deleted what was kept long enough");
            }
            Err(error) => tracing::warn!(%error, "what was kept long enough could not be deleted"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Makes the queues anonymous once their stops have closed, for as long as the server runs.
pub(crate) async fn forget_queues(app: App) {
    loop {
        match visits::purge(app.queues(), &Actor::Operator, &app.queue_days()).await {
            Ok(Forgotten { days: 0, .. }) => {}
            Ok(Forgotten { days, numbers }) => {
                tracing::info!(days, numbers, "queues of closed stops made anonymous");
            }
            Err(error) => tracing::warn!(%error, "queues of closed stops could not be made anonymous"),
        }
        tokio::time::sleep(EVENING).await;
    }
}

/// What was deleted.
struct Gone {
    reports: Purged,
    /// Counts of missed words.
    words: u64,
    /// Mails that could not be sent.
    mails: u64,
}

async fn purge(db: &Db, clock: &dyn Clock) -> anyhow::Result<Gone> {
    let reports = outreach::purge(db, &Actor::Operator, clock, &OsRng).await?;
    let mails = outreach::mail_purge(db, clock).await?;
    staff::Purged::run(db, clock).await?;
    let words = directory::purge_misses(db, &Actor::Operator, clock, &OsRng).await?;
    Ok(Gone { reports, words, mails })
}
