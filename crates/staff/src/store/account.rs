use db::{Db, DbError, Row, Statement, Tx, instants};
use jiff::Timestamp;
use kernel::{Roles, StopScope, text};
use uuid::Uuid;

use super::{count, parsed};
use crate::{
    model::{Account, Handle, Listed},
    totp::CodeSecret,
};

static ACCOUNT_INSERT: Statement = Statement::new(
    "account_insert",
    "INSERT INTO staff_account (id, handle, name, sort_key, roles, stops, practice, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
static ACCOUNT_FIND: Statement = Statement::new(
    "account_find",
    "SELECT id, handle, name, roles, stops, practice, locked_at FROM staff_account WHERE id = $1",
);
static ACCOUNT_BY_HANDLE: Statement = Statement::new(
    "account_by_handle",
    "SELECT id, handle, name, roles, stops, practice, locked_at FROM staff_account WHERE handle = $1",
);
static ACCOUNT_LIST: Statement = Statement::new(
    "account_list",
    "SELECT a.id, a.handle, a.name, a.roles, a.stops, a.practice, a.locked_at, i.expires_at,
            (SELECT count(*) FROM staff_passkey p WHERE p.account_id = a.id),
            CASE WHEN a.password IS NULL THEN 0 ELSE 1 END
     FROM staff_account a LEFT JOIN staff_invitation i ON i.account_id = a.id ORDER BY a.sort_key, a.handle",
);
static ACCOUNT_RIGHTS: Statement =
    Statement::new("account_rights", "UPDATE staff_account SET roles = $1, stops = $2 WHERE id = $3");
static ACCOUNT_LOCK: Statement =
    Statement::new("account_lock", "UPDATE staff_account SET locked_at = $1 WHERE id = $2");
static ACCOUNT_DELETE: Statement =
    Statement::new("account_delete", "DELETE FROM staff_account WHERE id = $1");
static SECRETS_FIND: Statement = Statement::new(
    "secrets_find",
    "SELECT password, totp, coalesce(totp_step, 0) FROM staff_account WHERE id = $1",
);
static SECRETS_PUT: Statement = Statement::new(
    "secrets_put",
    "UPDATE staff_account SET password = $1, totp = $2, totp_step = $3 WHERE id = $4",
);
static STEP_USE: Statement = Statement::new(
    "totp_step_use",
    "UPDATE staff_account SET totp_step = $1 WHERE id = $2 AND totp = $3 AND coalesce(totp_step, 0) < $1",
);
static OTHER_ADMINS: Statement = Statement::new(
    "admin_count",
    "SELECT count(*) FROM staff_account a
     WHERE a.id <> $1 AND a.locked_at IS NULL AND a.practice = 0
       AND ('+' || a.roles || '+') LIKE '%+admin+%'
       AND (a.password IS NOT NULL OR EXISTS (SELECT 1 FROM staff_passkey p WHERE p.account_id = a.id))",
);

pub(crate) static STATEMENTS: &[&Statement] = &[
    &ACCOUNT_INSERT,
    &ACCOUNT_FIND,
    &ACCOUNT_BY_HANDLE,
    &ACCOUNT_LIST,
    &ACCOUNT_RIGHTS,
    &ACCOUNT_LOCK,
    &ACCOUNT_DELETE,
    &SECRETS_FIND,
    &SECRETS_PUT,
    &STEP_USE,
    &OTHER_ADMINS,
];

/// A password's hash and the secret of the app; both or none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets {
    pub password: Option<String>,
    pub totp: Option<CodeSecret>,
    /// The last step whose code was used.
    pub step: i64,
}

pub(crate) async fn insert(tx: &mut Tx, account: &Account, at: Timestamp) -> Result<(), DbError> {
    let args = [
        account.id.to_string().into(),
        account.handle.as_str().into(),
        account.name.as_str().into(),
        text::sort_key(account.name.as_str()).into(),
        account.roles.to_string().into(),
        account.stops.to_string().into(),
        i64::from(account.practice).into(),
        instants::to_micros(at).into(),
    ];
    tx.execute(&ACCOUNT_INSERT, &args).await.map(|_| ())
}

pub(crate) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Account>, DbError> {
    tx.fetch(&ACCOUNT_FIND, &[id.to_string().into()]).await?.first().map(account).transpose()
}

pub(crate) async fn by_handle(db: &Db, handle: &Handle) -> Result<Option<Account>, DbError> {
    db.fetch(&ACCOUNT_BY_HANDLE, &[handle.as_str().into()]).await?.first().map(account).transpose()
}

pub(crate) async fn list(db: &Db) -> Result<Vec<Listed>, DbError> {
    let listed = |row: &Row| {
        Ok(Listed {
            account: account(row)?,
            invited_until: row.opt_int(7)?.map(instants::from_micros).transpose()?,
            ready: row.int(8)? + row.int(9)? > 0,
        })
    };
    db.fetch(&ACCOUNT_LIST, &[]).await?.iter().map(listed).collect()
}

pub(crate) async fn rights(tx: &mut Tx, id: Uuid, roles: Roles, stops: &StopScope) -> Result<(), DbError> {
    let args = [roles.to_string().into(), stops.to_string().into(), id.to_string().into()];
    tx.execute(&ACCOUNT_RIGHTS, &args).await.map(|_| ())
}

pub(crate) async fn lock(tx: &mut Tx, id: Uuid, at: Option<Timestamp>) -> Result<(), DbError> {
    let args = [at.map(instants::to_micros).into(), id.to_string().into()];
    tx.execute(&ACCOUNT_LOCK, &args).await.map(|_| ())
}

pub(crate) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), DbError> {
    tx.execute(&ACCOUNT_DELETE, &[id.to_string().into()]).await.map(|_| ())
}

pub(crate) async fn secrets(db: &Db, id: Uuid) -> Result<Secrets, DbError> {
    let rows = db.fetch(&SECRETS_FIND, &[id.to_string().into()]).await?;
    let Some(row) = rows.first() else { return Ok(Secrets::default()) };
    let totp = row.opt_text(1)?.and_then(|text| CodeSecret::parse(&text));
    Ok(Secrets { password: row.opt_text(0)?, totp, step: row.int(2)? })
}

pub(crate) async fn secrets_put(tx: &mut Tx, id: Uuid, secrets: &Secrets) -> Result<(), DbError> {
    let totp = secrets.totp.as_ref().map(|t| t.as_str().to_owned());
    let args = [secrets.password.clone().into(), totp.into(), secrets.step.into(), id.to_string().into()];
    tx.execute(&SECRETS_PUT, &args).await.map(|_| ())
}

/// Remembers the step of a code; false when it, or a later one, was used before.
pub(crate) async fn step_use(tx: &mut Tx, id: Uuid, totp: &CodeSecret, step: i64) -> Result<bool, DbError> {
    let args = [step.into(), id.to_string().into(), totp.as_str().into()];
    Ok(tx.execute(&STEP_USE, &args).await? > 0)
}

/// Whether somebody else can still manage accounts.
pub(crate) async fn other_admins(tx: &mut Tx, id: Uuid) -> Result<bool, DbError> {
    Ok(count(&tx.fetch(&OTHER_ADMINS, &[id.to_string().into()]).await?)? > 0)
}

pub(super) fn account(row: &Row) -> Result<Account, DbError> {
    Ok(Account {
        id: parsed(row, 0)?,
        handle: parsed(row, 1)?,
        name: parsed(row, 2)?,
        roles: parsed(row, 3)?,
        stops: parsed(row, 4)?,
        practice: row.int(5)? != 0,
        locked_at: row.opt_int(6)?.map(instants::from_micros).transpose()?,
    })
}
