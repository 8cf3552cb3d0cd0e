use sqlx::{Postgres, Sqlite, Transaction};

use crate::{
    Db, DbError, Row, Statement, Value,
    engine::{Pools, bound, rows},
    row::Inner,
};

pub(crate) enum Running {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A change under way: everything or nothing.
///
/// Once a statement failed, or its future was dropped half-way, everything but [`rollback`](Self::rollback) answers
/// [`DbError::Aborted`].
pub struct Tx {
    running: Running,
    db: Db,
    /// PostgreSQL refuses to go on after a failed statement and takes its commit for a rollback without a word; SQLite
    /// goes on and keeps the rest. Hence we look ourselves.
    sound: bool,
}

/// Several reads that see the database at one moment.
pub struct ReadTx {
    running: Running,
    db: Db,
}

/// SQLite takes the write lock at once: a transaction that reads first and then finds the lock taken would fail.
const SQLITE_WRITE: &str = "BEGIN IMMEDIATE";
/// PostgreSQL's writers wait for each other here, as SQLite's do; it holds for one database and until the end of the
/// transaction. A statement of one engine only (docs/adr/0001). The number is "Lotse" in ASCII.
const POSTGRES_WRITE: &str = "SELECT pg_advisory_xact_lock(328287417189)";
const POSTGRES_READ: &str = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

impl Running {
    /// Begins to write, when every other writer is through.
    pub(crate) async fn write(pools: &Pools) -> Result<Self, sqlx::Error> {
        pools.check()?;
        match pools {
            Pools::Sqlite { write, .. } => write.begin_with(SQLITE_WRITE).await.map(Self::Sqlite),
            Pools::Postgres { write, .. } => {
                let mut t = write.begin().await?;
                sqlx::query(POSTGRES_WRITE).execute(&mut *t).await?;
                Ok(Self::Postgres(t))
            }
        }
    }

    pub(crate) async fn read(pools: &Pools) -> Result<Self, sqlx::Error> {
        pools.check()?;
        match pools {
            Pools::Sqlite { read, .. } => read.begin().await.map(Self::Sqlite),
            Pools::Postgres { read, .. } => read.begin_with(POSTGRES_READ).await.map(Self::Postgres),
        }
    }

    pub(crate) async fn fetch(&mut self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        statement.check(args)?;
        let done = match self {
            Self::Sqlite(t) => bound!(statement.sql, args)
                .fetch_all(&mut **t)
                .await
                .map(|r| rows(statement.name, r, Inner::Sqlite)),
            Self::Postgres(t) => bound!(statement.sql, args)
                .fetch_all(&mut **t)
                .await
                .map(|r| rows(statement.name, r, Inner::Postgres)),
        };
        done.map_err(|e| DbError::of(statement.name, e))
    }

    pub(crate) async fn execute(&mut self, statement: &Statement, args: &[Value]) -> Result<u64, DbError> {
        statement.check(args)?;
        let done = match self {
            Self::Sqlite(t) => bound!(statement.sql, args).execute(&mut **t).await.map(|d| d.rows_affected()),
            Self::Postgres(t) => {
                bound!(statement.sql, args).execute(&mut **t).await.map(|d| d.rows_affected())
            }
        };
        done.map_err(|e| DbError::of(statement.name, e))
    }

    /// Reads with a text that was put together from the schema; `name` stands in errors.
    pub(crate) async fn fetch_text(
        &mut self,
        name: &'static str,
        sql: &str,
        args: &[Value],
    ) -> Result<Vec<Row>, DbError> {
        let sql = sqlx::AssertSqlSafe(sql);
        let done = match self {
            Self::Sqlite(t) => {
                bound!(sql, args).fetch_all(&mut **t).await.map(|r| rows(name, r, Inner::Sqlite))
            }
            Self::Postgres(t) => {
                bound!(sql, args).fetch_all(&mut **t).await.map(|r| rows(name, r, Inner::Postgres))
            }
        };
        done.map_err(|e| DbError::of(name, e))
    }

    /// Changes with such a text.
    pub(crate) async fn execute_text(
        &mut self,
        name: &'static str,
        sql: &str,
        args: &[Value],
    ) -> Result<(), DbError> {
        let sql = sqlx::AssertSqlSafe(sql);
        let done = match self {
            Self::Sqlite(t) => bound!(sql, args).execute(&mut **t).await.map(|_| ()),
            Self::Postgres(t) => bound!(sql, args).execute(&mut **t).await.map(|_| ()),
        };
        done.map_err(|e| DbError::of(name, e))
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(t) => t.commit().await,
            Self::Postgres(t) => t.commit().await,
        }
    }

    async fn rollback(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(t) => t.rollback().await,
            Self::Postgres(t) => t.rollback().await,
        }
    }
}

impl ReadTx {
    pub(crate) async fn begin(db: &Db) -> Result<Self, DbError> {
        let running = Running::read(&db.pools).await.map_err(|e| DbError::of("read_begin", e))?;
        Ok(Self { running, db: db.clone() })
    }

    pub(crate) fn running(&mut self) -> &mut Running {
        &mut self.running
    }

    /// Reads.
    pub async fn fetch(&mut self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.db.count();
        self.running.fetch(statement, args).await
    }
}

impl Tx {
    pub(crate) async fn begin(db: &Db) -> Result<Self, DbError> {
        let running = Running::write(&db.pools).await.map_err(|e| DbError::of("write_begin", e))?;
        Ok(Self { running, db: db.clone(), sound: true })
    }

    /// Reads what this transaction sees; also for statements that change and answer (`RETURNING`).
    pub async fn fetch(&mut self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let rows = self.start()?.fetch(statement, args).await?;
        self.sound = true;
        Ok(rows)
    }

    /// Changes; answers with the number of rows.
    pub async fn execute(&mut self, statement: &Statement, args: &[Value]) -> Result<u64, DbError> {
        let changed = self.start()?.execute(statement, args).await?;
        self.sound = true;
        Ok(changed)
    }

    /// Runs a statement on PostgreSQL only; for what SQLite has no word for.
    pub(crate) async fn on_postgres(&mut self, statement: &Statement) -> Result<(), DbError> {
        match self.running {
            Running::Sqlite(_) => Ok(()),
            Running::Postgres(_) => self.execute(statement, &[]).await.map(|_| ()),
        }
    }

    /// Stores everything. After an error nothing is stored; only when the connection breaks in this very moment
    /// ([`DbError::Unavailable`]) it may be either.
    pub async fn commit(self) -> Result<(), DbError> {
        if !self.sound {
            // When the disk is full SQLite has taken everything back by itself and finds nothing more to take back.
            let _ = self.rollback().await;
            return Err(DbError::Aborted);
        }
        self.running.commit().await.map_err(|e| DbError::of("commit", e))
    }

    /// Takes everything back at once, where dropping would do so at the connection's next use.
    pub async fn rollback(self) -> Result<(), DbError> {
        self.running.rollback().await.map_err(|e| DbError::of("rollback", e))
    }

    /// Past the watch over failed statements: whoever uses this ends the transaction at the first error.
    pub(crate) fn running(&mut self) -> &mut Running {
        &mut self.running
    }

    /// Until the statement that starts here has succeeded, the transaction counts as failed.
    fn start(&mut self) -> Result<&mut Running, DbError> {
        if !std::mem::replace(&mut self.sound, false) {
            return Err(DbError::Aborted);
        }
        self.db.count();
        Ok(&mut self.running)
    }
}
