use db::{Db, DbError, Row, Statement, Tx};

use super::{Counted, Miss};

static MISS_ADD: Statement = Statement::new(
    "miss_add",
    "INSERT INTO search_miss (month, word, unmet, unsure) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (month, word) DO UPDATE SET unmet = search_miss.unmet + excluded.unmet, \
     unsure = search_miss.unsure + excluded.unsure",
);
static MISS_LIST: Statement = Statement::new(
    "miss_list",
    "SELECT word, CAST(sum(unmet) AS bigint), CAST(sum(unsure) AS bigint), min(month), max(month) FROM search_miss \
     GROUP BY word ORDER BY sum(unmet) + sum(unsure) DESC, word",
);
static MISS_FORGET: Statement = Statement::new("miss_forget", "DELETE FROM search_miss WHERE word = $1");
static MISS_PURGE: Statement = Statement::new("miss_purge", "DELETE FROM search_miss WHERE month < $1");
static MISS_OLD: Statement = Statement::new("miss_old", "SELECT count(*) FROM search_miss WHERE month < $1");

pub(crate) static STATEMENTS: [&Statement; 5] = [&MISS_ADD, &MISS_LIST, &MISS_FORGET, &MISS_PURGE, &MISS_OLD];

pub(super) async fn miss_add(tx: &mut Tx, month: &str, counted: &Counted) -> Result<(), DbError> {
    let Counted { word, nothing, unsure } = counted;
    let args = [month.into(), word.as_str().into(), i64::from(*nothing).into(), i64::from(*unsure).into()];
    tx.execute(&MISS_ADD, &args).await.map(|_| ())
}

/// All words, those most asked for first.
pub(super) async fn miss_list(db: &Db) -> Result<Vec<Miss>, DbError> {
    db.fetch(&MISS_LIST, &[]).await?.iter().map(miss).collect()
}

pub(super) async fn miss_forget(tx: &mut Tx, word: &str) -> Result<u64, DbError> {
    tx.execute(&MISS_FORGET, &[word.into()]).await
}

/// Whether there is anything to purge, asked without waiting for writers.
pub(super) async fn miss_has_old(db: &Db, before: &str) -> Result<bool, DbError> {
    let rows = db.fetch(&MISS_OLD, &[before.into()]).await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0) > 0)
}

pub(super) async fn miss_purge(tx: &mut Tx, before: &str) -> Result<u64, DbError> {
    tx.execute(&MISS_PURGE, &[before.into()]).await
}

fn miss(row: &Row) -> Result<Miss, DbError> {
    Ok(Miss {
        word: row.text(0)?,
        nothing: row.int(1)?,
        unsure: row.int(2)?,
        first_month: row.text(3)?,
        last_month: row.text(4)?,
    })
}
