//! "Report a barrier": a form without captcha, cookie or script. Nothing is kept but what stands in its three fields.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    Extension, Form,
    body::Body,
    extract::{Query, rejection::FormRejection},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    response::{IntoResponse, Redirect},
};
use kernel::{Actor, Lang, OsRng};
use outreach::{Draft, Field, MAX_CONTACT, MAX_WORDS, PageAddress, rules};
use serde::Deserialize;

use super::page::{HTML, NoPage, Visit, render};
use crate::{
    App,
    http::{
        error_page::{self, Dressed},
        lang::href,
        origin,
    },
    layout::{Layout, Nav},
};

mod cap;
mod words;
pub(crate) use cap::Cap;
use words::{Words, words};

const PATH: &str = "/barriere-melden";

/// The form as it comes in. Fields that are missing count as empty.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Input {
    #[serde(default)]
    seite: String,
    #[serde(default)]
    barriere: String,
    #[serde(default)]
    kontakt: String,
}

#[derive(Template)]
#[template(path = "public/barrier/form.html")]
struct FormPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    reply: String,
    legal_basis: String,
    typed: Input,
    errors: Vec<FormError>,
}

/// One thing to put right, and where.
struct FormError {
    id: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "public/barrier/thanks.html")]
struct ThanksPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    reply: String,
}

impl FormPage<'_> {
    /// The error of a field.
    fn error(&self, id: &str) -> Option<&FormError> {
        self.errors.iter().find(|e| e.id == id)
    }
}

/// The empty form; `?seite=` fills in the page it was opened from.
pub(crate) async fn form(visit: Visit, Query(params): Query<HashMap<String, String>>) -> Response<Body> {
    let (app, lang) = (&visit.app, visit.lang);
    if visit.uri.query().is_none() {
        return visit.page(|_| page(app, lang, Input::default(), Vec::new()));
    }
    let asked = params.get("seite").and_then(|s| s.parse::<PageAddress>().ok());
    let typed = Input { seite: asked.map(|p| p.to_string()).unwrap_or_default(), ..Input::default() };
    visit.once(page(app, lang, typed, Vec::new()))
}

/// Takes the form. Whatever goes wrong, the answer is the form with everything that was typed.
pub(crate) async fn send(
    Visit { app, lang, uri, headers }: Visit,
    Extension(cap): Extension<Arc<Cap>>,
    input: Result<Form<Input>, FormRejection>,
) -> Response<Body> {
    let Form(typed) = match input {
        Ok(form) => form,
        Err(rejection) => return error_page::show(&app, &uri, rejection.status()),
    };
    match take(&app, lang, &cap, &headers, &typed).await {
        Ok(()) => see_thanks(lang),
        Err((status, errors)) => match page(&app, lang, typed, errors) {
            Ok(html) => refused(status, html),
            Err(_) => error_page::show(&app, &uri, StatusCode::INTERNAL_SERVER_ERROR),
        },
    }
}

/// After a report. The same for everybody, so that it can be read again without sending again.
pub(crate) async fn thanks(visit: Visit) -> Response<Body> {
    let (app, lang) = (&visit.app, visit.lang);
    visit.page(|_| {
        let w = words(lang);
        let mut l = Layout::new(app, lang, "/barriere-melden/danke", Nav::None, w.thanks);
        l.index = false;
        render(&ThanksPage { l, w, reply: words::reply(lang, app.city().profile.barrier_reply_days) })
    })
}

type Refusal = (StatusCode, Vec<FormError>);

async fn take(app: &App, lang: Lang, cap: &Cap, request: &HeaderMap, typed: &Input) -> Result<(), Refusal> {
    let w = words(lang);
    let refuse = |status, text: &str| (status, vec![FormError { id: "barriere", text: text.to_owned() }]);
    if !origin::is_ours(app, request) {
        return Err(refuse(StatusCode::FORBIDDEN, w.not_from_here));
    }
    let checked = rules::check(&draft(app, typed)).map_err(|problems| {
        let errors =
            problems.iter().map(|p| FormError { id: id(p.field), text: words::problem(lang, p.kind) });
        (StatusCode::UNPROCESSABLE_ENTITY, errors.collect::<Vec<_>>())
    })?;
    if !cap.take(app.now()) {
        return Err(refuse(StatusCode::TOO_MANY_REQUESTS, w.too_many));
    }
    let days = app.city().profile.barrier_reply_days;
    let stored =
        outreach::barrier_report(app.db(), &Actor::Visitor, app.clock(), &OsRng, checked, lang, days).await;
    stored.map(|_| ()).map_err(|error| {
        tracing::error!(%error, "a report of a barrier could not be stored");
        refuse(StatusCode::SERVICE_UNAVAILABLE, w.not_stored)
    })
}

/// People paste whole addresses: what is before and after the path is cut, if the address is ours.
fn draft(app: &App, typed: &Input) -> Draft {
    let page = typed.seite.trim();
    let public = app.settings().public_url.to_string();
    let path = match page.strip_prefix(&public) {
        Some("") => "/",
        Some(path) => path,
        None => page,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    Draft { page: path.to_owned(), words: typed.barriere.clone(), contact: typed.kontakt.clone() }
}

fn id(field: Field) -> &'static str {
    match field {
        Field::Page => "seite",
        Field::Words => "barriere",
        Field::Contact => "kontakt",
    }
}

fn page(app: &App, lang: Lang, typed: Input, errors: Vec<FormError>) -> Result<String, NoPage> {
    let (w, profile) = (words(lang), &app.city().profile);
    let path = if typed.seite.is_empty() {
        PATH.to_owned()
    } else {
        format!("{PATH}?seite={}", super::view::encode(&typed.seite))
    };
    let mut l = Layout::new(app, lang, &path, Nav::None, w.title).described(w.lead);
    l.canonical = app.settings().public_url.join(&href(lang, PATH));
    render(&FormPage {
        l,
        w,
        reply: words::reply(lang, profile.barrier_reply_days),
        legal_basis: words::legal_basis(lang, profile.land),
        typed,
        errors,
    })
}

fn refused(status: StatusCode, html: String) -> Response<Body> {
    let mut response =
        (status, [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, "no-store")], html).into_response();
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("600"));
    }
    response.extensions_mut().insert(Dressed);
    response
}

fn see_thanks(lang: Lang) -> Response<Body> {
    let mut response = Redirect::to(&href(lang, "/barriere-melden/danke")).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
