use std::{collections::BTreeSet, fmt, str::FromStr};

use crate::Slug;

/// What somebody who serves is. What each may do: [`Permission`](crate::Permission).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Digital-Lotse: helps people at a stop; no case worker.
    Guide,
    /// Fachkraft der Ausweisbehörde: may switch on the online ID (§ 10(3) `PAuswV`).
    Clerk,
    /// Leads the team of a stop.
    Lead,
    /// Writes services and texts, answers what people report.
    Editor,
    /// Plans the tour.
    Planner,
    /// Makes, changes and locks accounts.
    Admin,
    /// Reads what was done, and changes nothing.
    Auditor,
}

impl Role {
    /// All, in the order of every table.
    pub const ALL: [Self; 7] =
        [Self::Guide, Self::Clerk, Self::Lead, Self::Editor, Self::Planner, Self::Admin, Self::Auditor];

    /// The name in the database, in files and at the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Clerk => "clerk",
            Self::Lead => "lead",
            Self::Editor => "editor",
            Self::Planner => "planner",
            Self::Admin => "admin",
            Self::Auditor => "auditor",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no such role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no role is called {0:?}: guide, clerk, lead, editor, planner, admin or auditor")]
pub struct RoleParseError(pub String);

impl FromStr for Role {
    type Err = RoleParseError;

    fn from_str(s: &str) -> Result<Self, RoleParseError> {
        let found = Self::ALL.into_iter().find(|r| r.name() == s);
        found.ok_or_else(|| RoleParseError(s.chars().take(40).collect()))
    }
}

/// A set of roles. As text: names with `+` between, `clerk+lead`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Roles(u8);

impl Roles {
    /// Whether the role is among them.
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// One after another, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |r| self.has(*r))
    }
}

impl From<Role> for Roles {
    fn from(role: Role) -> Self {
        Self(role.bit())
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iter().map(Role::name).collect::<Vec<_>>().join("+"))
    }
}

impl FromStr for Roles {
    type Err = RoleParseError;

    /// The empty text is the empty set.
    fn from_str(s: &str) -> Result<Self, RoleParseError> {
        s.split('+').filter(|n| !n.is_empty()).map(str::parse::<Role>).collect()
    }
}

/// The stops that count as somebody's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StopScope {
    /// Every stop, also those to come.
    All,
    /// These.
    Only(BTreeSet<Slug>),
}

impl StopScope {
    /// No stop at all.
    pub const fn none() -> Self {
        Self::Only(BTreeSet::new())
    }

    /// These stops.
    pub fn only(stops: impl IntoIterator<Item = Slug>) -> Self {
        Self::Only(stops.into_iter().collect())
    }

    /// Whether a stop is among them.
    pub fn holds(&self, stop: &Slug) -> bool {
        match self {
            Self::All => true,
            Self::Only(stops) => stops.contains(stop),
        }
    }

    /// Whether every stop of the other is among them.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Only(_), Self::All) => false,
            (Self::Only(ours), Self::Only(theirs)) => theirs.is_subset(ours),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Only(stops) if stops.is_empty())
    }
}

/// `*` for all; else names with a space between.
impl fmt::Display for StopScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Only(stops) => f.write_str(&stops.iter().map(Slug::as_str).collect::<Vec<_>>().join(" ")),
        }
    }
}

impl FromStr for StopScope {
    type Err = crate::SlugError;

    fn from_str(s: &str) -> Result<Self, crate::SlugError> {
        if s == "*" {
            return Ok(Self::All);
        }
        s.split_whitespace().map(str::parse).collect::<Result<_, _>>().map(Self::Only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_go_through_text() {
        for text in ["", "guide", "clerk+lead", "guide+clerk+lead+editor+planner+admin+auditor"] {
            assert_eq!(text.parse::<Roles>().unwrap().to_string(), text);
        }
        assert_eq!("lead+clerk+lead".parse::<Roles>().unwrap().to_string(), "clerk+lead");
        assert!("root".parse::<Roles>().is_err());
    }

    #[test]
    fn stops_go_through_text_and_compare() {
        for text in ["*", "", "mercado tibarg"] {
            assert_eq!(text.parse::<StopScope>().unwrap().to_string(), text);
        }
        let of = |s: &str| s.parse::<StopScope>().unwrap();
        assert!(of("*").covers(&of("*")) && of("*").covers(&of("a")) && of("a b").covers(&of("b")));
        assert!(!of("a").covers(&of("a b")) && !of("a").covers(&of("*")));
        assert!("../x".parse::<StopScope>().is_err());
    }
}
