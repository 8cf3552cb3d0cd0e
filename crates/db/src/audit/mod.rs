//! The record of what was done: rows that are only added, each of which holds a hash of itself and of the row before.
//!
//! A hash is SHA-256 over, in this order: the number, the instant in microseconds, the hash before (64 small hexadecimal
//! digits; the empty text for the first row), then id, actor, action, object and detail. Numbers are 8 bytes,
//! big-endian; in front of each text stands its length in bytes as such a number. So no two different rows give the same
//! bytes.
//!
//! Whoever may write the whole database can write a whole new chain. Against that helps only what is kept elsewhere:
//! [`Head`] is short enough to be noted on paper, and [`Db::audit_verify`] says whether a noted head is still in the chain.

mod chain;
mod list;
mod verify;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

pub(crate) use chain::{CHAINED_COUNT, HEAD_PUT, HEAD_READ, LINK_PUT, UNCHAINED_LIST, chain_unchained};
pub use chain::{Head, HeadParseError};
pub(crate) use list::{ACTION_LIST, AUDIT_LIST};
pub use list::{AuditFilter, AuditRow};
pub use verify::{AuditFault, Verified};
pub(crate) use verify::{HASH_FIND, LINK_LIST, LOOSE_LIST};

use crate::{DbError, Statement, Tx, instants::to_micros, migrate::hex};

pub(crate) static AUDIT_INSERT: Statement = Statement::new(
    "audit_insert",
    "INSERT INTO audit (id, at, actor, action, object, detail, seq, prev, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

/// Who did what, when. Holds no personal data of visitors and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who, as [`kernel::Actor`] writes itself: account, roles and device.
    pub actor: String,
    /// What: `stop.change`.
    pub action: String,
    /// On what: the id.
    pub object: String,
    /// More, as JSON; `{}` when there is nothing to add.
    pub detail: String,
}

/// What is hashed of a row, as it is stored.
struct Content<'a> {
    seq: i64,
    at: i64,
    texts: [&'a str; 5],
}

impl Content<'_> {
    fn hash(&self, prev: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.seq.to_be_bytes());
        hash.update(self.at.to_be_bytes());
        for text in std::iter::once(&prev).chain(&self.texts) {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        hex(&hash.finalize())
    }
}

impl Tx {
    /// Writes down what this transaction does. It is stored with the change or not at all.
    pub async fn audit(&mut self, entry: &AuditEntry) -> Result<(), DbError> {
        debug_assert!(
            kernel::ACTIONS.contains(&entry.action.as_str()),
            "{} is missing in kernel::ACTIONS",
            entry.action
        );
        // Changes run one after another, so nobody else adds a row between this read and our commit.
        let head = chain::head(self).await?;
        let (seq, prev) = head.map_or((1, String::new()), |h| (h.seq + 1, h.hash));
        let id = entry.id.to_string();
        let at = to_micros(entry.at);
        let texts = [id.as_str(), &entry.actor, &entry.action, &entry.object, &entry.detail];
        let hash = Content { seq, at, texts }.hash(&prev);
        let [id, actor, action, object, detail] = texts.map(Into::into);
        let args =
            [id, at.into(), actor, action, object, detail, seq.into(), prev.into(), hash.as_str().into()];
        self.execute(&AUDIT_INSERT, &args).await?;
        chain::head_put(self, &Head { seq, hash }).await
    }
}
