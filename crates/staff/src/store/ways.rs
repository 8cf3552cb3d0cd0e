//! Invitations, recovery codes, and wrong tries.

use db::{Db, DbError, Row, Statement, Tx, instants};
use jiff::Timestamp;
use uuid::Uuid;

use super::account;
use crate::{model::Account, rules::limits::Tries};

static INVITATION_PUT: Statement = Statement::new(
    "invitation_put",
    "INSERT INTO staff_invitation (account_id, token_hash, made_at, expires_at, wrong) VALUES ($1, $2, $3, $4, 0)
     ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at,
         expires_at = excluded.expires_at, wrong = 0",
);
static INVITATION_FIND: Statement = Statement::new(
    "invitation_find",
    "SELECT a.id, a.handle, a.name, a.roles, a.stops, a.practice, a.locked_at, i.expires_at
     FROM staff_invitation i JOIN staff_account a ON a.id = i.account_id WHERE i.token_hash = $1",
);
static INVITATION_TAKE: Statement =
    Statement::new("invitation_take", "DELETE FROM staff_invitation WHERE token_hash = $1");
static INVITATION_CLEAR: Statement =
    Statement::new("invitation_clear", "DELETE FROM staff_invitation WHERE account_id = $1");
static INVITATION_WRONG: Statement = Statement::new(
    "invitation_wrong",
    "UPDATE staff_invitation SET wrong = wrong + 1 WHERE token_hash = $1 RETURNING wrong",
);
static RECOVERY_INSERT: Statement =
    Statement::new("recovery_insert", "INSERT INTO staff_recovery (code_hash, account_id) VALUES ($1, $2)");
static RECOVERY_TAKE: Statement =
    Statement::new("recovery_take", "DELETE FROM staff_recovery WHERE code_hash = $1 AND account_id = $2");
static RECOVERY_CLEAR: Statement =
    Statement::new("recovery_clear", "DELETE FROM staff_recovery WHERE account_id = $1");
static RECOVERY_COUNT: Statement =
    Statement::new("recovery_count", "SELECT count(*) FROM staff_recovery WHERE account_id = $1");
static ATTEMPT_FIND: Statement =
    Statement::new("attempt_find", "SELECT wrong, last_at FROM staff_attempt WHERE subject = $1");
static ATTEMPT_PUT: Statement = Statement::new(
    "attempt_put",
    "INSERT INTO staff_attempt (subject, wrong, last_at) VALUES ($1, $2, $3)
     ON CONFLICT (subject) DO UPDATE SET wrong = excluded.wrong, last_at = excluded.last_at",
);
static ATTEMPT_DELETE: Statement =
    Statement::new("attempt_delete", "DELETE FROM staff_attempt WHERE subject = $1");
static ATTEMPT_PURGE: Statement =
    Statement::new("attempt_purge", "DELETE FROM staff_attempt WHERE last_at < $1");

pub(crate) static STATEMENTS: &[&Statement] = &[
    &INVITATION_PUT,
    &INVITATION_FIND,
    &INVITATION_TAKE,
    &INVITATION_CLEAR,
    &INVITATION_WRONG,
    &RECOVERY_INSERT,
    &RECOVERY_TAKE,
    &RECOVERY_CLEAR,
    &RECOVERY_COUNT,
    &ATTEMPT_FIND,
    &ATTEMPT_PUT,
    &ATTEMPT_DELETE,
    &ATTEMPT_PURGE,
];

/// The only open invitation of an account; an earlier one does not hold any more.
pub(crate) async fn invitation_put(
    tx: &mut Tx,
    account: Uuid,
    token_hash: &str,
    made_at: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    let args = [
        account.to_string().into(),
        token_hash.into(),
        instants::to_micros(made_at).into(),
        instants::to_micros(expires_at).into(),
    ];
    tx.execute(&INVITATION_PUT, &args).await.map(|_| ())
}

/// Whom an invitation is for, while it holds.
pub(crate) async fn invitation_find(
    db: &Db,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Account>, DbError> {
    let rows = db.fetch(&INVITATION_FIND, &[token_hash.into()]).await?;
    let holds = |row: &&Row| row.int(7).is_ok_and(|end| end > instants::to_micros(now));
    rows.first().filter(holds).map(account::account).transpose()
}

/// Uses an invitation up; false when it was before.
pub(crate) async fn invitation_take(tx: &mut Tx, token_hash: &str) -> Result<bool, DbError> {
    Ok(tx.execute(&INVITATION_TAKE, &[token_hash.into()]).await? > 0)
}

pub(crate) async fn invitation_clear(tx: &mut Tx, account: Uuid) -> Result<(), DbError> {
    tx.execute(&INVITATION_CLEAR, &[account.to_string().into()]).await.map(|_| ())
}

/// Counts a wrong name; answers how many there were.
pub(crate) async fn invitation_wrong(tx: &mut Tx, token_hash: &str) -> Result<i64, DbError> {
    super::count(&tx.fetch(&INVITATION_WRONG, &[token_hash.into()]).await?)
}

/// Puts these codes in place of all earlier ones.
pub(crate) async fn recovery_put(tx: &mut Tx, account: Uuid, hashes: &[String]) -> Result<(), DbError> {
    tx.execute(&RECOVERY_CLEAR, &[account.to_string().into()]).await?;
    for hash in hashes {
        tx.execute(&RECOVERY_INSERT, &[hash.as_str().into(), account.to_string().into()]).await?;
    }
    Ok(())
}

/// Uses a recovery code up; false when there is none such.
pub(crate) async fn recovery_take(tx: &mut Tx, account: Uuid, hash: &str) -> Result<bool, DbError> {
    Ok(tx.execute(&RECOVERY_TAKE, &[hash.into(), account.to_string().into()]).await? > 0)
}

pub(crate) async fn recovery_left(db: &Db, account: Uuid) -> Result<i64, DbError> {
    super::count(&db.fetch(&RECOVERY_COUNT, &[account.to_string().into()]).await?)
}

pub(crate) async fn tries(db: &Db, subject: &str) -> Result<Option<Tries>, DbError> {
    db.fetch(&ATTEMPT_FIND, &[subject.into()]).await?.first().map(tried).transpose()
}

/// How many wrong tries count now.
pub(crate) async fn counting(tx: &mut Tx, subject: &str, now: Timestamp) -> Result<i64, DbError> {
    let before = tx.fetch(&ATTEMPT_FIND, &[subject.into()]).await?.first().map(tried).transpose()?;
    Ok(before.map_or(0, |t| t.counting(now)))
}

/// Counts one more wrong try; answers how many count now.
pub(crate) async fn wrong(tx: &mut Tx, subject: &str, now: Timestamp) -> Result<i64, DbError> {
    let wrong = counting(tx, subject, now).await? + 1;
    tx.execute(&ATTEMPT_PUT, &[subject.into(), wrong.into(), instants::to_micros(now).into()]).await?;
    Ok(wrong)
}

pub(crate) async fn tries_forget(tx: &mut Tx, subject: &str) -> Result<(), DbError> {
    tx.execute(&ATTEMPT_DELETE, &[subject.into()]).await.map(|_| ())
}

pub(crate) async fn tries_purge(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.execute(&ATTEMPT_PURGE, &[instants::to_micros(before).into()]).await
}

fn tried(row: &Row) -> Result<Tries, DbError> {
    Ok(Tries { wrong: row.int(0)?, last_at: instants::from_micros(row.int(1)?)? })
}
