use std::collections::HashMap;

use db::{Db, DbError, Row, Statement, Tx, instants};
use jiff::Timestamp;
use kernel::text;
use sha2::{Digest, Sha256};

use crate::model::{Service, ServiceId};

static SERVICE_LIST: Statement =
    Statement::new("service_list", "SELECT body FROM service ORDER BY sort_key, id");

static SERVICE_FINGERPRINTS: Statement =
    Statement::new("service_fingerprints", "SELECT id, fingerprint FROM service");

static SERVICE_PUT: Statement = Statement::new(
    "service_put",
    "INSERT INTO service (id, sort_key, body, fingerprint, changed_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (id) DO UPDATE SET sort_key = excluded.sort_key, body = excluded.body, \
     fingerprint = excluded.fingerprint, changed_at = excluded.changed_at",
);

static SERVICE_DELETE: Statement = Statement::new("service_delete", "DELETE FROM service WHERE id = $1");

pub(crate) static STATEMENTS: [&Statement; 4] =
    [&SERVICE_LIST, &SERVICE_FINGERPRINTS, &SERVICE_PUT, &SERVICE_DELETE];

/// A service as it stands in the table.
#[derive(Debug)]
pub(crate) struct Stored {
    id: ServiceId,
    sort_key: String,
    body: String,
    fingerprint: String,
}

impl Stored {
    pub(crate) fn of(service: &Service) -> Result<Self, serde_json::Error> {
        let body = serde_json::to_string(service)?;
        let sort_key = text::sort_key(service.title());
        let digest = Sha256::new().chain_update(&sort_key).chain_update([0]).chain_update(&body).finalize();
        let fingerprint = digest.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat();
        Ok(Self { id: service.id.clone(), sort_key, body, fingerprint })
    }

    /// Changes with body and sort key: an equal fingerprint is an equal row.
    pub(crate) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// All services in German order.
pub(crate) async fn service_list(db: &Db) -> Result<Vec<Service>, DbError> {
    db.fetch(&SERVICE_LIST, &[]).await?.iter().map(service).collect()
}

/// The fingerprint of each stored service.
pub(crate) async fn service_fingerprints(tx: &mut Tx) -> Result<HashMap<String, String>, DbError> {
    let rows = tx.fetch(&SERVICE_FINGERPRINTS, &[]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// Creates or replaces.
pub(crate) async fn service_put(tx: &mut Tx, stored: Stored, at: Timestamp) -> Result<(), DbError> {
    let Stored { id, sort_key, body, fingerprint } = stored;
    let at = instants::to_micros(at);
    let values = [id.as_str().into(), sort_key.into(), body.into(), fingerprint.into(), at.into()];
    tx.execute(&SERVICE_PUT, &values).await.map(|_| ())
}

/// Takes out; does nothing when it is not there.
pub(crate) async fn service_delete(tx: &mut Tx, id: &ServiceId) -> Result<(), DbError> {
    tx.execute(&SERVICE_DELETE, &[id.as_str().into()]).await.map(|_| ())
}

fn service(row: &Row) -> Result<Service, DbError> {
    serde_json::from_str(&row.text(0)?)
        .map_err(|e| DbError::Decode { statement: SERVICE_LIST.name, reason: format!("no service: {e}") })
}
