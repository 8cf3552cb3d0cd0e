use db::{Db, DbError};
use kernel::Clock;

use crate::{
    rules::{limits, session},
    store,
};

/// What a purge deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// Sessions that had ended.
    pub sessions: u64,
    /// Questions nobody answered, and counts of wrong tries that do not count any more.
    pub remains: u64,
}

impl Purged {
    /// Deletes what has no use any more: ended sessions, unanswered questions, old wrong tries.
    pub async fn run(db: &Db, clock: &dyn Clock) -> Result<Self, DbError> {
        let now = clock.now();
        let before = |span| now.saturating_sub(span).unwrap_or(now);
        let mut tx = db.begin().await?;
        let ends = [session::LONGEST, session::IDLE, session::TABLET_IDLE].map(before);
        let sessions = store::session::purge(&mut tx, ends).await?;
        let questions = store::passkey::challenge_purge(&mut tx, now).await?;
        let tries = store::ways::tries_purge(&mut tx, before(limits::PAUSE)).await?;
        tx.commit().await?;
        Ok(Self { sessions, remains: questions + tries })
    }
}
