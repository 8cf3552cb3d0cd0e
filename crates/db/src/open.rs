use std::{path::Path, time::Duration};

use sqlx::{
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Db, OpenError,
    engine::Pools,
    migrate,
    url::{DatabaseUrl, Target},
};

/// How long to wait for a connection before the database counts as not answering.
const PATIENCE: Duration = Duration::from_secs(5);
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 10;

impl Db {
    /// Opens a database, makes it where it is a file that is not there yet, and brings its schema up to date.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let pools = match &url.0 {
            Target::Sqlite(path) => sqlite(path).await?,
            Target::Postgres(options) => postgres(url, options).await?,
        };
        migrate::run(&pools).await.map_err(|error| named(error, url))?;
        Ok(Self::new(pools))
    }
}

async fn sqlite(path: &Path) -> Result<Pools, OpenError> {
    let shown = path.display().to_string();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|e| OpenError::File { path: shown.clone(), reason: e.to_string() })?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE);
    let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE).connect_with(options.clone());
    let write = write.await.map_err(|e| sqlite_error(&shown, &e))?;
    let read = SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(PATIENCE).connect_lazy_with(options);
    Ok(Pools::Sqlite { write, read })
}

fn sqlite_error(path: &str, error: &sqlx::Error) -> OpenError {
    let code = error.as_database_error().and_then(|d| d.code().map(|c| c.into_owned()));
    // 26: the file is no database.
    if code.as_deref() == Some("26") {
        OpenError::NotADatabase { path: path.to_owned() }
    } else {
        OpenError::File { path: path.to_owned(), reason: error.to_string() }
    }
}

async fn postgres(url: &DatabaseUrl, options: &PgConnectOptions) -> Result<Pools, OpenError> {
    let options = options.clone().application_name("lotse");
    let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(PATIENCE);
    let pool = pool.connect_with(options).await;
    let reason = |e: &sqlx::Error| match e {
        sqlx::Error::Database(d) => d.message().to_owned(),
        sqlx::Error::PoolTimedOut => "no answer in time; is it running, and is the address right?".to_owned(),
        other => other.to_string(),
    };
    pool.map(Pools::Postgres).map_err(|e| OpenError::Server { url: url.to_string(), reason: reason(&e) })
}

/// A file that is no database is noticed at the first statement only.
fn named(error: OpenError, url: &DatabaseUrl) -> OpenError {
    use sqlx::migrate::MigrateError::{Execute, ExecuteMigration};
    match (&url.0, &error) {
        (Target::Sqlite(path), OpenError::Migrate(Execute(e) | ExecuteMigration(e, _))) => {
            match sqlite_error(&path.display().to_string(), e) {
                broken @ OpenError::NotADatabase { .. } => broken,
                _ => error,
            }
        }
        _ => error,
    }
}
