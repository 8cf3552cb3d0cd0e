//! Who may give which rights, and that somebody is always left who can.

use kernel::{Actor, Forbidden, Permission, Role, Roles, StopScope};

/// Refuses rights the actor may not give: who may invite at own stops gives guides and clerks there; every other role,
/// and all stops at once, is for whoever manages accounts.
pub(crate) fn may_give(actor: &Actor, roles: Roles, stops: &StopScope) -> Result<(), Forbidden> {
    actor.require_somewhere(Permission::StaffInvite)?;
    let serves = roles.iter().all(|role| matches!(role, Role::Guide | Role::Clerk));
    let own = actor.stops_for(Permission::StaffInvite).covers(stops);
    if serves && own && !stops.is_empty() { Ok(()) } else { actor.require(Permission::StaffManage) }
}

/// Whether two lists of stops have one in common.
pub(crate) fn overlap(a: &StopScope, b: &StopScope) -> bool {
    match (a, b) {
        (StopScope::All, other) | (other, StopScope::All) => !other.is_empty(),
        (StopScope::Only(a), StopScope::Only(b)) => !a.is_disjoint(b),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Staff;
    use uuid::Uuid;

    use super::*;

    fn actor(role: Role, stops: &str, proven: bool) -> Actor {
        let stops = stops.parse().unwrap();
        Actor::Staff(Staff { account: Uuid::nil(), roles: role.into(), stops, device: None, proven })
    }

    fn gives(actor: &Actor, roles: &str, stops: &str) -> bool {
        may_give(actor, roles.parse().unwrap(), &stops.parse().unwrap()).is_ok()
    }

    #[test]
    fn a_lead_invites_guides_and_clerks_to_own_stops() {
        let lead = actor(Role::Lead, "mercado", true);
        assert!(gives(&lead, "guide", "mercado") && gives(&lead, "guide+clerk", "mercado"));
        for (roles, stops) in [
            ("lead", "mercado"),
            ("guide", "tibarg"),
            ("guide", "*"),
            ("guide", ""),
            ("guide+admin", "mercado"),
        ] {
            assert!(!gives(&lead, roles, stops), "{roles} {stops}");
        }
    }

    #[test]
    fn an_admin_gives_everything_with_the_second_factor() {
        assert!(gives(&actor(Role::Admin, "", true), "admin", ""));
        assert!(!gives(&actor(Role::Admin, "", false), "admin", ""));
        assert!(gives(&actor(Role::Admin, "", false), "guide", "mercado"));
        assert!(gives(&Actor::Operator, "admin", ""));
        assert!(!gives(&actor(Role::Auditor, "*", true), "guide", "mercado"));
        assert!(!gives(&Actor::Visitor, "guide", "mercado"));
    }
}
