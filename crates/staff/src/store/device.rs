use db::{Db, DbError, Row, Statement, Tx, instants};
use jiff::Timestamp;
use uuid::Uuid;

use super::parsed;
use crate::{
    model::{Account, Device},
    rules::short_code,
};

static DEVICE_INSERT: Statement = Statement::new(
    "device_insert",
    "INSERT INTO staff_device (id, stop_id, label, token_hash, enrolled_at, enrolled_by) VALUES ($1, $2, $3, $4, $5, $6)",
);
static DEVICE_LIST: Statement = Statement::new(
    "device_list",
    "SELECT id, stop_id, label, enrolled_at, revoked_at FROM staff_device ORDER BY stop_id, enrolled_at, id",
);
static DEVICE_FIND: Statement = Statement::new(
    "device_find",
    "SELECT id, stop_id, label, enrolled_at, revoked_at FROM staff_device WHERE id = $1",
);
static DEVICE_BY_TOKEN: Statement = Statement::new(
    "device_by_token",
    "SELECT id, stop_id, label, enrolled_at, revoked_at FROM staff_device WHERE token_hash = $1",
);
static DEVICE_REVOKE: Statement = Statement::new(
    "device_revoke",
    "UPDATE staff_device SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
);
static CODE_PUT: Statement = Statement::new(
    "device_code_put",
    "INSERT INTO staff_device_code (device_id, account_id, code, wrong) VALUES ($1, $2, $3, 0)
     ON CONFLICT (device_id, account_id) DO UPDATE SET code = excluded.code, wrong = 0",
);
static CODE_FIND: Statement = Statement::new(
    "device_code_find",
    "SELECT code, wrong FROM staff_device_code WHERE device_id = $1 AND account_id = $2",
);
static CODE_WRONG: Statement = Statement::new(
    "device_code_wrong",
    "UPDATE staff_device_code SET wrong = wrong + 1 WHERE device_id = $1 AND account_id = $2 RETURNING wrong",
);
static CODE_RIGHT: Statement = Statement::new(
    "device_code_right",
    "UPDATE staff_device_code SET wrong = 0 WHERE device_id = $1 AND account_id = $2",
);
static CODE_DELETE: Statement = Statement::new(
    "device_code_delete",
    "DELETE FROM staff_device_code WHERE device_id = $1 AND account_id = $2",
);
static CODE_CLEAR_DEVICE: Statement =
    Statement::new("device_code_clear", "DELETE FROM staff_device_code WHERE device_id = $1");
static CODE_CLEAR_ACCOUNT: Statement =
    Statement::new("account_code_clear", "DELETE FROM staff_device_code WHERE account_id = $1");
static PEOPLE: Statement = Statement::new(
    "device_people",
    "SELECT a.id, a.handle, a.name, a.roles, a.stops, a.practice, a.locked_at
     FROM staff_device_code c JOIN staff_account a ON a.id = c.account_id
     WHERE c.device_id = $1 AND a.locked_at IS NULL ORDER BY a.sort_key, a.handle",
);

pub(crate) static STATEMENTS: &[&Statement] = &[
    &DEVICE_INSERT,
    &DEVICE_LIST,
    &DEVICE_FIND,
    &DEVICE_BY_TOKEN,
    &DEVICE_REVOKE,
    &CODE_PUT,
    &CODE_FIND,
    &CODE_WRONG,
    &CODE_RIGHT,
    &CODE_DELETE,
    &CODE_CLEAR_DEVICE,
    &CODE_CLEAR_ACCOUNT,
    &PEOPLE,
];

pub(crate) async fn insert(tx: &mut Tx, device: &Device, token_hash: &str, by: &str) -> Result<(), DbError> {
    let args = [
        device.id.to_string().into(),
        device.stop.as_str().into(),
        device.label.as_str().into(),
        token_hash.into(),
        instants::to_micros(device.enrolled_at).into(),
        by.into(),
    ];
    tx.execute(&DEVICE_INSERT, &args).await.map(|_| ())
}

pub(crate) async fn list(db: &Db) -> Result<Vec<Device>, DbError> {
    db.fetch(&DEVICE_LIST, &[]).await?.iter().map(device).collect()
}

pub(crate) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Device>, DbError> {
    tx.fetch(&DEVICE_FIND, &[id.to_string().into()]).await?.first().map(device).transpose()
}

/// The device of a token, also one that was taken out of use.
pub(crate) async fn by_token(db: &Db, token_hash: &str) -> Result<Option<Device>, DbError> {
    db.fetch(&DEVICE_BY_TOKEN, &[token_hash.into()]).await?.first().map(device).transpose()
}

/// Takes a device out of use; false when it was before.
pub(crate) async fn revoke(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<bool, DbError> {
    tx.execute(&CODE_CLEAR_DEVICE, &[id.to_string().into()]).await?;
    Ok(tx.execute(&DEVICE_REVOKE, &[instants::to_micros(at).into(), id.to_string().into()]).await? > 0)
}

pub(crate) async fn code_put(tx: &mut Tx, device: Uuid, account: Uuid, code: &str) -> Result<(), DbError> {
    let args = [device.to_string().into(), account.to_string().into(), code.into()];
    tx.execute(&CODE_PUT, &args).await.map(|_| ())
}

/// The hash of somebody's short code on a device, and the wrong tries since.
pub(crate) async fn code_find(
    db: &Db,
    device: Uuid,
    account: Uuid,
) -> Result<Option<(String, i64)>, DbError> {
    let rows = db.fetch(&CODE_FIND, &[device.to_string().into(), account.to_string().into()]).await?;
    rows.first().map(|row| Ok((row.text(0)?, row.int(1)?))).transpose()
}

/// Whether somebody's short code on a device still holds.
pub(crate) async fn code_holds(tx: &mut Tx, device: Uuid, account: Uuid) -> Result<bool, DbError> {
    let args = [device.to_string().into(), account.to_string().into()];
    let rows = tx.fetch(&CODE_FIND, &args).await?;
    Ok(rows.first().map(|row| row.int(1)).transpose()?.is_some_and(|wrong| wrong < short_code::TRIES))
}

/// Counts a wrong try; answers how many there were.
pub(crate) async fn code_wrong(tx: &mut Tx, device: Uuid, account: Uuid) -> Result<i64, DbError> {
    let args = [device.to_string().into(), account.to_string().into()];
    super::count(&tx.fetch(&CODE_WRONG, &args).await?)
}

pub(crate) async fn code_right(tx: &mut Tx, device: Uuid, account: Uuid) -> Result<(), DbError> {
    let args = [device.to_string().into(), account.to_string().into()];
    tx.execute(&CODE_RIGHT, &args).await.map(|_| ())
}

pub(crate) async fn code_delete(tx: &mut Tx, device: Uuid, account: Uuid) -> Result<(), DbError> {
    let args = [device.to_string().into(), account.to_string().into()];
    tx.execute(&CODE_DELETE, &args).await.map(|_| ())
}

pub(crate) async fn codes_clear(tx: &mut Tx, account: Uuid) -> Result<(), DbError> {
    tx.execute(&CODE_CLEAR_ACCOUNT, &[account.to_string().into()]).await.map(|_| ())
}

/// Who has a short code on a device.
pub(crate) async fn people(db: &Db, device: Uuid) -> Result<Vec<Account>, DbError> {
    db.fetch(&PEOPLE, &[device.to_string().into()]).await?.iter().map(super::account::account).collect()
}

fn device(row: &Row) -> Result<Device, DbError> {
    Ok(Device {
        id: parsed(row, 0)?,
        stop: parsed(row, 1)?,
        label: row.text(2)?,
        enrolled_at: instants::from_micros(row.int(3)?)?,
        revoked_at: row.opt_int(4)?.map(instants::from_micros).transpose()?,
    })
}
