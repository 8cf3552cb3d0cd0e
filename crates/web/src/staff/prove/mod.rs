//! The second factor once more, before exports, roles and ways to sign in (OWASP ASVS 5.0, 7.5). Then back.

use askama::Template;
use axum::{
    body::Body,
    extract::State,
    http::{Response, StatusCode, header},
    response::{IntoResponse as _, Redirect},
};
use staff::{PasskeyFault, Session, SignInError, Token, Way};

use super::{
    cookie,
    form::Fields,
    kept::Carried,
    page::{Bar, Errors, layout, plain, show_keyed},
    signed::{Sent, Signed},
    told, way_back,
};
use crate::{
    App,
    layout::{Layout, Nav},
};

mod words;
use words::{Words, words};

const PATH: &str = "/konto/bestaetigen";

#[derive(Template)]
#[template(path = "staff/prove/page.html")]
struct Page<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    errors: Errors,
    back: String,
    /// What was typed into the form that waits for this.
    kept: String,
    passkeys: bool,
    password: bool,
    practice: bool,
}

/// The form.
pub(crate) async fn show(State(app): State<App>, signed: Signed) -> Response<Body> {
    let wanted = Fields::parse(signed.uri.query().unwrap_or_default().as_bytes());
    let carried = Carried::back(wanted.get("weiter"));
    form(&app, &signed.session, signed.lang, StatusCode::OK, Errors::default(), carried).await
}

/// By a code of the app, or a recovery code.
pub(crate) async fn code(State(app): State<App>, sent: Sent) -> Response<Body> {
    let proven = app.gate().prove_code(&sent.session, sent.fields.get("code")).await;
    finish(&app, &sent, proven).await
}

/// By passkey.
pub(crate) async fn passkey(State(app): State<App>, sent: Sent) -> Response<Body> {
    let proven = match sent.fields.get("ticket").parse() {
        Ok(ticket) => app.gate().prove_passkey(&sent.session, &ticket, sent.fields.get("answer")).await,
        Err(_) => Err(PasskeyFault::Question.into()),
    };
    finish(&app, &sent, proven).await
}

/// By a click, for practice accounts.
pub(crate) async fn practice(State(app): State<App>, sent: Sent) -> Response<Body> {
    let proven = app.gate().prove_practice(&sent.session).await;
    finish(&app, &sent, proven).await
}

async fn finish(app: &App, sent: &Sent, proven: Result<Token, SignInError>) -> Response<Body> {
    let (lang, carried) = (sent.lang, Carried::of(&sent.fields));
    let error = match proven {
        Ok(token) => {
            let back = way_back::back(lang, &carried.back, "/konto");
            let mut response = match (app.gate().session(&token, &sent.visit).await, &carried.kept) {
                (Ok(Some(session)), Some(kept)) => kept.offer(app, &session, lang, (StatusCode::OK, back)),
                _ => plain(Redirect::to(&back).into_response()),
            };
            response.headers_mut().append(header::SET_COOKIE, cookie::session(&token));
            return response;
        }
        Err(error) => error,
    };
    let text = match &error {
        SignInError::Refused => words(lang).wrong.to_owned(),
        other => told::sign_in(lang, other),
    };
    let errors = Errors::one("code", text);
    form(app, &sent.session, lang, StatusCode::FORBIDDEN, errors, carried).await
}

/// The page that asks for the second factor.
pub(super) async fn form(
    app: &App,
    session: &Session,
    lang: kernel::Lang,
    status: StatusCode,
    errors: Errors,
    carried: Carried,
) -> Response<Body> {
    let w = words(lang);
    let practice = session.info().way == Way::Practice;
    let password = !practice && app.gate().password_of(session).await.is_ok_and(|left| left.is_some());
    let passkeys = !practice
        && app.gate().has_passkeys()
        && app.gate().passkeys_of(session).await.is_ok_and(|all| !all.is_empty());
    let page = Page {
        l: layout(app, lang, PATH, w.title),
        w,
        bar: Bar::new(session, lang, PATH),
        errors,
        kept: carried.text(),
        back: carried.back,
        passkeys,
        password,
        practice,
    };
    let uri = PATH.parse().unwrap_or_default();
    show_keyed(app, &uri, status, &page)
}
