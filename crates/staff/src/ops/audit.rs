use std::collections::BTreeMap;

use db::{AuditFilter, AuditRow, Head, Verified};
use kernel::{Actor, Permission};
use serde_json::json;

use crate::{error::StaffError, gate::Gate, store};

/// Rows of one export at most.
pub(crate) const EXPORT_MOST: u32 = 100_000;

impl Gate {
    /// What was done, the newest first.
    pub async fn audit_list(&self, actor: &Actor, filter: &AuditFilter) -> Result<Vec<AuditRow>, StaffError> {
        actor.require(Permission::AuditRead)?;
        Ok(self.db().audit_list(filter).await?)
    }

    /// Every kind of action there is.
    pub async fn audit_actions(&self, actor: &Actor) -> Result<Vec<String>, StaffError> {
        actor.require(Permission::AuditRead)?;
        Ok(self.db().audit_actions().await?)
    }

    /// What was done, to be taken out of the house; that it was, is written down too. Never a part of what was selected:
    /// more than a hundred thousand rows are refused.
    pub async fn audit_export(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
    ) -> Result<Vec<AuditRow>, StaffError> {
        actor.require(Permission::AuditExport)?;
        let rows = self.db().audit_list(&AuditFilter { limit: EXPORT_MOST + 1, ..filter.clone() }).await?;
        if rows.len() > EXPORT_MOST as usize {
            return Err(StaffError::TooMany);
        }
        let mut tx = self.db().begin().await?;
        let detail = json!({"rows": rows.len()});
        self.audit(&mut tx, actor, "audit-export", "audit".to_owned(), detail).await?;
        tx.commit().await?;
        Ok(rows)
    }

    /// Looks through the whole chain.
    pub async fn audit_verify(&self, actor: &Actor, noted: Option<&Head>) -> Result<Verified, StaffError> {
        actor.require(Permission::AuditRead)?;
        Ok(self.db().audit_verify(noted).await?)
    }

    /// The names behind the accounts of the audit log, by their ids.
    pub async fn names(&self, actor: &Actor) -> Result<BTreeMap<String, String>, StaffError> {
        actor.require(Permission::AuditRead)?;
        let all = store::account::list(self.db()).await?;
        Ok(all.into_iter().map(|l| (l.account.id.to_string(), l.account.name.to_string())).collect())
    }
}
