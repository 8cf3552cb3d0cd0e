//! A gate with a clock that stands still, and people to go through it.

use std::sync::Arc;

use db::{AuditFilter, Db};
use jiff::SignedDuration;
use kernel::{Actor, FixedClock, Role, SeededRng};
use staff::{
    Account, CodeSecret, Cost, Draft, Gate, Invited, Label, NewPassword, Opened, Session, Site, Visit,
};

use crate::authenticator::{Authenticator, ORIGIN};

pub(crate) const PASSWORD: &str = "grüne Elbe trägt Kähne";

pub(crate) struct Door {
    pub gate: Gate,
    pub clock: FixedClock,
    pub db: Db,
}

/// Somebody with a password and an app.
pub(crate) struct Person {
    pub account: Account,
    pub secret: CodeSecret,
    pub codes: Vec<String>,
    pub session: Session,
}

pub(crate) fn visit() -> Visit {
    Visit { user_agent: "Firefox/140 Linux".to_owned(), ..Visit::default() }
}

pub(crate) fn label() -> Label {
    "Mein Schlüssel".parse().unwrap()
}

impl Door {
    pub(crate) fn new(db: &Db) -> Self {
        Self::with(db, true)
    }

    pub(crate) fn with(db: &Db, practice: bool) -> Self {
        let clock = FixedClock::new("2026-03-24T10:00:00Z".parse().unwrap());
        let site = Site {
            public_url: Some(ORIGIN.to_owned()),
            name: "Lotse".to_owned(),
            practice,
            cost: Cost { memory: 8, passes: 1 },
        };
        let rng = Arc::new(SeededRng::new(1));
        let gate = Gate::new(db.clone(), Arc::new(clock.clone()), rng, &site);
        Self { gate, clock, db: db.clone() }
    }

    pub(crate) fn wait(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    pub(crate) fn draft(handle: &str, roles: &str, stops: &str) -> Draft {
        Draft {
            name: "Anna Beispiel".parse().unwrap(),
            handle: handle.parse().unwrap(),
            roles: roles.parse().unwrap(),
            stops: stops.parse().unwrap(),
        }
    }

    pub(crate) async fn invited(&self, handle: &str, role: Role, stops: &str) -> Invited {
        let draft = Self::draft(handle, role.name(), stops);
        self.gate.invite(&Actor::Operator, draft, None).await.unwrap()
    }

    /// Somebody who set up a password and an app, and is signed in.
    pub(crate) async fn person(&self, handle: &str, role: Role, stops: &str) -> Person {
        let invited = self.invited(handle, role, stops).await;
        let new = self.new_password();
        let accepted = self.gate.accept_password(&invited.token, handle, &new, &visit()).await;
        let (opened, codes) = accepted.unwrap();
        Person { account: invited.account, secret: new.secret, codes, session: opened.session }
    }

    pub(crate) fn new_password(&self) -> NewPassword {
        use kernel::Clock as _;
        let secret = CodeSecret::fresh(&SeededRng::new(9));
        let code = secret.code(self.clock.now());
        NewPassword { password: PASSWORD.to_owned(), secret, code }
    }

    /// Somebody who set up a passkey.
    pub(crate) async fn keyed(&self, handle: &str, role: Role, seed: u64) -> (Authenticator, Opened) {
        let invited = self.invited(handle, role, "mercado").await;
        let mut key = Authenticator::new(seed);
        let asked = self.gate.invitation_ask(&invited.token, handle).await.unwrap();
        let answer = key.make(&asked.options);
        let proof = (&asked.ticket, answer.as_str());
        let opened =
            self.gate.accept_passkey(&invited.token, handle, proof, &label(), &visit()).await.unwrap();
        (key, opened)
    }

    /// The code of somebody's app now.
    pub(crate) fn code(&self, person: &Person) -> String {
        use kernel::Clock as _;
        person.secret.code(self.clock.now())
    }

    /// What the audit log says of an action.
    pub(crate) async fn audited(&self, action: &str) -> Vec<String> {
        let filter = AuditFilter { action: action.to_owned(), ..AuditFilter::default() };
        let rows = self.db.audit_list(&filter).await.unwrap();
        rows.iter().map(|r| format!("{} {} {}", r.entry.actor, r.entry.object, r.entry.detail)).collect()
    }
}
