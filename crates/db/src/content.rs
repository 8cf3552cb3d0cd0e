//! The rows of one table, read in the order of its key, and a fingerprint of them that is the same on both engines.

use sha2::{Digest as _, Sha256};

use crate::{
    DbError, Row, Value,
    migrate::hex,
    schema::{Kind, Table},
    tx::Running,
};

/// What one table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its name.
    pub table: String,
    /// Number of rows.
    pub rows: u64,
    /// SHA-256 over all values in the order of the key, in hexadecimal digits.
    pub hash: String,
}

/// Rows taken at once.
const BATCH: usize = 500;
/// Both engines take more values in one statement.
const MOST_VALUES: usize = 30_000;

/// Stores one batch of rows.
pub(crate) async fn store(to: &mut Running, table: &Table, batch: Vec<Vec<Value>>) -> Result<(), DbError> {
    let sql = insert(table, batch.len());
    let values: Vec<Value> = batch.into_iter().flatten().collect();
    to.execute_text("rows_insert", &sql, &values).await
}

/// What a table holds now.
pub(crate) async fn measure(running: &mut Running, table: &Table) -> Result<Content, DbError> {
    let mut walk = Walk::new(table);
    while walk.next(running).await?.is_some() {}
    Ok(walk.done())
}

/// A way through a table, batch by batch.
pub(crate) struct Walk<'a> {
    table: &'a Table,
    batch: usize,
    after: Vec<Value>,
    rows: u64,
    hash: Sha256,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(table: &'a Table) -> Self {
        let batch = BATCH.min(MOST_VALUES / table.columns.len().max(1)).max(1);
        Self { table, batch, after: Vec::new(), rows: 0, hash: Sha256::new() }
    }

    pub(crate) async fn next(&mut self, running: &mut Running) -> Result<Option<Vec<Vec<Value>>>, DbError> {
        let sql = select(self.table, !self.after.is_empty(), self.batch);
        let rows = running.fetch_text("rows_read", &sql, &self.after).await?;
        let rows = rows.iter().map(|row| values(row, self.table)).collect::<Result<Vec<_>, _>>()?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = self.table.key.iter().filter_map(|at| last.get(*at).cloned()).collect();
        self.rows += rows.len() as u64;
        rows.iter().flatten().for_each(|value| feed(&mut self.hash, value));
        Ok(Some(rows))
    }

    pub(crate) fn done(self) -> Content {
        Content { table: self.table.name.clone(), rows: self.rows, hash: hex(&self.hash.finalize()) }
    }
}

fn values(row: &Row, table: &Table) -> Result<Vec<Value>, DbError> {
    let value = |(at, kind): (usize, Kind)| match kind {
        Kind::Int => row.opt_int(at).map(Value::OptInt),
        Kind::Text => row.opt_text(at).map(Value::OptText),
        Kind::Real => row.opt_real(at).map(Value::OptReal),
    };
    table.columns.iter().map(|c| c.kind).enumerate().map(value).collect()
}

/// A kind and a length before each value, so that no two different rows give the same bytes.
fn feed(hash: &mut Sha256, value: &Value) {
    match value {
        Value::OptInt(Some(v)) | Value::Int(v) => {
            hash.update([1]);
            hash.update(v.to_be_bytes());
        }
        Value::OptText(Some(v)) | Value::Text(v) => {
            hash.update([2]);
            hash.update((v.len() as u64).to_be_bytes());
            hash.update(v);
        }
        Value::OptReal(Some(v)) | Value::Real(v) => {
            hash.update([3]);
            // SQLite makes 0.0 of -0.0; this sum does so too.
            hash.update((v + 0.0).to_be_bytes());
        }
        Value::OptInt(None) | Value::OptText(None) | Value::OptReal(None) => hash.update([0]),
    }
}

fn select(table: &Table, goes_on: bool, batch: usize) -> String {
    let columns = list(table.columns.iter().map(|c| quoted(&c.name)));
    let key = list(table.key.iter().filter_map(|at| table.columns.get(*at)).map(|c| quoted(&c.name)));
    let places = list((1..=table.key.len()).map(|n| format!("${n}")));
    let after = if goes_on { format!("WHERE ({key}) > ({places}) ") } else { String::new() };
    format!("SELECT {columns} FROM {} {after}ORDER BY {key} LIMIT {batch}", quoted(&table.name))
}

fn insert(table: &Table, rows: usize) -> String {
    let width = table.columns.len();
    let row = |n: usize| format!("({})", list((1..=width).map(|c| format!("${}", n * width + c))));
    let columns = list(table.columns.iter().map(|c| quoted(&c.name)));
    format!("INSERT INTO {} ({columns}) VALUES {}", quoted(&table.name), list((0..rows).map(row)))
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
