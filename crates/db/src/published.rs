use std::{
    sync::PoisonError,
    time::{Duration, Instant},
};

use sqlx::postgres::PgListener;
use tokio::{sync::watch, time::timeout};

use crate::{Db, DbError, Statement, Tx, engine::Pools};

pub(crate) static VERSION_READ: Statement =
    Statement::new("version_read", "SELECT version, accounts FROM published_version WHERE id = 1");
pub(crate) static VERSION_RAISE: Statement =
    Statement::new("version_raise", "UPDATE published_version SET version = version + 1 WHERE id = 1");
pub(crate) static ACCOUNTS_RAISE: Statement =
    Statement::new("accounts_raise", "UPDATE published_version SET accounts = accounts + 1 WHERE id = 1");
/// The one statement of one engine only (docs/adr/0001): it tells the other processes at once.
static VERSION_NOTIFY: Statement =
    Statement::new("version_notify", "SELECT pg_notify('lotse_published', '')");
const CHANNEL: &str = "lotse_published";

/// How often the version is read. PostgreSQL tells by itself; looking is the fall-back there.
const LOOK_SQLITE: Duration = Duration::from_millis(200);
const LOOK_POSTGRES: Duration = Duration::from_millis(500);
/// Pause after a lost connection.
const RECONNECT: Duration = Duration::from_millis(200);
/// Longer than any answer of a database in good health takes.
const ANSWER: Duration = Duration::from_secs(2);

/// What is known of the published state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Rises with every change of what is published.
    pub version: i64,
    /// Whether the database answered when last asked.
    pub reachable: bool,
}

/// What the watch saw when it last looked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    accounts: i64,
    /// Before the question was sent: the answer is at least as young.
    at: Instant,
}

impl Tx {
    /// Says that accounts or sessions change with this transaction.
    pub async fn accounts_changed(&mut self) -> Result<(), DbError> {
        self.execute(&ACCOUNTS_RAISE, &[]).await.map(|_| ())
    }

    /// Says that what is published changes with this transaction.
    pub async fn publish(&mut self) -> Result<(), DbError> {
        self.execute(&VERSION_RAISE, &[]).await?;
        self.on_postgres(&VERSION_NOTIFY).await
    }
}

impl Db {
    /// The version of what is published.
    pub async fn published_version(&self) -> Result<i64, DbError> {
        self.count();
        self.look().await
    }

    /// The version of accounts and sessions, by this or another process, if the watch saw it within this time. Whatever
    /// was read since the same version was seen before, is as of then: it costs no statement to know that it still holds.
    /// Nothing, while nobody watches ([`watch_published`](Self::watch_published)) or the database does not answer.
    pub fn accounts_seen(&self, within: Duration) -> Option<i64> {
        let look = *self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        look.filter(|look| look.at.elapsed() < within).map(|look| look.accounts)
    }

    /// The version of what is published; notes that of accounts.
    async fn look(&self) -> Result<i64, DbError> {
        let at = Instant::now();
        let rows = self.fetch_uncounted(&VERSION_READ, &[]).await?;
        let row = rows.first().ok_or_else(|| DbError::Decode {
            statement: VERSION_READ.name,
            reason: "the row is missing".to_owned(),
        })?;
        let (version, accounts) = (row.int(0)?, row.int(1)?);
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        // Two may look at once, and the answer to the earlier question come last.
        if looked.is_none_or(|before| before.at < at) {
            *looked = Some(Look { accounts, at });
        }
        Ok(version)
    }

    /// Tells of every change of what is published, by this or another process, within a second. A database that goes
    /// away and comes back is told too. Ends when the database is closed or nobody listens any more.
    ///
    /// Starts with the version that the caller has read; the first look tells only if there is a newer one.
    pub fn watch_published(&self, known: i64) -> watch::Receiver<Published> {
        let pause = match self.pools {
            Pools::Sqlite { .. } => LOOK_SQLITE,
            Pools::Postgres { .. } => LOOK_POSTGRES,
        };
        self.watch_every(known, pause)
    }

    /// The same, with another pause between two looks.
    pub(crate) fn watch_every(&self, known: i64, pause: Duration) -> watch::Receiver<Published> {
        let (tell, told) = watch::channel(Published { version: known, reachable: true });
        let db = self.clone();
        tokio::spawn(async move { db.watch(&tell, pause).await });
        told
    }

    async fn watch(&self, tell: &watch::Sender<Published>, pause: Duration) {
        let mut listener = None;
        while !self.is_closed() && !tell.is_closed() {
            let last = *tell.borrow();
            let seen = match timeout(ANSWER, self.look()).await {
                Ok(Ok(version)) => Published { version, reachable: true },
                Ok(Err(_)) | Err(_) => Published { reachable: false, ..last },
            };
            match (last.reachable, seen.reachable) {
                (true, false) if self.is_closed() => return,
                (true, false) => tracing::warn!("the database does not answer"),
                (false, true) => tracing::info!("the database answers again"),
                _ => {}
            }
            tell.send_if_modified(|now| std::mem::replace(now, seen) != seen);
            self.wait(&mut listener, pause).await;
        }
    }

    /// Waits until it is time to look again.
    async fn wait(&self, listener: &mut Option<PgListener>, pause: Duration) {
        let Pools::Postgres { read: pool, .. } = &self.pools else {
            return tokio::time::sleep(pause).await;
        };
        // A replica cannot listen.
        if self.is_read_only() {
            return tokio::time::sleep(pause).await;
        }
        if listener.is_none() {
            *listener = timeout(ANSWER, listen(pool)).await.ok().flatten();
        }
        let Some(open) = listener else {
            return tokio::time::sleep(pause).await;
        };
        if let Ok(Err(_) | Ok(None)) = timeout(pause, open.try_recv()).await {
            *listener = None;
            tokio::time::sleep(RECONNECT).await;
        }
    }
}

async fn listen(pool: &sqlx::PgPool) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(pool).await.ok()?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await.ok()?;
    Some(listener)
}
