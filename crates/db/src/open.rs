use std::{path::Path, time::Duration};

use sqlx::{
    ConnectOptions as _, Connection as _,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Db, OpenError,
    engine::Pools,
    file::File,
    migrate,
    url::{DatabaseUrl, Target},
};

/// How long to wait for a connection or a lock before the database counts as not answering.
const PATIENCE: Duration = Duration::from_secs(5);
const READERS: u32 = 6;
const POSTGRES_WRITERS: u32 = 4;

impl Db {
    /// Opens a database, makes it where it is a file that is not there yet, and brings its schema up to date.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let pools = match &url.0 {
            Target::Sqlite(path) => sqlite(path).await?,
            Target::Postgres(options) => postgres(url, options).await?,
        };
        migrate::run(&pools, url).await?;
        Ok(Self::new(pools, url.clone()))
    }
}

async fn sqlite(path: &Path) -> Result<Pools, OpenError> {
    let file_error =
        |e: std::io::Error| OpenError::File { path: path.display().to_string(), reason: e.to_string() };
    // An absolute path outlives a change of the working folder, and "file:" in it has no meaning to SQLite.
    let absolute = std::path::absolute(path).map_err(file_error)?;
    if let Some(folder) = absolute.parent() {
        std::fs::create_dir_all(folder).map_err(file_error)?;
    }
    let options = SqliteConnectOptions::new()
        .filename(&absolute)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE);
    sqlite_try(&options).await.map_err(|e| sqlite_error(path, &e))?;
    // No time limits, and no test of each connection: they are handles to a file.
    let pool = |size| {
        let pool = SqlitePoolOptions::new().max_connections(size).acquire_timeout(PATIENCE);
        pool.idle_timeout(None).max_lifetime(None).test_before_acquire(false)
    };
    Ok(Pools::Sqlite {
        file: File::new(absolute).map_err(file_error)?,
        read: pool(READERS).connect_lazy_with(options.clone().pragma("query_only", "ON")),
        write: pool(1).connect_lazy_with(options),
    })
}

/// Makes the file, and turns its write-ahead log on for good.
///
/// For that SQLite needs the file for itself and does not wait by its own time limit; two programs that start together
/// meet here.
async fn sqlite_try(options: &SqliteConnectOptions) -> Result<(), sqlx::Error> {
    let first = options.clone().create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
    let connected = async {
        loop {
            match first.connect().await {
                Err(e) if sqlite_code(&e) == Some(5) => tokio::time::sleep(Duration::from_millis(20)).await,
                done => return done?.close().await,
            }
        }
    };
    tokio::time::timeout(PATIENCE, connected).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

fn sqlite_code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse::<i32>().ok().map(|code| code & 0xFF)
}

pub(crate) fn sqlite_error(path: &Path, error: &sqlx::Error) -> OpenError {
    let path = path.display().to_string();
    let reason = match (sqlite_code(error), error) {
        // The file is no database.
        (Some(26), _) => return OpenError::NotADatabase { path },
        (Some(5 | 6), _) | (_, sqlx::Error::PoolTimedOut) => {
            "another program holds it; end that program".to_owned()
        }
        (Some(_), sqlx::Error::Database(d)) => {
            format!("{}; check that it is a file, and that it and its folder can be written", d.message())
        }
        _ => error.to_string(),
    };
    OpenError::File { path, reason }
}

async fn postgres(url: &DatabaseUrl, options: &PgConnectOptions) -> Result<Pools, OpenError> {
    let options = options
        .clone()
        .application_name("lotse")
        .options([("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "60s")]);
    postgres_try(url, &options).await?;
    let pool = |size| PgPoolOptions::new().max_connections(size).acquire_timeout(PATIENCE);
    let reading = options.clone().options([("default_transaction_read_only", "on")]);
    Ok(Pools::Postgres {
        read: pool(READERS).connect_lazy_with(reading),
        write: pool(POSTGRES_WRITERS).connect_lazy_with(options),
    })
}

/// Connects once without a pool, which would try again and again and then tell nothing but that time is up.
async fn postgres_try(url: &DatabaseUrl, options: &PgConnectOptions) -> Result<(), OpenError> {
    let asked = async {
        let mut connection = options.connect().await?;
        let encoding: String = sqlx::query_scalar("SHOW server_encoding").fetch_one(&mut connection).await?;
        connection.close().await.map(|()| encoding)
    };
    let asked = tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(sqlx::Error::PoolTimedOut));
    match asked.map_err(|e| server_error(url, &e))?.as_str() {
        "UTF8" => Ok(()),
        other => Err(OpenError::Server {
            url: url.to_string(),
            reason: format!("its encoding is {other}; make it anew with ENCODING 'UTF8'"),
        }),
    }
}

pub(crate) fn server_error(url: &DatabaseUrl, error: &sqlx::Error) -> OpenError {
    OpenError::Server { url: url.to_string(), reason: server_reason(error) }
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn server_reason(error: &sqlx::Error) -> String {
    let said = match error {
        sqlx::Error::Database(d) => d.message().to_owned(),
        other => other.to_string(),
    };
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default();
    match (code.as_ref(), error) {
        ("28P01" | "28000", _) => format!("{said}; check user and password"),
        ("3D000", _) => "it has no such database; make one with CREATE DATABASE".to_owned(),
        ("42501", _) => format!("{said}; make the user the owner of the database"),
        ("53300", _) => format!("{said}; end other programs or raise max_connections"),
        ("55P03", _) => "another program holds it; end that program".to_owned(),
        (_, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut) => {
            "it does not answer; check the address, and that the server is running".to_owned()
        }
        (_, sqlx::Error::Tls(_)) => format!("{said}; this program connects without TLS, use sslmode=disable"),
        _ => said,
    }
}
