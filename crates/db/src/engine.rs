use std::{
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use sqlx::{PgPool, SqlitePool};

use crate::{
    DatabaseUrl, DbError, Row, Statement, Value,
    file::File,
    published::Look,
    row::Inner,
    tx::{ReadTx, Tx},
};

/// Which engine a database runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Built in, one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// An open database. Clones share its connections.
#[derive(Clone)]
pub struct Db {
    pub(crate) pools: Pools,
    url: DatabaseUrl,
    statements: Arc<AtomicU64>,
    pub(crate) looked: Arc<Mutex<Option<Look>>>,
    read_only: bool,
}

#[derive(Clone)]
pub(crate) enum Pools {
    /// One connection writes, some read: SQLite has one writer at a time anyway, and waiting here is fair.
    Sqlite { file: File, write: SqlitePool, read: SqlitePool },
    /// As there, readers cannot write, and never wait for writers.
    Postgres { write: PgPool, read: PgPool },
}

/// Binds values to a text of SQL.
macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $args {
            query = match value {
                $crate::Value::Int(v) => query.bind(*v),
                $crate::Value::Text(v) => query.bind(v.as_str()),
                $crate::Value::Real(v) => query.bind(*v),
                $crate::Value::OptInt(v) => query.bind(*v),
                $crate::Value::OptText(v) => query.bind(v.as_deref()),
                $crate::Value::OptReal(v) => query.bind(*v),
            };
        }
        query
    }};
}
pub(crate) use bound;

/// Makes our rows of an engine's rows.
pub(crate) fn rows<R>(statement: &'static str, rows: Vec<R>, wrap: fn(R) -> Inner) -> Vec<Row> {
    rows.into_iter().map(|r| Row { statement, inner: wrap(r) }).collect()
}

impl Pools {
    /// Whether a file is still in its place; a server tells by itself.
    pub(crate) fn check(&self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { file, .. } => file.check(),
            Self::Postgres { .. } => Ok(()),
        }
    }
}

impl Db {
    pub(crate) fn new(pools: Pools, url: DatabaseUrl) -> Self {
        Self { pools, url, statements: Arc::default(), looked: Arc::default(), read_only: false }
    }

    /// Refuses changes from here on.
    #[must_use]
    pub(crate) fn reading_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// Whether every change is refused: opened so, or a replica.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Which engine it runs on.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Reads with one statement, which sees the database at one moment and cannot write.
    pub async fn fetch(&self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.count();
        self.fetch_uncounted(statement, args).await
    }

    pub(crate) async fn fetch_uncounted(
        &self,
        statement: &Statement,
        args: &[Value],
    ) -> Result<Vec<Row>, DbError> {
        statement.check(args)?;
        self.pools.check().map_err(DbError::Unavailable)?;
        let done = match &self.pools {
            Pools::Sqlite { read, .. } => bound!(statement.sql, args)
                .fetch_all(read)
                .await
                .map(|r| rows(statement.name, r, Inner::Sqlite)),
            Pools::Postgres { read, .. } => bound!(statement.sql, args)
                .fetch_all(read)
                .await
                .map(|r| rows(statement.name, r, Inner::Postgres)),
        };
        done.map_err(|e| DbError::of(statement.name, e))
    }

    /// Begins a consistent read of several statements.
    pub async fn read(&self) -> Result<ReadTx, DbError> {
        self.count();
        ReadTx::begin(self).await
    }

    /// Begins a change. Nothing is stored before [`Tx::commit`]; dropping it takes everything back.
    ///
    /// Changes run one after another, also those of other processes: this waits some seconds for the one before. Who
    /// begins a second one while holding a first waits for himself.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        self.count();
        if self.read_only {
            return Err(DbError::ReadOnly);
        }
        Tx::begin(self).await
    }

    /// How many statements ran over this database and its clones, apart from those that watch for changes.
    pub fn statements_run(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    pub(crate) fn count(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    /// Closes all connections, also those of clones.
    pub async fn close(&self) {
        match &self.pools {
            // The writer last: SQLite's last connection folds its log into the file, for which it must write.
            Pools::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        match &self.pools {
            Pools::Sqlite { write, .. } => write.is_closed(),
            Pools::Postgres { write, .. } => write.is_closed(),
        }
    }
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Db").field("engine", &self.engine()).finish_non_exhaustive()
    }
}
