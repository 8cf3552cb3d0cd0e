//! Pages for what went wrong: what happened, what to do now, whom to call.

use askama::Template;
use axum::{
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use kernel::{Lang, OsRng, uuid_v7};

use super::lang::split;
use crate::{
    App,
    layout::{Layout, Nav},
};

#[derive(Template)]
#[template(path = "http/error_page.html")]
struct ErrorPage<'a> {
    l: Layout<'a>,
    what: &'static str,
    now: &'static str,
    query: &'static str,
    reference_label: &'static str,
    reference: Option<String>,
}

/// Replaces the bare answers of the router (404, 405, 400 …) by one with a way out; others pass.
pub(crate) fn dress(app: &App, uri: &Uri, response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error())
        || response.extensions().get::<Dressed>().is_some()
    {
        return response;
    }
    let mut dressed = show(app, uri, status);
    if let Some(allow) = response.headers().get(header::ALLOW) {
        dressed.headers_mut().insert(header::ALLOW, allow.clone());
    }
    dressed
}

/// Marks an answer that already says everything.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dressed;

/// What a visitor reads out on the phone; the access log names the route beside it.
#[derive(Debug, Clone)]
pub(crate) struct Reference(pub(crate) String);

/// The error answer for an address: JSON below `/api/`, a page elsewhere.
pub(crate) fn show(app: &App, uri: &Uri, status: StatusCode) -> Response {
    let reference = status.is_server_error().then(|| reference(app));
    if let Some(reference) = &reference {
        tracing::error!(status = status.as_u16(), %reference, "answered with an error");
    }
    let mut response = if uri.path().starts_with("/api/") {
        crate::api::problem(status, message(Lang::En, status).0, reference.as_deref())
    } else {
        page(app, uri, status, reference.clone())
    };
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(Dressed);
    if let Some(reference) = reference {
        response.extensions_mut().insert(Reference(reference));
    }
    response
}

fn page(app: &App, uri: &Uri, status: StatusCode, reference: Option<String>) -> Response {
    let lang = app.city().spoken(split(uri).0);
    let (what, now) = message(lang, status);
    let page = ErrorPage {
        l: Layout::new(app, lang, "/", Nav::None, what),
        what,
        now,
        query: "",
        reference_label: lang
            .pick("Nennen Sie am Telefon diese Nummer:", "On the phone, please give this number:"),
        reference,
    };
    let html = page.render().unwrap_or_else(|_| what.to_owned());
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

/// Short enough to read out; the log holds the same.
fn reference(app: &App) -> String {
    let id = uuid_v7(app.now(), &OsRng).simple().to_string();
    id.get(20..28).unwrap_or_default().to_uppercase()
}

fn message(lang: Lang, status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => lang.pick(
            (
                "Diese Seite gibt es nicht.",
                "Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen. So geht es weiter:",
            ),
            (
                "This page does not exist.",
                "Perhaps the address has a typo, or the page has moved. Here is how to go on:",
            ),
        ),
        StatusCode::METHOD_NOT_ALLOWED => lang.pick(
            ("So kann man diese Seite nicht aufrufen.", "Bitte gehen Sie über einen dieser Wege:"),
            ("This page cannot be used in that way.", "Please take one of these ways:"),
        ),
        StatusCode::URI_TOO_LONG => lang.pick(
            ("Ihre Eingabe ist zu lang.", "Bitte beschreiben Sie mit wenigen Worten, was Sie suchen:"),
            ("Your input is too long.", "Please describe in a few words what you are looking for:"),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => lang.pick(
            ("Das ist zu viel auf einmal.", "Bitte senden Sie weniger Text."),
            ("That is too much at once.", "Please send less text."),
        ),
        StatusCode::TOO_MANY_REQUESTS => lang.pick(
            (
                "Das waren zu viele Anfragen auf einmal.",
                "Von Ihrem Anschluss kommen gerade sehr viele Anfragen. Bitte warten Sie ein paar Sekunden und laden Sie die Seite dann neu.",
            ),
            (
                "Those were too many requests at once.",
                "Very many requests are coming from your connection. Please wait a few seconds, then load the page again.",
            ),
        ),
        s if s.is_client_error() => lang.pick(
            ("Das haben wir nicht verstanden.", "Bitte versuchen Sie es auf einem dieser Wege:"),
            ("We did not understand that.", "Please try one of these ways:"),
        ),
        _ => lang.pick(
            (
                "Bei uns ist etwas schiefgegangen.",
                "Es liegt nicht an Ihnen. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
            ),
            ("Something went wrong on our side.", "It is not your fault. Please try again in a few minutes."),
        ),
    }
}
