//! Signing in and out.

use askama::Template;
use axum::{
    Extension, Json,
    body::Body,
    extract::{Query, State},
    http::{HeaderValue, Response, StatusCode, header},
    response::{IntoResponse as _, Redirect},
};
use kernel::{Lang, Role};
use serde::Deserialize;
use staff::{Opened, SignInError};

use super::{
    cookie,
    kept::Carried,
    page::{Errors, layout, plain, show_keyed},
    signed::{Posted, Sent},
    told, way_back,
};
use crate::{
    App,
    http::lang::href,
    layout::{Layout, Nav},
};

mod words;
use words::{Words, words};

const PATH: &str = "/anmelden";

#[derive(Template)]
#[template(path = "staff/sign_in/page.html")]
struct Page<'a> {
    l: Layout<'a>,
    w: &'static Words,
    errors: Errors,
    name: String,
    back: String,
    /// What was typed into a form whose session had ended.
    kept: String,
    passkeys: bool,
    practice: Vec<(Role, &'static str)>,
}

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    weiter: String,
}

/// What the browser is to ask the authenticator, and what comes back with the answer.
#[derive(serde::Serialize)]
struct Question {
    ticket: String,
    options: serde_json::Value,
}

/// The form.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    Query(asked): Query<Asked>,
) -> Response<Body> {
    form(&app, lang, (StatusCode::OK, Errors::default()), String::new(), &Carried::back(&asked.weiter))
}

/// By password and code.
pub(crate) async fn password(State(app): State<App>, posted: Posted) -> Response<Body> {
    let (lang, fields) = (posted.lang, &posted.fields);
    let (name, password, code) = (fields.get("name"), fields.get("passwort"), fields.get("code"));
    let opened = app.gate().sign_in_password(name, password, code, &posted.visit).await;
    finish(&app, lang, opened, name, &Carried::of(fields))
}

/// Asks for a passkey.
pub(crate) async fn ask(State(app): State<App>, posted: Posted) -> Response<Body> {
    let asked = app.gate().passkey_ask().await;
    match asked {
        Ok(asked) => question(&asked),
        Err(error) => refused_question(&told::sign_in(posted.lang, &error)),
    }
}

/// By the passkey's answer.
pub(crate) async fn passkey(State(app): State<App>, posted: Posted) -> Response<Body> {
    let (lang, fields) = (posted.lang, &posted.fields);
    let opened = match fields.get("ticket").parse() {
        Ok(ticket) => app.gate().sign_in_passkey(&ticket, fields.get("answer"), &posted.visit).await,
        Err(_) => Err(staff::PasskeyFault::Question.into()),
    };
    finish(&app, lang, opened, "", &Carried::of(fields))
}

/// By a click, with example data.
pub(crate) async fn practice(State(app): State<App>, posted: Posted) -> Response<Body> {
    let (lang, fields) = (posted.lang, &posted.fields);
    let opened = match fields.get("role").parse::<Role>() {
        Ok(role) => app.gate().sign_in_practice(role, &posted.visit).await,
        Err(_) => Err(SignInError::NoPractice),
    };
    finish(&app, lang, opened, "", &Carried::of(fields))
}

/// Signs out and lets the browser forget what it knows of this site, but for the tablet it may be.
pub(crate) async fn out(State(app): State<App>, sent: Sent) -> Response<Body> {
    if let Err(error) = app.gate().sign_out(&sent.session).await {
        tracing::error!(%error, "a session could not be ended");
    }
    let tablet = sent.session.info().device.is_some();
    let to = href(sent.lang, if tablet { "/geraet" } else { PATH });
    let mut response = plain(Redirect::to(&to).into_response());
    // Not "cookies": the cookie of a shared tablet stays.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    response.headers_mut().append(header::SET_COOKIE, cookie::gone(cookie::SESSION));
    response
}

/// The answer to a question for an authenticator.
pub(super) fn question(asked: &staff::Asked) -> Response<Body> {
    let options = serde_json::from_str(&asked.options).unwrap_or_default();
    plain(Json(Question { ticket: asked.ticket.to_string(), options }).into_response())
}

/// The script shows this text; the page itself stays.
pub(super) fn refused_question(text: &str) -> Response<Body> {
    let mut response = (StatusCode::CONFLICT, Json(serde_json::json!({"error": text}))).into_response();
    response.extensions_mut().insert(crate::http::error_page::Dressed);
    plain(response)
}

/// The script goes where the second factor is asked for, and from there back.
pub(super) fn to_prove(lang: Lang, path: &str) -> Response<Body> {
    let back = crate::public::view::encode(&href(lang, path));
    let to = format!("{}?weiter={back}", href(lang, "/konto/bestaetigen"));
    let mut response =
        (StatusCode::CONFLICT, Json(serde_json::json!({"error": "", "to": to}))).into_response();
    response.extensions_mut().insert(crate::http::error_page::Dressed);
    plain(response)
}

/// Sets the cookie and goes on, with a new session in any case.
pub(super) fn enter(opened: &Opened, to: &str) -> Response<Body> {
    let mut response = plain(Redirect::to(to).into_response());
    response.headers_mut().append(header::SET_COOKIE, cookie::session(&opened.token));
    response
}

fn finish(
    app: &App,
    lang: Lang,
    opened: Result<Opened, SignInError>,
    name: &str,
    carried: &Carried,
) -> Response<Body> {
    let error = match opened {
        Ok(opened) => return go_on(app, lang, &opened, carried),
        Err(error) => error,
    };
    let status = match &error {
        SignInError::Busy(_) | SignInError::Db(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::FORBIDDEN,
    };
    if matches!(error, SignInError::Db(_)) {
        tracing::error!(%error, "nobody can sign in");
    }
    let errors = Errors::one("name", told::sign_in(lang, &error));
    form(app, lang, (status, errors), name.to_owned(), carried)
}

/// After signing in: what was typed before is offered, else on to where somebody wanted to go.
pub(super) fn go_on(app: &App, lang: Lang, opened: &Opened, carried: &Carried) -> Response<Body> {
    let home = way_back::home(&opened.session.actor());
    let back = way_back::back(lang, &carried.back, home);
    let Some(kept) = &carried.kept else { return enter(opened, &back) };
    let mut response = kept.offer(app, &opened.session, lang, (StatusCode::OK, back));
    response.headers_mut().append(header::SET_COOKIE, cookie::session(&opened.token));
    response
}

/// The page on which people sign in.
pub(super) fn form(
    app: &App,
    lang: Lang,
    (status, errors): (StatusCode, Errors),
    name: String,
    carried: &Carried,
) -> Response<Body> {
    let uri = href(lang, PATH).parse().unwrap_or_default();
    let w = words(lang);
    let practice = if app.gate().has_practice() { Role::ALL.to_vec() } else { Vec::new() };
    let page = Page {
        l: layout(app, lang, PATH, w.title),
        w,
        errors,
        name,
        back: carried.back.clone(),
        kept: carried.text(),
        passkeys: app.gate().has_passkeys(),
        practice: practice.into_iter().map(|r| (r, told::role(lang, r))).collect(),
    };
    show_keyed(app, &uri, status, &page)
}
