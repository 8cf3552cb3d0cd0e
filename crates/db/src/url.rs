use std::{fmt, path::PathBuf, str::FromStr};

use sqlx::postgres::PgConnectOptions;

/// Where a database is: `sqlite://FILE` or `postgres://USER@HOST/NAME`.
///
/// Printing it hides the password.
#[derive(Clone)]
pub struct DatabaseUrl(pub(crate) Target);

#[derive(Clone)]
pub(crate) enum Target {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

/// Why a text is no [`DatabaseUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Neither of the two engines.
    #[error("a database address begins with sqlite:// or postgres://")]
    Scheme,
    /// `sqlite://` without a file.
    #[error("sqlite:// needs a file name after it, as in sqlite://lotse.db")]
    NoFile,
    /// SQLite's databases in memory are forgotten when the program ends.
    #[error("a database in memory would be lost at the end: name a file, as in sqlite://lotse.db")]
    InMemory,
    /// The rest of a `postgres://` address cannot be read.
    #[error(
        "this postgres:// address cannot be read; it should look like postgres://user:password@host:5432/name"
    )]
    Postgres,
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(s: &str) -> Result<Self, DatabaseUrlError> {
        if let Some(rest) = s.strip_prefix("sqlite:") {
            let file = rest.strip_prefix("//").unwrap_or(rest);
            return match file {
                "" => Err(DatabaseUrlError::NoFile),
                ":memory:" => Err(DatabaseUrlError::InMemory),
                _ if file.contains(['?', '\0']) => Err(DatabaseUrlError::NoFile),
                _ => Ok(Self(Target::Sqlite(file.into()))),
            };
        }
        if s.starts_with("postgres://") || s.starts_with("postgresql://") {
            let options = s.parse().map_err(|_| DatabaseUrlError::Postgres)?;
            return Ok(Self(Target::Postgres(Box::new(options))));
        }
        Err(DatabaseUrlError::Scheme)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Target::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Target::Postgres(o) => {
                let name = o.get_database().unwrap_or_else(|| o.get_username());
                write!(f, "postgres://{}@{}:{}/{name}", o.get_username(), o.get_host(), o.get_port())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_wrong() {
        let error = |s: &str| s.parse::<DatabaseUrl>().unwrap_err();
        assert_eq!(error("mysql://x"), DatabaseUrlError::Scheme);
        assert_eq!(error(""), DatabaseUrlError::Scheme);
        assert_eq!(error("sqlite://"), DatabaseUrlError::NoFile);
        assert_eq!(error("sqlite::memory:"), DatabaseUrlError::InMemory);
        assert_eq!(error("postgres://host:notaport/x"), DatabaseUrlError::Postgres);
    }

    #[test]
    fn never_prints_the_password() {
        let url: DatabaseUrl = "postgres://lotse:geheim@db.example:5433/stadt".parse().unwrap();
        assert_eq!(
            format!("{url} {url:?}"),
            "postgres://lotse@db.example:5433/stadt postgres://lotse@db.example:5433/stadt"
        );
    }
}
