use sqlx::migrate::{MigrateError, Migrator};

use crate::{
    DatabaseUrl, OpenError, Statement,
    audit::chain_unchained,
    engine::Pools,
    open::{server_error, sqlite_error},
    tx::Running,
    url::Target,
};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The step from which on the audit log is a chain.
const AUDIT_CHAIN: i64 = 4;

/// How many tables there are, and whether one is the ledger of the steps.
static TABLES_SQLITE: Statement = Statement::new(
    "table_count",
    "SELECT count(*), count(CASE WHEN name = '_sqlx_migrations' THEN 1 END) FROM sqlite_schema WHERE type = 'table'",
);
static TABLES_POSTGRES: Statement = Statement::new(
    "table_count",
    "SELECT count(*), count(CASE WHEN tablename = '_sqlx_migrations' THEN 1 END)
     FROM pg_tables WHERE schemaname = current_schema()",
);

/// Which steps were done, with their checksums.
static STEPS_SQLITE: Statement = Statement::new(
    "step_list",
    "SELECT version, lower(hex(checksum)) FROM _sqlx_migrations ORDER BY version",
);
static STEPS_POSTGRES: Statement = Statement::new(
    "step_list",
    "SELECT version, encode(checksum, 'hex') FROM _sqlx_migrations ORDER BY version",
);

/// Brings the schema to the newest step, or to an earlier one. Refuses a database of another program, or one that a newer Lotse wrote.
///
/// All steps together are one transaction behind the lock of all writers, so programs that start at the same time do
/// this one after another.
pub(crate) async fn run(pools: &Pools, url: &DatabaseUrl, target: Option<i64>) -> Result<(), OpenError> {
    let mut running = Running::write(pools).await.map_err(|e| engine_error(&e, url))?;
    refuse_foreign(&mut running, url).await?;
    let (migrator, done) = match &mut running {
        Running::Sqlite(t) => (&SQLITE, SQLITE.run_direct(target, &mut **t, false).await),
        Running::Postgres(t) => (&POSTGRES, POSTGRES.run_direct(target, &mut **t, false).await),
    };
    done.map_err(|error| match error {
        MigrateError::VersionMissing(found) => OpenError::Newer { found, known: newest(migrator) },
        MigrateError::VersionMismatch(step) => OpenError::Altered { step },
        MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _) => engine_error(&e, url),
        other => OpenError::Migrate(other),
    })?;
    if target.is_none_or(|step| step >= AUDIT_CHAIN) {
        let chained = chain_unchained(&mut running).await;
        chained.map_err(|e| OpenError::Migrate(MigrateError::Source(e.into())))?;
    }
    running.commit().await.map_err(|e| engine_error(&e, url))
}

/// The newest step of this program.
pub(crate) fn known() -> i64 {
    newest(&SQLITE)
}

/// The newest step that was done, without doing any. Refuses what [`run`] refuses, and a database without tables.
pub(crate) async fn step(pools: &Pools, url: &DatabaseUrl) -> Result<i64, OpenError> {
    let mut running = Running::read(pools).await.map_err(|e| engine_error(&e, url))?;
    if refuse_foreign(&mut running, url).await? == 0 {
        return Err(OpenError::Missing { database: url.to_string() });
    }
    let (migrator, statement) = match running {
        Running::Sqlite(_) => (&SQLITE, &STEPS_SQLITE),
        Running::Postgres(_) => (&POSTGRES, &STEPS_POSTGRES),
    };
    let done = running.fetch(statement, &[]).await.and_then(|rows| {
        rows.iter().map(|row| Ok((row.int(0)?, row.text(1)?))).collect::<Result<Vec<_>, _>>()
    });
    let done = done.map_err(|e| OpenError::Migrate(MigrateError::Source(e.into())))?;
    for (step, checksum) in &done {
        match migrator.iter().find(|m| m.version == *step) {
            None => return Err(OpenError::Newer { found: *step, known: newest(migrator) }),
            Some(m) if hex(&m.checksum) != *checksum => return Err(OpenError::Altered { step: *step }),
            Some(_) => {}
        }
    }
    let missing = || OpenError::Missing { database: url.to_string() };
    done.last().map(|(step, _)| *step).ok_or_else(missing)
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// How many tables there are.
async fn refuse_foreign(running: &mut Running, url: &DatabaseUrl) -> Result<i64, OpenError> {
    let tables = match running {
        Running::Sqlite(_) => &TABLES_SQLITE,
        Running::Postgres(_) => &TABLES_POSTGRES,
    };
    let counted = running.fetch(tables, &[]).await.and_then(|rows| {
        rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect::<Result<Vec<_>, _>>()
    });
    match counted.map_err(|e| OpenError::Migrate(MigrateError::Source(e.into())))?.as_slice() {
        [(tables, 1) | (tables @ 0, 0)] => Ok(*tables),
        _ => Err(OpenError::Foreign { database: url.to_string() }),
    }
}

fn engine_error(error: &sqlx::Error, url: &DatabaseUrl) -> OpenError {
    match &url.0 {
        Target::Sqlite(path) => sqlite_error(path, error),
        Target::Postgres(_) => server_error(url, error),
    }
}

fn newest(migrator: &Migrator) -> i64 {
    migrator.iter().map(|m| m.version).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_the_same_steps() {
        let steps = |m: &Migrator| m.iter().map(|m| (m.version, m.description.clone())).collect::<Vec<_>>();
        assert_eq!(steps(&SQLITE), steps(&POSTGRES));
    }
}
