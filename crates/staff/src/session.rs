use std::sync::Arc;

use db::DbError;
use jiff::Timestamp;
use kernel::{Actor, Slug, Staff, StopScope};
use serde_json::json;

use crate::{
    cache::{Known, LOOKED},
    gate::{Gate, Visit, oneself},
    model::{Account, SessionInfo},
    rules::session,
    store,
    token::{Purpose, Token, same},
};

/// Somebody who is signed in, as of one request.
#[derive(Debug, Clone)]
pub struct Session {
    known: Arc<Known>,
    form_token: String,
    at: Timestamp,
}

impl Session {
    pub(crate) fn new(known: Arc<Known>, token: &Token, at: Timestamp) -> Self {
        Self { known, form_token: token.hash(Purpose::Form), at }
    }

    /// Whose session it is.
    pub fn account(&self) -> &Account {
        &self.known.stored.account
    }

    /// How and when it began.
    pub fn info(&self) -> &SessionInfo {
        &self.known.stored.info
    }

    /// The stop of the shared tablet it runs on.
    pub fn stop(&self) -> Option<&Slug> {
        self.known.stored.device.as_ref().map(|d| &d.stop)
    }

    /// Whether the second factor was shown a short while ago.
    pub fn is_proven(&self) -> bool {
        session::is_proven(self.at, self.known.stored.proven_at)
    }

    /// What a form of this session carries, so that no other site can send it.
    pub fn form_token(&self) -> &str {
        &self.form_token
    }

    /// Whether a form was made in this session.
    pub fn is_form(&self, token: &str) -> bool {
        same(&self.form_token, token)
    }

    /// Who acts. On a shared tablet only its stop counts, and whoever came by short code only serves.
    pub fn actor(&self) -> Actor {
        let (account, info) = (self.account(), self.info());
        let stops = match self.stop() {
            Some(stop) if account.stops.holds(stop) => StopScope::only([stop.clone()]),
            Some(_) => StopScope::none(),
            None => account.stops.clone(),
        };
        Actor::Staff(Staff {
            account: account.id,
            roles: session::roles(account.roles, info.way),
            stops,
            device: info.device,
            proven: self.is_proven(),
        })
    }
}

impl Gate {
    /// Whose session a secret is, if it lives. Seldom asks the database: see the benchmark in docs/benchmarks.md.
    ///
    /// A secret that comes from another browser or another tablet was stolen: the session ends, and the audit log says so.
    pub async fn session(&self, token: &Token, visit: &Visit) -> Result<Option<Session>, DbError> {
        let (now, key) = (self.now(), token.hash(Purpose::Session));
        let version = self.db().accounts_seen(LOOKED);
        let mut known = match self.0.cache.get(&key, now, version) {
            Some(known) => known,
            None => match self.read_session(key.clone(), now, version).await? {
                Some(known) => known,
                None => return Ok(None),
            },
        };
        let lives = |known: &Known| {
            let (info, seen_at) = (&known.stored.info, known.seen_at());
            session::lives(now, info.started_at, seen_at, info.device.is_some())
        };
        // It may have been in use in another process meanwhile, which only the database knows.
        if !lives(&known) && !known.is_fresh(now) {
            match self.read_session(key, now, version).await? {
                Some(read) => known = read,
                None => return Ok(None),
            }
        }
        let stored = &known.stored;
        let (lives, tablet) = (lives(&known), stored.info.device.is_some());
        let ours = visit.binding() == stored.binding && on_its_device(&known, visit);
        if !lives || !ours || stored.account.locked_at.is_some() {
            self.end(&known, ours).await?;
            return Ok(None);
        }
        if !visit.unattended {
            known.see(now);
            if session::is_stale(now, known.kept_at(), tablet) && !self.db().is_read_only() {
                self.see_soon(Arc::clone(&known), now);
            }
        }
        Ok(Some(Session::new(known, token, now)))
    }

    async fn read_session(
        &self,
        key: String,
        now: Timestamp,
        version: Option<i64>,
    ) -> Result<Option<Arc<Known>>, DbError> {
        let changes = self.0.cache.changes();
        // Before the database is asked: what is stored and forgotten while it answers may be missing from the answer.
        let waiting = self.0.seen.all();
        let Some(stored) = store::session::find(self.db(), &key).await? else { return Ok(None) };
        let id = stored.info.id;
        let known = Arc::new(Known::new(stored, now, version));
        for at in waiting.get(&id).into_iter().copied().chain(self.0.seen.of(id)) {
            known.see(at);
        }
        self.0.cache.put(key, Arc::clone(&known), changes);
        Ok(Some(known))
    }

    async fn end(&self, known: &Known, ours: bool) -> Result<(), DbError> {
        if self.db().is_read_only() {
            return Ok(());
        }
        let (account, info) = (&known.stored.account, &known.stored.info);
        let mut tx = self.db().begin().await?;
        let ended = store::session::delete(&mut tx, info.id, account.id).await?;
        if ended && !ours {
            let actor = oneself(account, info.device);
            self.audit(&mut tx, &actor, "session-stolen", format!("session:{}", info.id), json!({})).await?;
            tracing::warn!(account = %account.id, "a session's secret came from another browser; the session was ended");
        }
        self.commit(tx).await
    }
}

/// A session of a shared tablet serves only there, and only while the tablet is in use.
fn on_its_device(known: &Known, visit: &Visit) -> bool {
    known.stored.device.as_ref().is_none_or(|device| {
        let shown = visit.device.as_ref().map(|t| t.hash(Purpose::Device));
        !device.revoked && shown.is_some_and(|hash| same(&hash, &device.token_hash))
    })
}
