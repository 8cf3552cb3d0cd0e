//! The last use of sessions, on its way to the database: beside the requests, so that nobody who is signed in waits for the
//! disk, and whatever came meanwhile in one transaction.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex as Lock, MutexGuard, PoisonError},
};

use db::DbError;
use jiff::Timestamp;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::{cache::Known, gate::Gate, store};

type Waiting = HashMap<Uuid, (Arc<Known>, Timestamp)>;

#[derive(Default)]
pub(crate) struct Seen {
    /// By session; until they are stored, so that whoever reads a session anew does not take it for unused.
    waiting: Lock<Waiting>,
    /// Whoever writes.
    turn: Mutex<()>,
}

impl Seen {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last uses that are not stored yet, by session. A few at most: they wait as long as one transaction takes.
    pub(crate) fn all(&self) -> HashMap<Uuid, Timestamp> {
        self.waiting().iter().map(|(id, (_, at))| (*id, *at)).collect()
    }

    /// The last use of a session that is not stored yet.
    pub(crate) fn of(&self, session: Uuid) -> Option<Timestamp> {
        self.waiting().get(&session).map(|(_, at)| *at)
    }
}

impl Gate {
    /// Stores soon that a session was in use. If that fails, it ends as idle sooner, never later.
    pub(crate) fn see_soon(&self, known: Arc<Known>, now: Timestamp) {
        known.keep(now);
        self.0.seen.waiting().insert(known.stored.info.id, (known, now));
        let gate = self.clone();
        tokio::spawn(async move { gate.store_seen().await });
    }

    /// Stores which sessions were in use lately; to be awaited before the database is closed.
    pub async fn store_seen(&self) {
        let _turn = self.0.seen.turn.lock().await;
        let waiting = self.0.seen.waiting().clone();
        if waiting.is_empty() {
            return;
        }
        if let Err(error) = self.store_all(&waiting).await {
            tracing::warn!(%error, sessions = waiting.len(), "the last use of sessions was not stored");
            for (known, _) in waiting.values() {
                known.not_kept();
            }
        }
        let later = |id: &Uuid, at: Timestamp| waiting.get(id).is_none_or(|(_, stored)| at > *stored);
        self.0.seen.waiting().retain(|id, (_, at)| later(id, *at));
    }

    async fn store_all(&self, waiting: &Waiting) -> Result<(), DbError> {
        let mut tx = self.db().begin().await?;
        for (id, (_, at)) in waiting {
            store::session::seen(&mut tx, *id, *at).await?;
        }
        tx.commit().await
    }
}
