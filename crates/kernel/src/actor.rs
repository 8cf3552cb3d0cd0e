use std::fmt;

use uuid::Uuid;

use crate::{
    Slug,
    permission::{Permission, Reach},
    role::{Roles, StopScope},
};

/// Who acts. Every use case asks it before it does anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular: a visitor of the public site, also at a kiosk.
    Visitor,
    /// The operator at the command line of the server; may do everything.
    Operator,
    /// Somebody who serves and is signed in.
    Staff(Staff),
}

/// Somebody who serves, as one request sees them. Built by `staff` from a session, and by tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The account.
    pub account: Uuid,
    /// What they are.
    pub roles: Roles,
    /// The stops that count as their own.
    pub stops: StopScope,
    /// The shared tablet they use, if it is one.
    pub device: Option<Uuid>,
    /// They showed their second factor a short while ago (step-up).
    pub proven: bool,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// None of their roles may do this.
    Role,
    /// Some role may, but only at stops of their own, and this is none.
    Stop,
    /// They may, once they have shown their second factor again.
    Proof,
}

/// The actor may not do this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{actor} may not do this (needs {permission:?}{})", match lack {
    Lack::Role => "",
    Lack::Stop => " at this stop",
    Lack::Proof => ", and the second factor again",
})]
pub struct Forbidden {
    /// Who asked, as written to the audit log.
    pub actor: String,
    /// What was missing.
    pub permission: Permission,
    /// In which way.
    pub lack: Lack,
}

impl Actor {
    /// Refuses whoever lacks the permission everywhere. For what belongs to no stop.
    pub fn require(&self, permission: Permission) -> Result<(), Forbidden> {
        self.allowed(permission, |own| matches!(own, StopScope::All))
    }

    /// Refuses whoever lacks the permission at this stop.
    pub fn require_at(&self, permission: Permission, stop: &Slug) -> Result<(), Forbidden> {
        self.allowed(permission, |own| own.holds(stop))
    }

    /// Refuses whoever has the permission nowhere; for a list that then holds only [`stops_for`](Self::stops_for).
    pub fn require_somewhere(&self, permission: Permission) -> Result<(), Forbidden> {
        self.allowed(permission, |own| !own.is_empty())
    }

    /// The stops at which the actor has the permission, step-up aside.
    pub fn stops_for(&self, permission: Permission) -> StopScope {
        match (self.reach(permission), self) {
            (Reach::Everywhere, _) => StopScope::All,
            (Reach::Own, Self::Staff(staff)) => staff.stops.clone(),
            _ => StopScope::none(),
        }
    }

    fn reach(&self, permission: Permission) -> Reach {
        match self {
            Self::Operator => Reach::Everywhere,
            Self::Visitor => permission.of_visitors(),
            Self::Staff(staff) => staff
                .roles
                .iter()
                .map(|role| permission.of(role))
                .max()
                .unwrap_or(Reach::Nowhere)
                .max(permission.of_visitors()),
        }
    }

    fn allowed(&self, permission: Permission, at: impl Fn(&StopScope) -> bool) -> Result<(), Forbidden> {
        let refuse = |lack| Err(Forbidden { actor: self.to_string(), permission, lack });
        match (self.reach(permission), self) {
            (Reach::Nowhere, _) => refuse(Lack::Role),
            (Reach::Own, Self::Staff(staff)) if !at(&staff.stops) => refuse(Lack::Stop),
            (_, Self::Staff(staff)) if permission.needs_proof() && !staff.proven => refuse(Lack::Proof),
            _ => Ok(()),
        }
    }
}

/// As the audit log holds it: one word for nobody and the operator; for staff the account, the roles and the device,
/// `account:0190… lead+clerk device:0190…`.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Visitor => f.write_str("visitor"),
            Self::Operator => f.write_str("operator"),
            Self::Staff(staff) => {
                write!(f, "account:{} {}", staff.account, staff.roles)?;
                staff.device.map_or(Ok(()), |device| write!(f, " device:{device}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    fn at(role: Role, stops: &str) -> Actor {
        let stops = StopScope::only(stops.split_whitespace().map(|s| s.parse().unwrap()));
        Actor::Staff(Staff { account: Uuid::nil(), roles: role.into(), stops, device: None, proven: false })
    }

    fn stop(s: &str) -> Slug {
        s.parse().unwrap()
    }

    #[test]
    fn a_guide_serves_at_the_own_stop_only() {
        let guide = at(Role::Guide, "mercado");
        assert!(guide.require_at(Permission::QueueServe, &stop("mercado")).is_ok());
        let there = guide.require_at(Permission::QueueServe, &stop("tibarg")).unwrap_err();
        assert_eq!(there.lack, Lack::Stop);
        assert_eq!(guide.require(Permission::QueueServe).unwrap_err().lack, Lack::Stop);
        assert_eq!(guide.require_at(Permission::QueueManage, &stop("mercado")).unwrap_err().lack, Lack::Role);
    }

    #[test]
    fn what_visitors_may_everybody_may() {
        let stop = stop("mercado");
        for actor in [Actor::Visitor, Actor::Operator, at(Role::Auditor, "")] {
            assert!(actor.require_at(Permission::QueueDraw, &stop).is_ok());
        }
        assert!(Actor::Visitor.require_at(Permission::QueueServe, &stop).is_err());
    }

    #[test]
    fn whoever_has_several_roles_may_what_any_of_them_may() {
        let roles = Roles::from(Role::Guide).with(Role::Planner);
        let both = Actor::Staff(Staff {
            account: Uuid::nil(),
            roles,
            stops: StopScope::All,
            device: None,
            proven: false,
        });
        assert!(both.require(Permission::TourWrite).is_ok());
        assert!(both.require_at(Permission::QueueServe, &stop("mercado")).is_ok());
        assert!(both.require(Permission::DirectoryWrite).is_err());
    }

    #[test]
    fn some_things_need_the_second_factor_again() {
        let Actor::Staff(mut admin) = at(Role::Admin, "") else { unreachable!() };
        assert_eq!(
            Actor::Staff(admin.clone()).require(Permission::StaffManage).unwrap_err().lack,
            Lack::Proof
        );
        admin.proven = true;
        assert!(Actor::Staff(admin).require(Permission::StaffManage).is_ok());
    }

    #[test]
    fn lists_hold_what_is_ones_own() {
        assert_eq!(at(Role::Guide, "mercado").stops_for(Permission::QueueSee).to_string(), "mercado");
        assert_eq!(at(Role::Editor, "mercado").stops_for(Permission::QueueSee), StopScope::none());
        assert_eq!(Actor::Operator.stops_for(Permission::QueueSee), StopScope::All);
        assert!(at(Role::Guide, "").require_somewhere(Permission::QueueSee).is_err());
        assert!(at(Role::Guide, "mercado tibarg").require_somewhere(Permission::QueueSee).is_ok());
    }

    #[test]
    fn the_audit_names_account_roles_and_device() {
        let Actor::Staff(mut lead) = at(Role::Lead, "mercado") else { unreachable!() };
        lead.roles = lead.roles.with(Role::Clerk);
        lead.device = Some(Uuid::nil());
        assert_eq!(
            Actor::Staff(lead).to_string(),
            "account:00000000-0000-0000-0000-000000000000 clerk+lead device:00000000-0000-0000-0000-000000000000"
        );
    }
}
