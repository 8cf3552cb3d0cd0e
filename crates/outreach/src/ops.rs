//! The use cases: every door (page, command line, job) comes through here.

use db::{AuditEntry, Db, DbError, Tx};
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, Clock, Fault, FaultKind, Forbidden, Lang, Permission, Rng, uuid_v7};
use uuid::Uuid;

use crate::{
    model::Report,
    rules::{self, Checked},
    store,
};

/// Why a use case was not done. Nothing was stored then.
#[derive(Debug, thiserror::Error)]
pub enum OutreachError {
    /// Not allowed.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such report; it may have been deleted when its time was over.
    #[error("there is no report with the id {0}; `lotse barriers --all` lists them")]
    NotFound(Uuid),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<OutreachError> for Fault {
    fn from(error: OutreachError) -> Self {
        let kind = match &error {
            OutreachError::Forbidden(_) => FaultKind::Forbidden,
            OutreachError::NotFound(_) => FaultKind::NotFound,
            OutreachError::Db(DbError::Unavailable(_) | DbError::Busy { .. }) => FaultKind::Unavailable,
            OutreachError::Db(_) => FaultKind::Internal,
        };
        Self::new(kind, error.to_string()).because(error)
    }
}

/// A report was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub id: Uuid,
    /// The day in Hamburg by which it should be answered.
    pub due: Date,
}

/// What a purge deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// Reports of barriers.
    pub barriers: usize,
    /// How many of them nobody had closed.
    pub still_open: usize,
}

/// Stores a report and its audit entry, or neither. The audit entry holds neither the words nor the contact.
pub async fn barrier_report(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
    checked: Checked,
    lang: Lang,
    reply_days: u16,
) -> Result<Received, OutreachError> {
    let author = Author::of(actor, Permission::BarrierReport, clock, rng)?;
    let Checked { page, words, contact } = checked;
    let due = rules::due(author.at, reply_days);
    let id = uuid_v7(author.at, rng);
    let report = Report { id, reported_at: author.at, due, page, lang, words, contact, closed_at: None };
    let mut tx = db.begin().await?;
    store::barrier_insert(&mut tx, &report).await?;
    author
        .audit(&mut tx, "barrier-report", format!("barrier:{id}"), format!("{{\"due\":\"{due}\"}}"))
        .await?;
    tx.commit().await?;
    Ok(Received { id, due })
}

/// All reports, the most urgent first.
pub async fn barrier_list(db: &Db, actor: &Actor) -> Result<Vec<Report>, OutreachError> {
    actor.require(Permission::BarrierManage)?;
    Ok(store::barrier_list(db).await?)
}

/// Marks a report as done. False when it was done already; then nothing changes.
pub async fn barrier_close(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
    id: Uuid,
) -> Result<bool, OutreachError> {
    let author = Author::of(actor, Permission::BarrierManage, clock, rng)?;
    let mut tx = db.begin().await?;
    if store::barrier_close(&mut tx, id, author.at).await? {
        author.audit(&mut tx, "barrier-close", format!("barrier:{id}"), "{}".to_owned()).await?;
        tx.commit().await?;
        return Ok(true);
    }
    let exists = store::barrier_exists(&mut tx, id).await?;
    tx.rollback().await?;
    if exists { Ok(false) } else { Err(OutreachError::NotFound(id)) }
}

/// Deletes what has been kept long enough: reports older than [`rules::BARRIER_MONTHS`], answered or not.
pub async fn purge(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
) -> Result<Purged, OutreachError> {
    let author = Author::of(actor, Permission::BarrierManage, clock, rng)?;
    let before = rules::forget_before(author.at);
    if !store::barrier_has_old(db, before).await? {
        return Ok(Purged::default());
    }
    let mut tx = db.begin().await?;
    let (barriers, still_open) = store::barrier_purge(&mut tx, before).await?;
    let detail = format!("{{\"deleted\":{barriers},\"open\":{still_open}}}");
    author.audit(&mut tx, "barrier-purge", "barriers".to_owned(), detail).await?;
    tx.commit().await?;
    Ok(Purged { barriers, still_open })
}

/// Who does something, when, and where fresh ids come from. One instant for the whole change.
struct Author<'a> {
    actor: &'a Actor,
    at: Timestamp,
    rng: &'a dyn Rng,
}

impl<'a> Author<'a> {
    fn of(
        actor: &'a Actor,
        permission: Permission,
        clock: &dyn Clock,
        rng: &'a dyn Rng,
    ) -> Result<Self, Forbidden> {
        actor.require(permission)?;
        // What is stored has microseconds; a finer instant would differ from itself after a read.
        let now = clock.now();
        Ok(Self { actor, at: Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now), rng })
    }

    async fn audit(&self, tx: &mut Tx, action: &str, object: String, detail: String) -> Result<(), DbError> {
        let (id, actor) = (uuid_v7(self.at, self.rng), self.actor.to_string());
        tx.audit(&AuditEntry { id, at: self.at, actor, action: action.to_owned(), object, detail }).await
    }
}
