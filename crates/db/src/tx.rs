use sqlx::{Postgres, Sqlite, Transaction};

use crate::{
    Db, DbError, Row, Statement, Value,
    engine::{Pools, bound, check, rows},
    row::Inner,
};

enum Running {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A change under way: everything or nothing.
pub struct Tx {
    running: Running,
    db: Db,
}

/// Several reads that see the database at one moment.
pub struct ReadTx {
    running: Running,
    db: Db,
}

/// SQLite takes the write lock at once: a transaction that reads first and then finds the lock taken would fail.
const SQLITE_WRITE: &str = "BEGIN IMMEDIATE";
const POSTGRES_READ: &str = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

impl Running {
    async fn fetch(&mut self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        check(statement, args)?;
        let done = match self {
            Self::Sqlite(t) => {
                bound!(statement, args).fetch_all(&mut **t).await.map(|r| rows(statement, r, Inner::Sqlite))
            }
            Self::Postgres(t) => {
                bound!(statement, args).fetch_all(&mut **t).await.map(|r| rows(statement, r, Inner::Postgres))
            }
        };
        done.map_err(|e| DbError::of(statement.name, e))
    }
}

impl ReadTx {
    pub(crate) async fn begin(db: &Db) -> Result<Self, DbError> {
        let running = match &db.pools {
            Pools::Sqlite { read, .. } => read.begin().await.map(Running::Sqlite),
            Pools::Postgres(pool) => pool.begin_with(POSTGRES_READ).await.map(Running::Postgres),
        };
        Ok(Self { running: running.map_err(|e| DbError::of("read_begin", e))?, db: db.clone() })
    }

    /// Reads.
    pub async fn fetch(&mut self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.db.count();
        self.running.fetch(statement, args).await
    }
}

impl Tx {
    pub(crate) async fn begin(db: &Db) -> Result<Self, DbError> {
        let running = match &db.pools {
            Pools::Sqlite { write, .. } => write.begin_with(SQLITE_WRITE).await.map(Running::Sqlite),
            Pools::Postgres(pool) => pool.begin().await.map(Running::Postgres),
        };
        Ok(Self { running: running.map_err(|e| DbError::of("write_begin", e))?, db: db.clone() })
    }

    /// Reads what this transaction sees.
    pub async fn fetch(&mut self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.db.count();
        self.running.fetch(statement, args).await
    }

    /// Changes; answers with the number of rows.
    pub async fn execute(&mut self, statement: &Statement, args: &[Value]) -> Result<u64, DbError> {
        self.db.count();
        check(statement, args)?;
        let done = match &mut self.running {
            Running::Sqlite(t) => bound!(statement, args).execute(&mut **t).await.map(|d| d.rows_affected()),
            Running::Postgres(t) => bound!(statement, args).execute(&mut **t).await.map(|d| d.rows_affected()),
        };
        done.map_err(|e| DbError::of(statement.name, e))
    }

    /// Runs a statement on PostgreSQL only; for what SQLite has no word for.
    pub(crate) async fn on_postgres(&mut self, statement: &Statement) -> Result<(), DbError> {
        match &mut self.running {
            Running::Sqlite(_) => Ok(()),
            Running::Postgres(t) => {
                let done = sqlx::query(statement.sql).execute(&mut **t).await;
                done.map(|_| ()).map_err(|e| DbError::of(statement.name, e))
            }
        }
    }

    /// Stores everything.
    pub async fn commit(self) -> Result<(), DbError> {
        match self.running {
            Running::Sqlite(t) => t.commit().await,
            Running::Postgres(t) => t.commit().await,
        }
        .map_err(|e| DbError::of("commit", e))
    }

    /// Takes everything back at once, where dropping would do so at the connection's next use.
    pub async fn rollback(self) -> Result<(), DbError> {
        match self.running {
            Running::Sqlite(t) => t.rollback().await,
            Running::Postgres(t) => t.rollback().await,
        }
        .map_err(|e| DbError::of("rollback", e))
    }
}
