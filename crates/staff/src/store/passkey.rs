use db::{Db, DbError, Row, Statement, Tx, instants};
use jiff::Timestamp;
use uuid::Uuid;
use webauthn_rs::prelude::Passkey;

use super::{count, parsed};
use crate::{model::PasskeyInfo, passkeys};

static PASSKEY_INSERT: Statement = Statement::new(
    "passkey_insert",
    "INSERT INTO staff_passkey (id, account_id, credential, label, body, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
);
static PASSKEY_LIST: Statement = Statement::new(
    "passkey_list",
    "SELECT id, label, made_at, used_at, body FROM staff_passkey WHERE account_id = $1 ORDER BY made_at, id",
);
static PASSKEY_BY_CREDENTIAL: Statement = Statement::new(
    "passkey_by_credential",
    "SELECT body FROM staff_passkey WHERE credential = $1 AND account_id = $2",
);
static PASSKEY_USE: Statement =
    Statement::new("passkey_use", "UPDATE staff_passkey SET body = $1, used_at = $2 WHERE credential = $3");
static PASSKEY_DELETE: Statement =
    Statement::new("passkey_delete", "DELETE FROM staff_passkey WHERE id = $1 AND account_id = $2");
static PASSKEY_CLEAR: Statement =
    Statement::new("passkey_clear", "DELETE FROM staff_passkey WHERE account_id = $1");
static PASSKEY_COUNT: Statement =
    Statement::new("passkey_count", "SELECT count(*) FROM staff_passkey WHERE account_id = $1");
static CHALLENGE_INSERT: Statement = Statement::new(
    "challenge_insert",
    "INSERT INTO staff_challenge (ticket_hash, purpose, state, expires_at) VALUES ($1, $2, $3, $4)",
);
static CHALLENGE_TAKE: Statement = Statement::new(
    "challenge_take",
    "DELETE FROM staff_challenge WHERE ticket_hash = $1 AND purpose = $2 RETURNING state, expires_at",
);
static CHALLENGE_PURGE: Statement =
    Statement::new("challenge_purge", "DELETE FROM staff_challenge WHERE expires_at <= $1");

pub(crate) static STATEMENTS: &[&Statement] = &[
    &PASSKEY_INSERT,
    &PASSKEY_LIST,
    &PASSKEY_BY_CREDENTIAL,
    &PASSKEY_USE,
    &PASSKEY_DELETE,
    &PASSKEY_CLEAR,
    &PASSKEY_COUNT,
    &CHALLENGE_INSERT,
    &CHALLENGE_TAKE,
    &CHALLENGE_PURGE,
];

pub(crate) async fn insert(
    tx: &mut Tx,
    info: &PasskeyInfo,
    account: Uuid,
    passkey: &Passkey,
) -> Result<(), DbError> {
    let args = [
        info.id.to_string().into(),
        account.to_string().into(),
        passkeys::credential(passkey).into(),
        info.label.as_str().into(),
        body(passkey)?.into(),
        instants::to_micros(info.made_at).into(),
    ];
    tx.execute(&PASSKEY_INSERT, &args).await.map(|_| ())
}

pub(crate) async fn list(db: &Db, account: Uuid) -> Result<Vec<(PasskeyInfo, Passkey)>, DbError> {
    let entry = |row: &Row| {
        let info = PasskeyInfo {
            id: parsed(row, 0)?,
            label: row.text(1)?,
            made_at: instants::from_micros(row.int(2)?)?,
            used_at: row.opt_int(3)?.map(instants::from_micros).transpose()?,
        };
        Ok((info, read(&row.text(4)?)?))
    };
    db.fetch(&PASSKEY_LIST, &[account.to_string().into()]).await?.iter().map(entry).collect()
}

pub(crate) async fn by_credential(
    tx: &mut Tx,
    credential: &str,
    account: Uuid,
) -> Result<Option<Passkey>, DbError> {
    let rows = tx.fetch(&PASSKEY_BY_CREDENTIAL, &[credential.into(), account.to_string().into()]).await?;
    rows.first().map(|row| read(&row.text(0)?)).transpose()
}

pub(crate) async fn used(
    tx: &mut Tx,
    credential: &str,
    passkey: &Passkey,
    at: Timestamp,
) -> Result<(), DbError> {
    let args = [body(passkey)?.into(), instants::to_micros(at).into(), credential.into()];
    tx.execute(&PASSKEY_USE, &args).await.map(|_| ())
}

pub(crate) async fn delete(tx: &mut Tx, id: Uuid, account: Uuid) -> Result<bool, DbError> {
    Ok(tx.execute(&PASSKEY_DELETE, &[id.to_string().into(), account.to_string().into()]).await? > 0)
}

pub(crate) async fn clear(tx: &mut Tx, account: Uuid) -> Result<(), DbError> {
    tx.execute(&PASSKEY_CLEAR, &[account.to_string().into()]).await.map(|_| ())
}

pub(crate) async fn number(tx: &mut Tx, account: Uuid) -> Result<i64, DbError> {
    count(&tx.fetch(&PASSKEY_COUNT, &[account.to_string().into()]).await?)
}

pub(crate) async fn challenge_insert(
    tx: &mut Tx,
    ticket_hash: &str,
    purpose: &str,
    state: &str,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    let expires_at = instants::to_micros(expires_at);
    let args = [ticket_hash.into(), purpose.into(), state.into(), expires_at.into()];
    tx.execute(&CHALLENGE_INSERT, &args).await.map(|_| ())
}

/// Takes a question away, so that it is answered once.
pub(crate) async fn challenge_take(
    tx: &mut Tx,
    ticket_hash: &str,
    purpose: &str,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let rows = tx.fetch(&CHALLENGE_TAKE, &[ticket_hash.into(), purpose.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let holds = instants::from_micros(row.int(1)?)? > now;
    Ok(if holds { Some(row.text(0)?) } else { None })
}

pub(crate) async fn challenge_purge(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    tx.execute(&CHALLENGE_PURGE, &[instants::to_micros(now).into()]).await
}

fn body(passkey: &Passkey) -> Result<String, DbError> {
    serde_json::to_string(passkey).map_err(|e| unreadable(&e))
}

fn read(text: &str) -> Result<Passkey, DbError> {
    serde_json::from_str(text).map_err(|e| unreadable(&e))
}

fn unreadable(error: &serde_json::Error) -> DbError {
    DbError::Decode { statement: PASSKEY_LIST.name, reason: error.to_string() }
}
