use kernel::{Fault, FaultKind};
use sqlx::{
    error::{DatabaseError, ErrorKind},
    migrate::MigrateError,
    postgres::PgDatabaseError,
};

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
    /// A number that is infinite or no number, which SQLite cannot store.
    #[error("{statement}: a number is not finite")]
    NotFinite {
        /// Which statement.
        statement: &'static str,
    },
    /// The number of values differs from the number of placeholders.
    #[error("{statement}: takes {wanted} values, was given {given}")]
    Arguments {
        /// Which statement.
        statement: &'static str,
        /// The highest placeholder.
        wanted: usize,
        /// How many values came.
        given: usize,
    },
    /// A statement of this transaction failed or was cancelled before, so nothing of it can be kept.
    #[error("an earlier statement of this transaction did not succeed; nothing of it was stored")]
    Aborted,
    /// There is no room left for more.
    #[error("{statement}: the database's disk is full; nothing was changed: make room and try again")]
    Full {
        /// Which statement.
        statement: &'static str,
    },
    /// The database is a replica, or was opened for reading only.
    #[error("this database is only read here; make changes on the server that writes it")]
    ReadOnly,
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
            | sqlx::Error::BeginFailed
            | sqlx::Error::Protocol(_) => Self::Unavailable(error),
            sqlx::Error::Database(d) => match (d.kind(), trouble(&**d)) {
                (ErrorKind::UniqueViolation, _) => Self::Unique { statement },
                (ErrorKind::ForeignKeyViolation, _) => Self::ForeignKey { statement },
                (_, Trouble::Busy) => Self::Busy { statement },
                (_, Trouble::Gone) => Self::Unavailable(error),
                (_, Trouble::Full) => Self::Full { statement },
                (_, Trouble::Other) => Self::Engine { statement, cause: error },
            },
            sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::Decode(_)
            | sqlx::Error::ColumnIndexOutOfBounds { .. } => {
                Self::Decode { statement, reason: error.to_string() }
            }
            _ => Self::Engine { statement, cause: error },
        }
    }
}

/// What an engine's code means for the caller.
enum Trouble {
    Busy,
    Gone,
    Full,
    Other,
}

fn trouble(error: &dyn DatabaseError) -> Trouble {
    let code = error.code().unwrap_or_default();
    if error.try_downcast_ref::<PgDatabaseError>().is_some() { postgres(&code) } else { sqlite(&code) }
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn postgres(code: &str) -> Trouble {
    match code {
        // Serialisation failure, deadlock, no lock in time.
        "40001" | "40P01" | "55P03" => Trouble::Busy,
        // Stopping, crashed, starting; transaction ended for idling; database gone or closed; no connection free.
        "57P01" | "57P02" | "57P03" | "25P03" | "3D000" | "55000" | "53300" => Trouble::Gone,
        _ if code.starts_with("08") => Trouble::Gone,
        "53100" => Trouble::Full,
        _ => Trouble::Other,
    }
}

/// <https://www.sqlite.org/rescode.html>; the low byte says what it is, the rest where it happened.
fn sqlite(code: &str) -> Trouble {
    match code.parse::<i32>().map(|c| c & 0xFF) {
        // Busy, locked.
        Ok(5 | 6) => Trouble::Busy,
        // I/O error, file cannot be opened.
        Ok(10 | 14) => Trouble::Gone,
        Ok(13) => Trouble::Full,
        _ => Trouble::Other,
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        let (kind, outside) = match &error {
            DbError::Unique { .. } | DbError::ForeignKey { .. } | DbError::Busy { .. } => {
                (FaultKind::Conflict, "Something else changed this at the same time. Please try again.")
            }
            DbError::Unavailable(_) => {
                (FaultKind::Unavailable, "The database does not answer. Please try again later.")
            }
            DbError::Full { .. } => {
                (FaultKind::Unavailable, "This cannot be stored at the moment. Please try again later.")
            }
            DbError::ReadOnly => (FaultKind::Unavailable, "Nothing can be changed on this server."),
            DbError::Nul { .. } | DbError::NotFinite { .. } => {
                (FaultKind::Invalid, "A text holds a character that cannot be stored.")
            }
            DbError::Decode { .. }
            | DbError::Engine { .. }
            | DbError::Arguments { .. }
            | DbError::Aborted => (FaultKind::Internal, "Something went wrong on our side."),
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
    /// There is no such file, or nothing in it, and it was to be read.
    #[error("{database} holds no Lotse database: check the address")]
    Missing {
        /// Where, without password.
        database: String,
    },
    /// An older program wrote it, and it was to be read only.
    #[error(
        "{database} has an older schema (step {found}, this program needs {known}): let this version of Lotse open it for writing once, on the server that writes it"
    )]
    Older {
        /// Where, without password.
        database: String,
        /// The newest step in the database.
        found: i64,
        /// The newest step this program knows.
        known: i64,
    },
    /// The file holds something else.
    #[error("{path} is not a Lotse database (nor an empty file): name another file")]
    NotADatabase {
        /// The file.
        path: String,
    },
    /// The database belongs to something else.
    #[error("{database} holds tables of another program: name an empty database")]
    Foreign {
        /// Where, without password.
        database: String,
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
    #[error(
        "this database was written by a newer version of Lotse (its schema has step {found}, this program knows {known}): update the program"
    )]
    Newer {
        /// The newest step in the database.
        found: i64,
        /// The newest step this program knows.
        known: i64,
    },
    /// A step of the schema was done with another text than this program's.
    #[error(
        "this database was written by another build of Lotse (step {step} of its schema differs): use that build, or restore a backup made by this one"
    )]
    Altered {
        /// The first such step.
        step: i64,
    },
    /// A step of the schema failed.
    #[error("the database could not be brought to the current schema: {0}")]
    Migrate(#[source] MigrateError),
}
