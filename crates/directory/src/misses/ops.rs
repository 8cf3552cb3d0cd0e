use db::{AuditEntry, Db, DbError, Tx};
use jiff::{Span, Timestamp};
use kernel::{Actor, Clock, Forbidden, Permission, Rng, berlin, text, uuid_v7};
use serde::Serialize;

use super::{Counted, Misses, store};

/// Months a count is kept, beside the running one.
pub const MISS_MONTHS: i64 = 12;

/// A word that people searched for and no service has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The word, folded.
    pub word: String,
    /// How many people got no service; each counts once a week.
    pub nothing: i64,
    /// How many got services that are only alike in meaning.
    pub unsure: i64,
    /// The first month of these counts, `2026-03`.
    pub first_month: String,
    /// The last one.
    pub last_month: String,
}

/// Why a use case was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum MissError {
    /// Not allowed.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes what was counted and may be written, all of it or nothing; what was not written is counted on. Answers how
/// many words that were.
///
/// Counts are no change by anybody and are not audited: an entry every few minutes would tell when people search.
pub async fn write_misses(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    misses: &Misses,
) -> Result<usize, MissError> {
    actor.require(Permission::DirectoryWrite)?;
    let now = clock.now();
    let counted = misses.take(now);
    if counted.is_empty() {
        return Ok(0);
    }
    match write(db, &month(now, 0), &counted).await {
        Ok(()) => Ok(counted.len()),
        Err(error) => {
            misses.give_back(counted, now);
            Err(error.into())
        }
    }
}

/// All words, those most asked for first. Whoever writes keywords may read them.
pub async fn list_misses(db: &Db, actor: &Actor) -> Result<Vec<Miss>, MissError> {
    actor.require(Permission::DirectoryWrite)?;
    Ok(store::miss_list(db).await?)
}

/// Deletes a word, as one that turned out to be a name. False when it was not there. The audit entry does not hold it.
pub async fn forget_miss(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
    word: &str,
) -> Result<bool, MissError> {
    actor.require(Permission::DirectoryWrite)?;
    let mut tx = db.begin().await?;
    if store::miss_forget(&mut tx, &text::fold(word)).await? == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    audit(&mut tx, actor, clock.now(), rng, "search-miss-forget", "{}".to_owned()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Deletes counts of months that are more than [`MISS_MONTHS`] ago; answers how many.
pub async fn purge_misses(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
) -> Result<u64, MissError> {
    actor.require(Permission::DirectoryWrite)?;
    let now = clock.now();
    let before = month(now, MISS_MONTHS);
    if !store::miss_has_old(db, &before).await? {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let deleted = store::miss_purge(&mut tx, &before).await?;
    let detail = format!("{{\"deleted\":{deleted}}}");
    audit(&mut tx, actor, now, rng, "search-miss-purge", detail).await?;
    tx.commit().await?;
    Ok(deleted)
}

async fn write(db: &Db, month: &str, counted: &[Counted]) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    for one in counted {
        store::miss_add(&mut tx, month, one).await?;
    }
    tx.commit().await
}

/// The month in Hamburg, so many months ago: `2026-03`.
fn month(now: Timestamp, ago: i64) -> String {
    let then = berlin(now).checked_sub(Span::new().months(ago)).unwrap_or_else(|_| berlin(Timestamp::MIN));
    format!("{:04}-{:02}", then.year(), then.month())
}

async fn audit(
    tx: &mut Tx,
    actor: &Actor,
    at: Timestamp,
    rng: &dyn Rng,
    action: &str,
    detail: String,
) -> Result<(), DbError> {
    let (action, object) = (action.to_owned(), "search-misses".to_owned());
    tx.audit(&AuditEntry { id: uuid_v7(at, rng), at, actor: actor.to_string(), action, object, detail }).await
}
