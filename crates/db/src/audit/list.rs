use jiff::Timestamp;
use uuid::Uuid;

use super::AuditEntry;
use crate::{
    Db, DbError, Row, Statement,
    instants::{nearest, to_micros},
};

pub(crate) static AUDIT_LIST: Statement = Statement::new(
    "audit_list",
    "SELECT seq, id, at, actor, action, object, detail FROM audit
     WHERE seq < $1 AND at >= $2 AND at < $3
       AND substr(actor, 1, length(CAST($4 AS text))) = CAST($4 AS text)
       AND (CAST($5 AS text) = '' OR action = $5)
       AND substr(object, 1, length(CAST($6 AS text))) = CAST($6 AS text)
     ORDER BY seq DESC LIMIT $7",
);
pub(crate) static ACTION_LIST: Statement =
    Statement::new("audit_action_list", "SELECT DISTINCT action FROM audit ORDER BY action");

/// Which rows of the record are wanted, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only rows with a lower number: where the page before ended.
    pub before: Option<i64>,
    /// From this instant on.
    pub from: Timestamp,
    /// Before this instant.
    pub until: Timestamp,
    /// What the actor begins with: `account:0190…`; empty for all.
    pub actor: String,
    /// The action, whole; empty for all.
    pub action: String,
    /// What the object begins with: `stop:mercado`; empty for all.
    pub object: String,
    /// How many at most.
    pub limit: u32,
}

/// A row of the record with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number in the chain.
    pub seq: i64,
    /// What it says.
    pub entry: AuditEntry,
}

impl Default for AuditFilter {
    fn default() -> Self {
        Self {
            before: None,
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::MAX,
            actor: String::new(),
            action: String::new(),
            object: String::new(),
            limit: 100,
        }
    }
}

impl Db {
    /// What was done, the newest first.
    pub async fn audit_list(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>, DbError> {
        // Without a first or last day also what was given an impossible one by hand.
        let from = if filter.from == Timestamp::UNIX_EPOCH { i64::MIN } else { to_micros(filter.from) };
        let until = if filter.until == Timestamp::MAX { i64::MAX } else { to_micros(filter.until) };
        let args = [
            filter.before.unwrap_or(i64::MAX).into(),
            from.into(),
            until.into(),
            filter.actor.as_str().into(),
            filter.action.as_str().into(),
            filter.object.as_str().into(),
            filter.limit.into(),
        ];
        self.fetch(&AUDIT_LIST, &args).await?.iter().map(row).collect()
    }

    /// Every kind of action that was ever written down.
    pub async fn audit_actions(&self) -> Result<Vec<String>, DbError> {
        self.fetch(&ACTION_LIST, &[]).await?.iter().map(|r| r.text(0)).collect()
    }
}

fn row(row: &Row) -> Result<AuditRow, DbError> {
    Ok(AuditRow {
        seq: row.int(0)?,
        entry: AuditEntry {
            // A row that was tampered with is shown with the rest; that it was, says `audit_verify`.
            id: row.text(1)?.parse().unwrap_or(Uuid::nil()),
            at: nearest(row.int(2)?),
            actor: row.text(3)?,
            action: row.text(4)?,
            object: row.text(5)?,
            detail: row.text(6)?,
        },
    })
}
