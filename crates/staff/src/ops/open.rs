use std::sync::Arc;

use db::{DbError, Tx};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    cache::Known,
    gate::{Gate, Visit, oneself},
    model::{Account, Device, SessionInfo, Way},
    rules::session,
    session::Session,
    store,
    store::session::{OnDevice, Stored},
    token::{Purpose, Token},
};

/// Somebody was signed in.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The secret for the cookie.
    pub token: Token,
    /// The session.
    pub session: Session,
}

/// What a new session is made of.
pub(super) struct Opening<'a> {
    pub account: &'a Account,
    pub way: Way,
    pub device: Option<Device>,
    pub visit: &'a Visit,
}

impl Gate {
    /// The shared tablet a browser is, if it is one in use.
    pub(super) async fn tablet(&self, visit: &Visit) -> Result<Option<Device>, DbError> {
        let Some(token) = &visit.device else { return Ok(None) };
        let device = store::device::by_token(self.db(), &token.hash(Purpose::Device)).await?;
        Ok(device.filter(|d| d.revoked_at.is_none()))
    }

    /// Begins a session with a new secret and says so in the audit log. It ends the one that the browser had before
    /// (OWASP ASVS 5.0, 7.2.4), and on a shared tablet whoever's.
    pub(super) async fn open(&self, tx: &mut Tx, opening: Opening<'_>) -> Result<Opened, DbError> {
        let Opening { account, way, device, visit } = opening;
        let (now, token) = (self.now(), Token::fresh(self.rng()));
        if let Some(device) = &device {
            store::session::clear_device(tx, device.id).await?;
        }
        if let Some(before) = &visit.session {
            store::session::replace(tx, &before.hash(Purpose::Session)).await?;
        }
        let info = SessionInfo {
            id: self.id(),
            browser: session::browser(&visit.user_agent),
            way,
            started_at: now,
            seen_at: now,
            device: device.as_ref().map(|d| d.id),
        };
        let proven_at: Option<Timestamp> = (way != Way::ShortCode).then_some(now);
        let (hash, binding) = (token.hash(Purpose::Session), visit.binding());
        store::session::insert(tx, &hash, account.id, &info, &binding, proven_at).await?;
        let actor = oneself(account, info.device);
        self.audit(tx, &actor, "sign-in", format!("session:{}", info.id), json!({"way": way.name()})).await?;
        let token_hash = visit.device.as_ref().map(|t| t.hash(Purpose::Device)).unwrap_or_default();
        let device = device.map(|d| OnDevice { token_hash, stop: d.stop, revoked: false });
        let stored = Stored { account: account.clone(), info, binding, proven_at, device };
        let session = Session::new(Arc::new(Known::new(stored, now, None)), &token, now);
        Ok(Opened { token, session })
    }
}
