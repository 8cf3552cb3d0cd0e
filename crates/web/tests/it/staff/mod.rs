//! Those who serve, through their pages.

mod kept;
mod pages;
mod roles;
pub(crate) mod table;

use axum::http::header;
use kernel::{Actor, Role};
use staff::{CodeSecret, Draft, Invited, NewPassword, Visit};
use testkit::{Answer, Setup, TestApp};

use crate::html::between;

pub(crate) const COOKIE: &str = "__Host-lotse-session";
const PASSWORD: &str = "grüne Elbe trägt Kähne";

/// A browser that is signed in.
pub(crate) struct Browser {
    cookie: String,
    /// What forms carry.
    form: String,
}

/// Opens a desk of the open stop, as the team has it in the morning.
pub(crate) async fn desk_open(app: &TestApp, no: u8) {
    let (queues, stop) = (app.app.queues(), "offen".parse().unwrap());
    let at = visits::At { stop: &stop, day: testkit::NOW.date(), desk: no.try_into().unwrap() };
    let skills = visits::Skills { guide: true, ..visits::Skills::default() };
    visits::desk_open(queues, &Actor::Operator, at, skills, &queues.fresh_key()).await.unwrap();
}

/// An app with example data and practice accounts.
pub(crate) async fn demo() -> TestApp {
    Setup::new().demo().start().await
}

impl Browser {
    /// Signs in with a practice account.
    pub(crate) async fn practice(app: &TestApp, role: Role) -> Self {
        let answer = app.post("/anmelden/ueben", &format!("role={role}"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        Self::of(app, &cookie(&answer, COOKIE)).await
    }

    async fn of(app: &TestApp, token: &str) -> Self {
        let cookie = format!("{COOKIE}={token}");
        let page = app.get_with("/konto", &[(header::COOKIE, &cookie)]).await;
        let form = between(page.ok(), "name=\"form\" value=\"", "\"").to_owned();
        Self { cookie, form }
    }

    /// Somebody who serves at one stop only.
    pub(crate) async fn at(app: &TestApp, role: Role, stop: &str) -> Self {
        let invited = invited(app, &format!("{role}-{stop}"), role, stop).await;
        let secret = CodeSecret::fresh(&kernel::OsRng);
        let code = secret.code(kernel::Clock::now(&app.clock));
        let new = NewPassword { password: PASSWORD.to_owned(), secret, code };
        let handle = invited.account.handle.to_string();
        let gate = app.app.gate();
        let accepted = gate.accept_password(&invited.token, &handle, &new, &Visit::default()).await;
        Self::of(app, &accepted.unwrap().0.token.to_string()).await
    }

    pub(crate) async fn get(&self, app: &TestApp, path: &str) -> Answer {
        app.get_with(path, &[(header::COOKIE, &self.cookie)]).await
    }

    /// Sends a form of this session.
    pub(crate) async fn post(&self, app: &TestApp, path: &str, fields: &str) -> Answer {
        self.post_with(app, path, &format!("form={}&{fields}", self.form), &[]).await
    }

    pub(crate) async fn post_with(
        &self,
        app: &TestApp,
        path: &str,
        body: &str,
        more: &[(&str, &str)],
    ) -> Answer {
        let own = [("cookie", self.cookie.as_str())];
        let headers: Vec<_> = own.into_iter().chain(more.iter().copied()).collect();
        app.post(path, body, &headers).await
    }
}

/// The value of a cookie that an answer sets.
pub(crate) fn cookie(answer: &Answer, name: &str) -> String {
    let mut lines = answer.headers.get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap());
    let lead = format!("{name}=");
    let line = lines.rfind(|l| l.starts_with(&lead)).expect("the cookie is set");
    line[lead.len()..].split(';').next().unwrap().to_owned()
}

/// Somebody who was invited and has not come yet.
pub(crate) async fn invited(app: &TestApp, handle: &str, role: Role, stop: &str) -> Invited {
    let draft = Draft {
        name: "Anna Beispiel".parse().unwrap(),
        handle: handle.parse().unwrap(),
        roles: role.into(),
        stops: stop.parse().unwrap(),
    };
    app.app.gate().invite(&Actor::Operator, draft, None).await.unwrap()
}
