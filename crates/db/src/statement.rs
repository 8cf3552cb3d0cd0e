use crate::DbError;

/// A named statement. The text runs on both engines; a test prepares each on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// `noun_verb`, for logs and the preparing test.
    pub name: &'static str,
    /// The SQL, with `$1` … placeholders.
    pub sql: &'static str,
}

impl Statement {
    /// A statement.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql }
    }

    /// Refuses what one engine would take and the other not: text with a NUL character (PostgreSQL can't store it),
    /// reals that are no numbers (SQLite makes NULL of them), a wrong number of values (SQLite binds NULL).
    pub(crate) fn check(&self, args: &[Value]) -> Result<(), DbError> {
        let (statement, wanted, given) = (self.name, self.placeholders(), args.len());
        if wanted != given {
            return Err(DbError::Arguments { statement, wanted, given });
        }
        if args.iter().any(Value::has_nul) {
            return Err(DbError::Nul { statement });
        }
        if args.iter().any(Value::is_not_finite) {
            return Err(DbError::NotFinite { statement });
        }
        Ok(())
    }

    /// The highest placeholder number.
    fn placeholders(&self) -> usize {
        let numbers = self.sql.split('$').skip(1).filter_map(|rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest.get(..digits)?.parse().ok()
        });
        numbers.max().unwrap_or(0)
    }
}

/// A value to bind. The kind is part of it, since PostgreSQL wants to know the type of a NULL.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A 64-bit integer.
    Int(i64),
    /// A text. PostgreSQL refuses the NUL character; so do we, on both engines.
    Text(String),
    /// A floating-point number.
    Real(f64),
    /// An integer or NULL.
    OptInt(Option<i64>),
    /// A text or NULL.
    OptText(Option<String>),
    /// A number or NULL.
    OptReal(Option<f64>),
}

impl Value {
    fn has_nul(&self) -> bool {
        match self {
            Self::Text(s) | Self::OptText(Some(s)) => s.contains('\0'),
            _ => false,
        }
    }

    fn is_not_finite(&self) -> bool {
        matches!(self, Self::Real(r) | Self::OptReal(Some(r)) if !r.is_finite())
    }
}

macro_rules! value_from {
    ($($from:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$from> for Value {
            fn from(v: $from) -> Self {
                Self::$variant(v.into())
            }
        })+
    };
}

value_from! {
    i64 => Int,
    u32 => Int,
    i32 => Int,
    &str => Text,
    String => Text,
    f64 => Real,
    Option<i64> => OptInt,
    Option<String> => OptText,
    Option<f64> => OptReal,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_placeholders_by_the_highest_number() {
        let count = |sql| Statement::new("t", sql).placeholders();
        assert_eq!(count("SELECT 1"), 0);
        assert_eq!(count("SELECT $1, $2, $1"), 2);
        assert_eq!(count("SELECT $10 + $9"), 10);
    }
}
