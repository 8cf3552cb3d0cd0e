use std::collections::HashMap;

use db::{AuditEntry, Db, DbError, Tx};
use jiff::Timestamp;
use kernel::{Actor, Clock, Forbidden, Permission, Rng, uuid_v7};

use crate::{
    exchange::{self, Parsed, Remark},
    model::{Service, ServiceId},
    store::{self, Stored},
};

/// What an import did, or on a dry run would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Services that were not there before.
    pub created: usize,
    /// Services that read differently now.
    pub changed: usize,
    /// Services that read the same as before.
    pub unchanged: usize,
    /// Services taken out.
    pub withdrawn: usize,
    /// What was left out, by line.
    pub warnings: Vec<Remark>,
    /// Number of lines in the file.
    pub lines: usize,
}

impl ImportReport {
    /// Whether the directory reads differently afterwards.
    pub fn changes_anything(&self) -> bool {
        self.created + self.changed + self.withdrawn > 0
    }
}

/// Why an import did not happen; then nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The actor may not change the directory.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A record cannot be written as JSON.
    #[error("a record cannot be written: {0}")]
    Body(#[from] serde_json::Error),
    /// The database refuses.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// All services in German order (DIN 5007-1), for building the [`Directory`](crate::Directory).
pub async fn load(db: &Db) -> Result<Vec<Service>, DbError> {
    store::service_list(db).await
}

/// The whole directory as a file that [`exchange::read`] takes back.
pub async fn export(db: &Db) -> Result<String, DbError> {
    Ok(exchange::write(&load(db).await?))
}

/// Brings a file into the directory: all of it or nothing.
///
/// Services of the file are created or replaced, withdrawn ones taken out, all others stay. Importing the same
/// file again writes nothing and publishes nothing. A dry run finds out what would be done and does not do it.
pub async fn import(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
    parsed: Parsed,
    dry_run: bool,
) -> Result<ImportReport, ImportError> {
    actor.require(Permission::DirectoryWrite)?;
    let mut tx = db.begin().await?;
    let plan = Plan::make(parsed, &store::service_fingerprints(&mut tx).await?)?;
    let report = plan.report.clone();
    if dry_run || !report.changes_anything() {
        return Ok(report);
    }
    let now = clock.now();
    let entry = audit_entry(actor, now, rng, &report);
    plan.carry_out(&mut tx, now).await?;
    tx.audit(&entry).await?;
    tx.publish().await?;
    tx.commit().await?;
    Ok(report)
}

/// What has to be written, decided before anything is.
struct Plan {
    put: Vec<Stored>,
    delete: Vec<ServiceId>,
    report: ImportReport,
}

impl Plan {
    fn make(parsed: Parsed, there: &HashMap<String, String>) -> Result<Self, ImportError> {
        let Parsed { services, withdrawn, warnings, lines } = parsed;
        let mut report = ImportReport { warnings, lines, ..ImportReport::default() };
        let mut put = Vec::new();
        for service in &services {
            let stored = Stored::of(service)?;
            match there.get(service.id.as_str()) {
                Some(fingerprint) if fingerprint == stored.fingerprint() => {
                    report.unchanged += 1;
                    continue;
                }
                Some(_) => report.changed += 1,
                None => report.created += 1,
            }
            put.push(stored);
        }
        let delete: Vec<_> = withdrawn.into_iter().filter(|id| there.contains_key(id.as_str())).collect();
        report.withdrawn = delete.len();
        Ok(Self { put, delete, report })
    }

    async fn carry_out(self, tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
        for stored in self.put {
            store::service_put(tx, stored, now).await?;
        }
        for id in &self.delete {
            store::service_delete(tx, id).await?;
        }
        Ok(())
    }
}

fn audit_entry(actor: &Actor, now: Timestamp, rng: &dyn Rng, report: &ImportReport) -> AuditEntry {
    let ImportReport { created, changed, withdrawn, .. } = report;
    let detail = serde_json::json!({"created": created, "changed": changed, "withdrawn": withdrawn});
    AuditEntry {
        id: uuid_v7(now, rng),
        at: now,
        actor: actor.to_string(),
        action: "services.import".to_owned(),
        object: "directory".to_owned(),
        detail: detail.to_string(),
    }
}
