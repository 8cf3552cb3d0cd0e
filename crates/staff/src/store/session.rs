use db::{Db, DbError, Row, Statement, Tx, instants};
use jiff::Timestamp;
use uuid::Uuid;

use super::{account, opt_id, parsed};
use crate::model::{Account, SessionInfo, Way};

static SESSION_INSERT: Statement = Statement::new(
    "session_insert",
    "INSERT INTO staff_session
         (id, token_hash, account_id, device_id, way, browser, binding, started_at, seen_at, proven_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
);
static SESSION_FIND: Statement = Statement::new(
    "session_find",
    "SELECT a.id, a.handle, a.name, a.roles, a.stops, a.practice, a.locked_at,
            s.id, s.device_id, s.way, s.browser, s.binding, s.started_at, s.seen_at, s.proven_at,
            d.token_hash, d.stop_id, d.revoked_at
     FROM staff_session s JOIN staff_account a ON a.id = s.account_id
     LEFT JOIN staff_device d ON d.id = s.device_id WHERE s.token_hash = $1",
);
static SESSION_LIST: Statement = Statement::new(
    "session_list",
    "SELECT id, browser, way, started_at, seen_at, device_id FROM staff_session WHERE account_id = $1
     ORDER BY seen_at DESC, id",
);
static SESSION_SEEN: Statement =
    Statement::new("session_seen", "UPDATE staff_session SET seen_at = $1 WHERE id = $2 AND seen_at < $1");
static SESSION_RENEW: Statement = Statement::new(
    "session_renew",
    "UPDATE staff_session SET token_hash = $1, proven_at = $2, seen_at = $2 WHERE id = $3",
);
static SESSION_DELETE: Statement =
    Statement::new("session_delete", "DELETE FROM staff_session WHERE id = $1 AND account_id = $2");
static SESSION_REPLACE: Statement =
    Statement::new("session_replace", "DELETE FROM staff_session WHERE token_hash = $1");
static SESSION_CLEAR: Statement =
    Statement::new("session_clear", "DELETE FROM staff_session WHERE account_id = $1 AND id <> $2");
static SESSION_CLEAR_DEVICE: Statement =
    Statement::new("session_clear_device", "DELETE FROM staff_session WHERE device_id = $1");
static SESSION_PURGE: Statement = Statement::new(
    "session_purge",
    "DELETE FROM staff_session WHERE started_at <= $1 OR seen_at <= $2 OR (device_id IS NOT NULL AND seen_at <= $3)",
);

pub(crate) static STATEMENTS: &[&Statement] = &[
    &SESSION_INSERT,
    &SESSION_FIND,
    &SESSION_LIST,
    &SESSION_SEEN,
    &SESSION_RENEW,
    &SESSION_DELETE,
    &SESSION_REPLACE,
    &SESSION_CLEAR,
    &SESSION_CLEAR_DEVICE,
    &SESSION_PURGE,
];

/// A session as stored, with what decides whether it lives.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub account: Account,
    pub info: SessionInfo,
    /// A hash of what the browser tells of itself.
    pub binding: String,
    pub proven_at: Option<Timestamp>,
    pub device: Option<OnDevice>,
}

/// The shared tablet of a session.
#[derive(Debug, Clone)]
pub(crate) struct OnDevice {
    pub token_hash: String,
    pub stop: kernel::Slug,
    pub revoked: bool,
}

pub(crate) async fn insert(
    tx: &mut Tx,
    token_hash: &str,
    account: Uuid,
    info: &SessionInfo,
    binding: &str,
    proven_at: Option<Timestamp>,
) -> Result<(), DbError> {
    let args = [
        info.id.to_string().into(),
        token_hash.into(),
        account.to_string().into(),
        info.device.map(|d| d.to_string()).into(),
        info.way.name().into(),
        info.browser.as_str().into(),
        binding.into(),
        instants::to_micros(info.started_at).into(),
        proven_at.map(instants::to_micros).into(),
    ];
    tx.execute(&SESSION_INSERT, &args).await.map(|_| ())
}

pub(crate) async fn find(db: &Db, token_hash: &str) -> Result<Option<Stored>, DbError> {
    db.fetch(&SESSION_FIND, &[token_hash.into()]).await?.first().map(stored).transpose()
}

pub(crate) async fn list(db: &Db, account: Uuid) -> Result<Vec<SessionInfo>, DbError> {
    let info = |row: &Row| {
        Ok(SessionInfo {
            id: parsed(row, 0)?,
            browser: row.text(1)?,
            way: way(&row.text(2)?)?,
            started_at: instants::from_micros(row.int(3)?)?,
            seen_at: instants::from_micros(row.int(4)?)?,
            device: opt_id(row, 5)?,
        })
    };
    db.fetch(&SESSION_LIST, &[account.to_string().into()]).await?.iter().map(info).collect()
}

pub(crate) async fn seen(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<(), DbError> {
    tx.execute(&SESSION_SEEN, &[instants::to_micros(at).into(), id.to_string().into()]).await.map(|_| ())
}

/// A new secret for a session whose owner has shown the second factor again; false when it ended meanwhile.
pub(crate) async fn renew(tx: &mut Tx, id: Uuid, token_hash: &str, at: Timestamp) -> Result<bool, DbError> {
    let args = [token_hash.into(), instants::to_micros(at).into(), id.to_string().into()];
    Ok(tx.execute(&SESSION_RENEW, &args).await? > 0)
}

pub(crate) async fn delete(tx: &mut Tx, id: Uuid, account: Uuid) -> Result<bool, DbError> {
    Ok(tx.execute(&SESSION_DELETE, &[id.to_string().into(), account.to_string().into()]).await? > 0)
}

/// Ends the session of a secret, if there is one.
pub(crate) async fn replace(tx: &mut Tx, token_hash: &str) -> Result<(), DbError> {
    tx.execute(&SESSION_REPLACE, &[token_hash.into()]).await.map(|_| ())
}

/// Ends all sessions of an account, but for one if it is named.
pub(crate) async fn clear(tx: &mut Tx, account: Uuid, but: Option<Uuid>) -> Result<u64, DbError> {
    let but = but.unwrap_or(Uuid::nil()).to_string();
    tx.execute(&SESSION_CLEAR, &[account.to_string().into(), but.into()]).await
}

pub(crate) async fn clear_device(tx: &mut Tx, device: Uuid) -> Result<u64, DbError> {
    tx.execute(&SESSION_CLEAR_DEVICE, &[device.to_string().into()]).await
}

/// Deletes sessions that began, were last used, or on a tablet were last used, before these instants.
pub(crate) async fn purge(tx: &mut Tx, before: [Timestamp; 3]) -> Result<u64, DbError> {
    tx.execute(&SESSION_PURGE, &before.map(|at| instants::to_micros(at).into())).await
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let device = match (row.opt_text(15)?, row.opt_text(16)?) {
        (Some(token_hash), Some(stop)) => {
            Some(OnDevice { token_hash, stop: super::parse(&stop)?, revoked: row.opt_int(17)?.is_some() })
        }
        _ => None,
    };
    Ok(Stored {
        account: account::account(row)?,
        info: SessionInfo {
            id: parsed(row, 7)?,
            device: opt_id(row, 8)?,
            way: way(&row.text(9)?)?,
            browser: row.text(10)?,
            started_at: instants::from_micros(row.int(12)?)?,
            seen_at: instants::from_micros(row.int(13)?)?,
        },
        binding: row.text(11)?,
        proven_at: row.opt_int(14)?.map(instants::from_micros).transpose()?,
        device,
    })
}

fn way(name: &str) -> Result<Way, DbError> {
    Way::named(name).ok_or_else(|| DbError::Decode {
        statement: SESSION_FIND.name,
        reason: format!("there is no way to sign in called {name:?}"),
    })
}
