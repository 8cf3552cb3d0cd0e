use sqlx::{Decode, Row as _, Type, postgres::PgRow, sqlite::SqliteRow};

use crate::DbError;

/// One row of an answer. Columns are counted from 0.
#[derive(Debug)]
pub struct Row {
    pub(crate) statement: &'static str,
    pub(crate) inner: Inner,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// An integer.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        self.get(column)
    }

    /// A text.
    pub fn text(&self, column: usize) -> Result<String, DbError> {
        self.get(column)
    }

    /// A floating-point number.
    pub fn real(&self, column: usize) -> Result<f64, DbError> {
        self.get(column)
    }

    /// An integer or NULL.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        self.get(column)
    }

    /// A text or NULL.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, DbError> {
        self.get(column)
    }

    /// A floating-point number or NULL.
    pub fn opt_real(&self, column: usize) -> Result<Option<f64>, DbError> {
        self.get(column)
    }

    fn get<T>(&self, column: usize) -> Result<T, DbError>
    where
        T: for<'r> Decode<'r, sqlx::Sqlite> + Type<sqlx::Sqlite>,
        T: for<'r> Decode<'r, sqlx::Postgres> + Type<sqlx::Postgres>,
    {
        match &self.inner {
            Inner::Sqlite(row) => row.try_get(column),
            Inner::Postgres(row) => row.try_get(column),
        }
        .map_err(|e| DbError::of(self.statement, e))
    }
}
