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
        let (pools, replica) = match &url.0 {
            Target::Sqlite(path) => (sqlite(path).await?, false),
            Target::Postgres(options) => postgres(url, options).await?,
        };
        if replica {
            return Self::current(pools, url).await;
        }
        migrate::run(&pools, url, None).await?;
        Ok(Self::new(pools, url.clone()))
    }

    /// Opens a database that is there and has this program's schema, and never changes anything in it.
    ///
    /// A replica of a PostgreSQL server is opened so by [`Db::open`] too.
    pub async fn open_read_only(url: &DatabaseUrl) -> Result<Self, OpenError> {
        Self::current(Self::untouched(url).await?, url).await
    }

    /// Opens a database for reading whose schema may be older; answers with its newest step.
    pub(crate) async fn open_as_is(url: &DatabaseUrl) -> Result<(Self, i64), OpenError> {
        let pools = Self::untouched(url).await?;
        let step = migrate::step(&pools, url).await?;
        Ok((Self::new(pools, url.clone()).reading_only(), step))
    }

    async fn untouched(url: &DatabaseUrl) -> Result<Pools, OpenError> {
        match &url.0 {
            Target::Sqlite(path) => sqlite_untouched(path, url),
            Target::Postgres(options) => Ok(postgres(url, options).await?.0),
        }
    }

    async fn current(pools: Pools, url: &DatabaseUrl) -> Result<Self, OpenError> {
        let (found, known) = (migrate::step(&pools, url).await?, migrate::known());
        if found < known {
            return Err(OpenError::Older { database: url.to_string(), found, known });
        }
        Ok(Self::new(pools, url.clone()).reading_only())
    }
}

/// A file that must be there, with writers that cannot write.
fn sqlite_untouched(path: &Path, url: &DatabaseUrl) -> Result<Pools, OpenError> {
    let absolute = std::path::absolute(path).map_err(|e| file_error(path, &e))?;
    if !absolute.is_file() {
        return Err(OpenError::Missing { database: url.to_string() });
    }
    let options = sqlite_options(&absolute).pragma("query_only", "ON");
    let file = File::new(absolute).map_err(|e| file_error(path, &e))?;
    Ok(sqlite_pools(file, options.clone(), options))
}

fn file_error(path: &Path, error: &std::io::Error) -> OpenError {
    OpenError::File { path: path.display().to_string(), reason: error.to_string() }
}

pub(crate) fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE)
}

pub(crate) fn sqlite_pools(file: File, write: SqliteConnectOptions, read: SqliteConnectOptions) -> Pools {
    // No time limits, and no test of each connection: they are handles to a file.
    let pool = |size| {
        let pool = SqlitePoolOptions::new().max_connections(size).acquire_timeout(PATIENCE);
        let pool = pool.idle_timeout(None).max_lifetime(None).test_before_acquire(false);
        // A full disk ends a transaction behind the driver's back. It would believe to be in it for good and refuse the
        // next one, so such a connection is not used again.
        pool.after_release(|connection, _| {
            Box::pin(async move {
                // Behind the rollback of a dropped transaction, which is on its way.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
    };
    Pools::Sqlite {
        file,
        read: pool(READERS).connect_lazy_with(read),
        write: pool(1).connect_lazy_with(write),
    }
}

async fn sqlite(path: &Path) -> Result<Pools, OpenError> {
    let file_error = |e: std::io::Error| file_error(path, &e);
    // An absolute path outlives a change of the working folder, and "file:" in it has no meaning to SQLite.
    let absolute = std::path::absolute(path).map_err(file_error)?;
    if let Some(folder) = absolute.parent() {
        std::fs::create_dir_all(folder).map_err(file_error)?;
    }
    let options = sqlite_options(&absolute);
    sqlite_try(&options).await.map_err(|e| sqlite_error(path, &e))?;
    let file = File::new(absolute).map_err(file_error)?;
    let reading = options.clone().pragma("query_only", "ON");
    Ok(sqlite_pools(file, options, reading))
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

/// The pools, and whether the server is a replica.
async fn postgres(url: &DatabaseUrl, options: &PgConnectOptions) -> Result<(Pools, bool), OpenError> {
    let options = options
        .clone()
        .application_name("lotse")
        .options([("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "60s")]);
    let replica = postgres_try(url, &options).await?;
    let pool = |size| PgPoolOptions::new().max_connections(size).acquire_timeout(PATIENCE);
    let reading = options.clone().options([("default_transaction_read_only", "on")]);
    let pools = Pools::Postgres {
        read: pool(READERS).connect_lazy_with(reading),
        write: pool(POSTGRES_WRITERS).connect_lazy_with(options),
    };
    Ok((pools, replica))
}

/// Connects once without a pool, which would try again and again and then tell nothing but that time is up. Answers
/// whether the server is a replica.
async fn postgres_try(url: &DatabaseUrl, options: &PgConnectOptions) -> Result<bool, OpenError> {
    let asked = async {
        let mut connection = options.connect().await?;
        let about: (String, bool) =
            sqlx::query_as("SELECT current_setting('server_encoding'), pg_is_in_recovery()")
                .fetch_one(&mut connection)
                .await?;
        connection.close().await.map(|()| about)
    };
    let asked = tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(sqlx::Error::PoolTimedOut));
    let (encoding, replica) = asked.map_err(|e| server_error(url, &e))?;
    match encoding.as_str() {
        "UTF8" => Ok(replica),
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
        ("28000", _) if said.ends_with("no encryption") => {
            format!("{said}; it wants TLS, use sslmode=verify-full in the address")
        }
        ("28P01" | "28000", _) => format!("{said}; check user and password"),
        ("3D000", _) => "it has no such database; make one with CREATE DATABASE".to_owned(),
        ("42501", _) => format!("{said}; make the user the owner of the database"),
        ("53300", _) => format!("{said}; end other programs or raise max_connections"),
        ("55P03", _) => "another program holds it; end that program".to_owned(),
        (_, sqlx::Error::Tls(_)) => tls_reason(&said),
        // What the handshake refuses comes as invalid data of the connection.
        (_, sqlx::Error::Io(e)) if e.kind() == std::io::ErrorKind::InvalidData => tls_reason(&e.to_string()),
        (_, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut) => {
            "it does not answer; check the address, and that the server is running".to_owned()
        }
        _ => said,
    }
}

fn tls_reason(said: &str) -> String {
    format!(
        "no secure connection: {said}; check the server's certificate, and sslmode and sslrootcert in the address"
    )
}
