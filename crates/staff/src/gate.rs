use std::sync::Arc;

use db::{AuditEntry, Db, DbError, Tx};
use jiff::Timestamp;
use kernel::{Actor, Clock, Rng, Staff, uuid_v7};
use uuid::Uuid;

use crate::{
    cache::{Addresses, Cache},
    hasher::{Cost, Hasher},
    model::Account,
    passkeys::{PasskeyFault, Passkeys},
    seen::Seen,
    token::{Token, hash},
};

/// The door of those who serve. Clones share everything.
#[derive(Clone)]
pub struct Gate(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub rng: Arc<dyn Rng>,
    pub hasher: Hasher,
    pub practice: bool,
    pub cache: Cache,
    pub addresses: Addresses,
    pub seen: Seen,
    passkeys: Option<Passkeys>,
}

/// For whom the gate opens.
#[derive(Debug, Clone)]
pub struct Site {
    /// The address people use, `https://lotse.example.de`; passkeys belong to its name. Without it there are none.
    pub public_url: Option<String>,
    /// What authenticators show as the site's name.
    pub name: String,
    /// Practice accounts may be used: the server was started with example data.
    pub practice: bool,
    /// How much work it is to hash a password.
    pub cost: Cost,
}

/// From where a request comes, as far as signing in and sessions look at it.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// What the browser tells of itself.
    pub user_agent: String,
    /// The secret of the shared tablet, if the browser has one.
    pub device: Option<Token>,
    /// The secret of a session that the browser has already; signing in anew ends that one.
    pub session: Option<Token>,
    /// The browser asks by itself, and nobody touched it: that is no use of a session, so it still ends as idle.
    pub unattended: bool,
    /// Whatever counts as one address; only compared, never stored. None for whoever is not counted.
    pub address: Option<String>,
}

impl Visit {
    /// What a session remembers of the browser, so that its secret alone does not serve in another.
    pub(crate) fn binding(&self) -> String {
        hash("browser", self.user_agent.as_bytes())
    }
}

impl Gate {
    /// A gate on an open database.
    pub fn new(db: Db, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>, site: &Site) -> Self {
        let hasher = Hasher::new(site.cost);
        let passkeys = site.public_url.as_deref().and_then(|url| Passkeys::new(url, &site.name));
        Self(Arc::new(Inner {
            db,
            clock,
            rng,
            hasher,
            practice: site.practice,
            cache: Cache::default(),
            addresses: Addresses::default(),
            seen: Seen::default(),
            passkeys,
        }))
    }

    /// Whether passkeys work at this site's address.
    pub fn has_passkeys(&self) -> bool {
        self.0.passkeys.is_some()
    }

    /// Whether practice accounts may be used.
    pub fn has_practice(&self) -> bool {
        self.0.practice
    }

    /// How many passwords and short codes were hashed so far; each costs 64 MiB and a tenth of a second.
    pub fn hashes_run(&self) -> u64 {
        self.0.hasher.run()
    }

    /// Now, as stored: in microseconds.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.0.clock.now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    pub(crate) fn passkeys(&self) -> Result<&Passkeys, PasskeyFault> {
        self.0.passkeys.as_ref().ok_or(PasskeyFault::NoSite)
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn rng(&self) -> &dyn Rng {
        &*self.0.rng
    }

    pub(crate) fn id(&self) -> Uuid {
        uuid_v7(self.now(), self.rng())
    }

    /// Writes down what somebody does.
    pub(crate) async fn audit(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: &str,
        object: String,
        detail: serde_json::Value,
    ) -> Result<(), DbError> {
        let entry = AuditEntry {
            id: self.id(),
            at: self.now(),
            actor: actor.to_string(),
            action: action.to_owned(),
            object,
            detail: detail.to_string(),
        };
        tx.audit(&entry).await
    }

    /// Stores a change and lets what was read before it be forgotten, here and in other processes.
    pub(crate) async fn commit(&self, mut tx: Tx) -> Result<(), DbError> {
        tx.accounts_changed().await?;
        let done = tx.commit().await;
        self.0.cache.forget();
        done
    }
}

/// An account as the audit log names it when it acts for itself.
pub(crate) fn oneself(account: &Account, device: Option<Uuid>) -> Actor {
    Actor::Staff(Staff {
        account: account.id,
        roles: account.roles,
        stops: account.stops.clone(),
        device,
        proven: false,
    })
}

/// An account as the audit log names it when something happens to it.
pub(crate) fn object(account: Uuid) -> String {
    format!("account:{account}")
}
