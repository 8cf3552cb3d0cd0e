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
    pub(crate) fn has_nul(&self) -> bool {
        match self {
            Self::Text(s) | Self::OptText(Some(s)) => s.contains('\0'),
            _ => false,
        }
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
    &str => Text,
    String => Text,
    f64 => Real,
    Option<i64> => OptInt,
    Option<String> => OptText,
    Option<f64> => OptReal,
}
