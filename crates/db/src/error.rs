use kernel::{Fault, FaultKind};
use sqlx::{error::ErrorKind, migrate::MigrateError};

/// A statement did not do what it should. Never turned into "nothing found".
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A row with this key is there already.
    #[error("{statement}: a row with this key is there already")]
    Unique {
        /// Which statement.
        statement: &'static str,
    },
    /// A row that another one points to is missing, or is still pointed to.
    #[error("{statement}: the row it belongs to is missing, or it is still in use")]
    ForeignKey {
        /// Which statement.
        statement: &'static str,
    },
    /// Two transactions were in each other's way; trying again helps.
    #[error("{statement}: another change came in between, please try again")]
    Busy {
        /// Which statement.
        statement: &'static str,
    },
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A stored value is not what the program expects.
    #[error("{statement}: a stored value cannot be read: {reason}")]
    Decode {
        /// Which statement, or which value.
        statement: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A text with a NUL character, which no engine should store.
    #[error("{statement}: a text holds a NUL character")]
    Nul {
        /// Which statement.
        statement: &'static str,
    },
    /// The engine refused for another reason.
    #[error("{statement}: {cause}")]
    Engine {
        /// Which statement.
        statement: &'static str,
        /// What the engine said.
        #[source]
        cause: sqlx::Error,
    },
}

impl DbError {
    pub(crate) fn of(statement: &'static str, error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_) => Self::Unavailable(error),
            sqlx::Error::Database(d) => {
                let code = d.code();
                match (d.kind(), code.as_deref()) {
                    (ErrorKind::UniqueViolation, _) => Self::Unique { statement },
                    (ErrorKind::ForeignKeyViolation, _) => Self::ForeignKey { statement },
                    // SQLite: busy, locked, busy snapshot. PostgreSQL: serialisation failure, deadlock.
                    (_, Some("5" | "6" | "517" | "40001" | "40P01")) => Self::Busy { statement },
                    // PostgreSQL: the server is stopping or starting.
                    (_, Some("57P01" | "57P02" | "57P03")) => Self::Unavailable(error),
                    _ => Self::Engine { statement, cause: error },
                }
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnIndexOutOfBounds { .. } => {
                Self::Decode { statement, reason: error.to_string() }
            }
            _ => Self::Engine { statement, cause: error },
        }
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        let (kind, outside) = match &error {
            DbError::Unique { .. } | DbError::ForeignKey { .. } | DbError::Busy { .. } => {
                (FaultKind::Conflict, "Something else changed this at the same time. Please try again.")
            }
            DbError::Unavailable(_) => (FaultKind::Unavailable, "The database does not answer. Please try again later."),
            DbError::Nul { .. } => (FaultKind::Invalid, "A text holds a character that cannot be stored."),
            DbError::Decode { .. } | DbError::Engine { .. } => (FaultKind::Internal, "Something went wrong on our side."),
        };
        Self::new(kind, outside).because(error)
    }
}

/// Why a database can't be opened. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder for the file can't be made, or the file can't be opened.
    #[error("the database file {path} cannot be opened: {reason}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The file holds something else.
    #[error("{path} is not a Lotse database (nor an empty file): name another file")]
    NotADatabase {
        /// The file.
        path: String,
    },
    /// The server does not answer or refuses us.
    #[error("the database server at {url} cannot be used: {reason}")]
    Server {
        /// Where, without password.
        url: String,
        /// What it said.
        reason: String,
    },
    /// A newer program wrote it.
    #[error("this database was written by a newer version of Lotse (its schema has step {found}, this program knows {known}): update the program")]
    Newer {
        /// The newest step in the database.
        found: i64,
        /// The newest step this program knows.
        known: i64,
    },
    /// A step of the schema failed.
    #[error("the database could not be brought to the current schema: {0}")]
    Migrate(#[source] MigrateError),
}
