use sqlx::{Column as _, Decode, Row as _, Type, TypeInfo as _, postgres::PgRow, sqlite::SqliteRow};

use crate::DbError;

/// One row of an answer. Columns are counted from 0; asking for another kind of value than is there, or for one where
/// NULL is, is a [`DbError::Decode`].
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
    /// An integer; truth values are 0 and 1.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        let null =
            || DbError::Decode { statement: self.statement, reason: format!("column {column} is NULL") };
        self.opt_int(column)?.ok_or_else(null)
    }

    /// A text.
    pub fn text(&self, column: usize) -> Result<String, DbError> {
        self.opt_text(column)?.ok_or_else(|| self.null(column))
    }

    /// A floating-point number.
    pub fn real(&self, column: usize) -> Result<f64, DbError> {
        self.opt_real(column)?.ok_or_else(|| self.null(column))
    }

    /// An integer or NULL.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        match &self.inner {
            Inner::Sqlite(row) => row.try_get(column),
            Inner::Postgres(row) => postgres_int(row, column),
        }
        .map_err(|e| DbError::of(self.statement, e))
    }

    /// A text or NULL.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, DbError> {
        self.get(column)
    }

    /// A floating-point number or NULL.
    pub fn opt_real(&self, column: usize) -> Result<Option<f64>, DbError> {
        self.get(column)
    }

    /// The driver would read an SQLite NULL as an empty text or zero.
    fn null(&self, column: usize) -> DbError {
        DbError::Decode { statement: self.statement, reason: format!("column {column} is NULL") }
    }

    fn get<T>(&self, column: usize) -> Result<Option<T>, DbError>
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

/// In PostgreSQL a literal is a 32-bit integer and a comparison a truth value; in SQLite both are integers.
fn postgres_int(row: &PgRow, column: usize) -> Result<Option<i64>, sqlx::Error> {
    match row.try_column(column)?.type_info().name() {
        "INT4" => row.try_get::<Option<i32>, _>(column).map(|v| v.map(i64::from)),
        "BOOL" => row.try_get::<Option<bool>, _>(column).map(|v| v.map(i64::from)),
        _ => row.try_get(column),
    }
}
