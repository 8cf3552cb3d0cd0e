//! What `db` promises to the slices, held on both engines.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod audit;
mod earlier;
mod mails;
mod moving;
mod opening;
mod together;
mod transactions;
mod values;
mod watching;

use db::{Db, DbError, Statement, Tx, Value};

const SETTING_LIST: Statement =
    Statement::new("setting_list", "SELECT name, value FROM setting ORDER BY name");
const SETTING_INSERT: Statement =
    Statement::new("setting_insert", "INSERT INTO setting (name, value) VALUES ($1, $2)");
const VENUE_INSERT: Statement = Statement::new(
    "venue_insert",
    "INSERT INTO venue (id, sort_key, body, changed_at) VALUES ($1, $2, $3, $4)",
);
const STOP_INSERT: Statement = Statement::new(
    "stop_insert",
    "INSERT INTO stop (id, venue_id, first_day, last_day, status, sequence, changed_at, body)
     VALUES ($1, $2, $3, NULL, 'planned', 0, $4, '{}')",
);

/// The stored settings, in order.
async fn settings(db: &Db) -> Vec<(String, String)> {
    let rows = db.fetch(&SETTING_LIST, &[]).await.unwrap();
    rows.iter().map(|row| (row.text(0).unwrap(), row.text(1).unwrap())).collect()
}

/// Stores one setting in a transaction of its own.
async fn keep(db: &Db, name: &str, value: &str) {
    let mut tx = db.begin().await.unwrap();
    tx.setting_put(name, value).await.unwrap();
    tx.commit().await.unwrap();
}

async fn venue(tx: &mut Tx, id: &str) -> Result<u64, DbError> {
    tx.execute(&VENUE_INSERT, &[id.into(), id.into(), "{}".into(), 0.into()]).await
}

async fn stop(tx: &mut Tx, id: &str, venue: &str) -> Result<u64, DbError> {
    tx.execute(&STOP_INSERT, &[id.into(), venue.into(), Value::OptText(None), 0.into()]).await
}
