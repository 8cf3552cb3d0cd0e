//! The use cases: every door (page, JSON, command line, job) comes through here.

use db::{AuditEntry, Db, DbError, Tx};
use jiff::Timestamp;
use kernel::{Actor, Clock, Forbidden, Rng, uuid_v7};

use crate::{model::Tour, store};

mod import;
mod report;
mod shift;

pub use import::{import, import_file};
pub use report::{Change, ImportError, ImportReport, LineReport};
pub use shift::{ShiftError, shift_examples};

/// Everything published, read from one state of the data.
pub async fn load(db: &Db) -> Result<Tour, DbError> {
    store::tour_read(&mut db.read().await?).await
}

/// The tour as a file that [`import_file`] reads back.
pub async fn export(db: &Db) -> Result<String, DbError> {
    let tour = load(db).await?;
    crate::exchange::export(&tour)
        .map_err(|e| DbError::Decode { statement: "tour_export", reason: e.to_string() })
}

/// Begins a change of the tour.
///
/// It publishes first, because that takes the lock on the one row of the published version: what is read after it can
/// no longer be changed by another writer, on either engine. A transaction without a change must be rolled back.
async fn begin(db: &Db) -> Result<Tx, DbError> {
    let mut tx = db.begin().await?;
    tx.publish().await?;
    Ok(tx)
}

/// Who changes something, when, and where fresh ids come from. One instant for the whole change.
struct Author<'a> {
    actor: &'a Actor,
    at: Timestamp,
    rng: &'a dyn Rng,
}

impl<'a> Author<'a> {
    /// Refuses who may not change the tour.
    fn of(actor: &'a Actor, clock: &dyn Clock, rng: &'a dyn Rng) -> Result<Self, Forbidden> {
        actor.require(kernel::Permission::TourWrite)?;
        // What is stored has microseconds; a finer instant would differ from itself after a read.
        let now = clock.now();
        let at = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
        Ok(Self { actor, at, rng })
    }

    async fn audit(
        &self,
        tx: &mut Tx,
        action: &str,
        object: String,
        sequence: Option<i64>,
    ) -> Result<(), DbError> {
        let detail = sequence.map_or_else(|| "{}".to_owned(), |n| format!("{{\"sequence\":{n}}}"));
        let id = uuid_v7(self.at, self.rng);
        let actor = self.actor.to_string();
        tx.audit(&AuditEntry { id, at: self.at, actor, action: action.to_owned(), object, detail }).await
    }
}
