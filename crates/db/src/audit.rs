use jiff::Timestamp;
use uuid::Uuid;

use crate::{DbError, Statement, Tx, instants::to_micros};

pub(crate) static AUDIT_INSERT: Statement = Statement::new(
    "audit_insert",
    "INSERT INTO audit (id, at, actor, action, object, detail) VALUES ($1, $2, $3, $4, $5, $6)",
);

/// Who did what, when. Holds no personal data of visitors and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What: `stop.change`.
    pub action: String,
    /// On what: the id.
    pub object: String,
    /// More, as JSON; `{}` when there is nothing to add.
    pub detail: String,
}

impl Tx {
    /// Writes down what this transaction does. It is stored with the change or not at all.
    pub async fn audit(&mut self, entry: &AuditEntry) -> Result<(), DbError> {
        let args = [
            entry.id.to_string().into(),
            to_micros(entry.at).into(),
            entry.actor.as_str().into(),
            entry.action.as_str().into(),
            entry.object.as_str().into(),
            entry.detail.as_str().into(),
        ];
        self.execute(&AUDIT_INSERT, &args).await.map(|_| ())
    }
}
