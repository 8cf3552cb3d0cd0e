//! The SQL of reports.

use db::{Db, DbError, Row, Statement, Tx, instants};
use jiff::Timestamp;
use uuid::Uuid;

use crate::model::Report;

static BARRIER_INSERT: Statement = Statement::new(
    "barrier_insert",
    "INSERT INTO barrier_report (id, reported_at, due_day, page, lang, words, contact) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
static BARRIER_LIST: Statement = Statement::new(
    "barrier_list",
    "SELECT id, reported_at, due_day, page, lang, words, contact, closed_at FROM barrier_report \
     ORDER BY due_day, reported_at, id",
);
static BARRIER_CLOSE: Statement = Statement::new(
    "barrier_close",
    "UPDATE barrier_report SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL",
);
static BARRIER_FIND: Statement =
    Statement::new("barrier_find", "SELECT count(*) FROM barrier_report WHERE id = $1");
static BARRIER_PURGE: Statement = Statement::new(
    "barrier_purge",
    "DELETE FROM barrier_report WHERE reported_at < $1 RETURNING CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END",
);
static BARRIER_OLD: Statement =
    Statement::new("barrier_old", "SELECT count(*) FROM barrier_report WHERE reported_at < $1");

/// Every statement of this crate, so that a test can prepare them on both engines.
pub static STATEMENTS: &[&Statement] =
    &[&BARRIER_INSERT, &BARRIER_LIST, &BARRIER_CLOSE, &BARRIER_FIND, &BARRIER_PURGE, &BARRIER_OLD];

pub(crate) async fn barrier_insert(tx: &mut Tx, report: &Report) -> Result<(), DbError> {
    let args = [
        report.id.to_string().into(),
        instants::to_micros(report.reported_at).into(),
        report.due.to_string().into(),
        report.page.as_ref().map(ToString::to_string).into(),
        report.lang.tag().into(),
        report.words.as_str().into(),
        report.contact.clone().into(),
    ];
    tx.execute(&BARRIER_INSERT, &args).await.map(|_| ())
}

/// All reports, the most urgent first.
pub(crate) async fn barrier_list(db: &Db) -> Result<Vec<Report>, DbError> {
    db.fetch(&BARRIER_LIST, &[]).await?.iter().map(report).collect()
}

/// Closes an open report; false when there is no open one.
pub(crate) async fn barrier_close(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<bool, DbError> {
    let args = [instants::to_micros(at).into(), id.to_string().into()];
    Ok(tx.execute(&BARRIER_CLOSE, &args).await? > 0)
}

pub(crate) async fn barrier_exists(tx: &mut Tx, id: Uuid) -> Result<bool, DbError> {
    let rows = tx.fetch(&BARRIER_FIND, &[id.to_string().into()]).await?;
    Ok(rows.first().map(|r| r.int(0)).transpose()?.unwrap_or(0) > 0)
}

/// Whether there is anything to purge, asked without waiting for writers.
pub(crate) async fn barrier_has_old(db: &Db, before: Timestamp) -> Result<bool, DbError> {
    let rows = db.fetch(&BARRIER_OLD, &[instants::to_micros(before).into()]).await?;
    Ok(rows.first().map(|r| r.int(0)).transpose()?.unwrap_or(0) > 0)
}

/// Deletes reports from before an instant; answers how many, and how many of them were still open.
pub(crate) async fn barrier_purge(tx: &mut Tx, before: Timestamp) -> Result<(usize, usize), DbError> {
    let rows = tx.fetch(&BARRIER_PURGE, &[instants::to_micros(before).into()]).await?;
    let open = rows.iter().map(|r| r.int(0)).collect::<Result<Vec<_>, _>>()?;
    Ok((open.len(), open.iter().filter(|o| **o == 1).count()))
}

fn report(row: &Row) -> Result<Report, DbError> {
    Ok(Report {
        id: parsed(&row.text(0)?)?,
        reported_at: instants::from_micros(row.int(1)?)?,
        due: parsed(&row.text(2)?)?,
        page: row.opt_text(3)?.map(|p| parsed(&p)).transpose()?,
        lang: parsed(&row.text(4)?)?,
        words: row.text(5)?,
        contact: row.opt_text(6)?,
        closed_at: row.opt_int(7)?.map(instants::from_micros).transpose()?,
    })
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, DbError> {
    text.parse().map_err(|e: T::Err| DbError::Decode { statement: BARRIER_LIST.name, reason: e.to_string() })
}
