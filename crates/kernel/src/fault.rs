/// What kind of trouble, in the words of the edge (HTTP status, exit code).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The caller's input is wrong.
    Invalid,
    /// There is no such thing, or the caller may not know of it.
    NotFound,
    /// The caller may not do this.
    Forbidden,
    /// The state changed meanwhile.
    Conflict,
    /// A part we need (the database) does not answer now.
    Unavailable,
    /// Our mistake.
    Internal,
}

/// An error at the edge: what the outside is told, and what only the log may know.
#[derive(Debug, thiserror::Error)]
#[error("{outside}")]
pub struct Fault {
    /// What kind of trouble.
    pub kind: FaultKind,
    /// For the person outside: what is wrong and what to do next.
    pub outside: String,
    /// For the log: the cause.
    #[source]
    pub inside: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Fault {
    /// A fault that has no inner cause.
    pub fn new(kind: FaultKind, outside: impl Into<String>) -> Self {
        Self { kind, outside: outside.into(), inside: None }
    }

    /// Adds the cause for the log.
    #[must_use]
    pub fn because(mut self, inside: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.inside = Some(inside.into());
        self
    }
}
