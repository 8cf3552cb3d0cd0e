use sqlx::migrate::{MigrateError, Migrator};

use crate::{
    DatabaseUrl, OpenError, Statement,
    engine::Pools,
    open::{server_error, sqlite_error},
    tx::Running,
    url::Target,
};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

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

/// Brings the schema to the newest step. Refuses a database of another program, or one that a newer Lotse wrote.
///
/// All steps together are one transaction behind the lock of all writers, so programs that start at the same time do
/// this one after another.
pub(crate) async fn run(pools: &Pools, url: &DatabaseUrl) -> Result<(), OpenError> {
    let mut running = Running::write(pools).await.map_err(|e| engine_error(&e, url))?;
    refuse_foreign(&mut running, url).await?;
    let (migrator, done) = match &mut running {
        Running::Sqlite(t) => (&SQLITE, SQLITE.run_direct(None, &mut **t, false).await),
        Running::Postgres(t) => (&POSTGRES, POSTGRES.run_direct(None, &mut **t, false).await),
    };
    done.map_err(|error| match error {
        MigrateError::VersionMissing(found) => OpenError::Newer { found, known: newest(migrator) },
        MigrateError::VersionMismatch(step) => OpenError::Altered { step },
        MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _) => engine_error(&e, url),
        other => OpenError::Migrate(other),
    })?;
    running.commit().await.map_err(|e| engine_error(&e, url))
}

async fn refuse_foreign(running: &mut Running, url: &DatabaseUrl) -> Result<(), OpenError> {
    let tables = match running {
        Running::Sqlite(_) => &TABLES_SQLITE,
        Running::Postgres(_) => &TABLES_POSTGRES,
    };
    let counted = running.fetch(tables, &[]).await.and_then(|rows| {
        rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect::<Result<Vec<_>, _>>()
    });
    match counted.map_err(|e| OpenError::Migrate(MigrateError::Source(e.into())))?.as_slice() {
        [(0, 0) | (_, 1)] => Ok(()),
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
