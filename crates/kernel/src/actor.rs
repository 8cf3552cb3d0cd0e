use std::fmt;

/// Something that may be allowed or forbidden. One entry per kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Create, change and cancel venues and stops.
    TourWrite,
    /// Create, change and withdraw services.
    DirectoryWrite,
    /// Tell of a barrier on the site.
    BarrierReport,
    /// Read, close and delete what was told of barriers.
    BarrierManage,
}

/// Who acts. Every use case asks it before it does anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular: a visitor of the public site.
    Visitor,
    /// The operator at the command line of the server; may do everything.
    Operator,
}

/// The actor lacks a permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{actor} may not do this (needs {permission:?})")]
pub struct Forbidden {
    /// Who asked, as written to the audit log.
    pub actor: String,
    /// What was missing.
    pub permission: Permission,
}

impl Actor {
    /// Refuses whoever lacks the permission.
    pub fn require(&self, permission: Permission) -> Result<(), Forbidden> {
        match self {
            Self::Operator => Ok(()),
            Self::Visitor if permission == Permission::BarrierReport => Ok(()),
            Self::Visitor => Err(Forbidden { actor: self.to_string(), permission }),
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Visitor => "visitor",
            Self::Operator => "operator",
        })
    }
}
