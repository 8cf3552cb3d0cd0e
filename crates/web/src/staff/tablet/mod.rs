//! On a shared tablet: who are you? And, once signed in there, one's short code for it.

use askama::Template;
use axum::{
    Extension,
    body::Body,
    extract::{OriginalUri, State},
    http::{HeaderMap, Response, StatusCode, Uri},
};
use kernel::Lang;
use staff::{Account, Device, Session, SignInError, Visit, Way};
use uuid::Uuid;

use super::{
    cookie,
    form::Fields,
    kept::Carried,
    page::{Bar, Errors, layout, refuse, see, show_keyed},
    sign_in::{self, go_on},
    signed::{Posted, Sent, visit},
    told,
};
use crate::{
    App,
    http::lang::href,
    layout::{Layout, Nav},
    public::view::encode,
};

mod words;
use words::{Words, words};

const PATH: &str = "/geraet";

#[derive(Template)]
#[template(path = "staff/tablet/who.html")]
struct WhoPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    errors: Errors,
    device: Device,
    people: Vec<(Account, bool)>,
    passkeys: bool,
    back: String,
    /// What was typed into a form whose session had ended.
    kept: String,
    /// The tablet's page, where a short code is set; whoever has one goes to work.
    back_by_passkey: String,
}

#[derive(Template)]
#[template(path = "staff/tablet/code.html")]
struct CodePage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    errors: Errors,
    device: Device,
    can_set: bool,
}

#[derive(Template)]
#[template(path = "staff/tablet/none.html")]
struct NonePage<'a> {
    l: Layout<'a>,
    w: &'static Words,
}

/// Who may switch here; for whoever is signed in, their short code.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    request: HeaderMap,
) -> Response<Body> {
    let visit = visit(&request, None);
    let session = match cookie::read(&request, cookie::SESSION) {
        Some(token) => app.gate().session(&token, &visit).await,
        None => Ok(None),
    };
    match session {
        Ok(Some(session)) if session.stop().is_some() => {
            code_page(&app, &session, &visit, lang, StatusCode::OK, Errors::default()).await
        }
        Ok(_) => {
            let asked = Fields::parse(uri.query().unwrap_or_default().as_bytes());
            let carried = Carried::back(asked.get("weiter"));
            who(&app, lang, &visit, (StatusCode::OK, Errors::default()), None, &carried).await
        }
        Err(error) => refuse(&app, lang, PATH, &error.into()),
    }
}

/// Switches by short code.
pub(crate) async fn switch(State(app): State<App>, posted: Posted) -> Response<Body> {
    let (lang, fields) = (posted.lang, &posted.fields);
    let person = fields.get("person").parse::<Uuid>().ok();
    let code = fields.get("kurzcode");
    let opened = app.gate().sign_in_short_code(person.unwrap_or_default(), code, &posted.visit).await;
    let carried = Carried::of(fields);
    let error = match opened {
        Ok(opened) => return go_on(&app, lang, &opened, &carried),
        Err(error) => error,
    };
    let text = match &error {
        SignInError::Refused => words(lang).wrong.to_owned(),
        other => told::sign_in(lang, other),
    };
    let told = (StatusCode::FORBIDDEN, Errors::one("kurzcode", text));
    who(&app, lang, &posted.visit, told, person, &carried).await
}

/// Sets one's short code for this tablet.
pub(crate) async fn set(State(app): State<App>, sent: Sent) -> Response<Body> {
    let error = match app.gate().short_code_set(&sent.session, sent.fields.get("neuer-kurzcode")).await {
        Ok(()) => return see(sent.lang, PATH),
        Err(error) => error,
    };
    match told::change(sent.lang, &error) {
        Some(text) => {
            let (status, errors) = (StatusCode::UNPROCESSABLE_ENTITY, Errors::one("neuer-kurzcode", text));
            code_page(&app, &sent.session, &sent.visit, sent.lang, status, errors).await
        }
        None => refuse(&app, sent.lang, PATH, &error),
    }
}

/// The page on which people switch.
pub(super) async fn who(
    app: &App,
    lang: Lang,
    visit: &Visit,
    (status, errors): (StatusCode, Errors),
    chosen: Option<Uuid>,
    carried: &Carried,
) -> Response<Body> {
    let (w, wanted) = (words(lang), carried.back.as_str());
    let uri: Uri = href(lang, PATH).parse().unwrap_or_default();
    match app.gate().device_people(visit).await {
        Ok(Some((device, people))) => {
            let page = WhoPage {
                l: layout(app, lang, PATH, w.title),
                w,
                errors,
                device,
                people: people.into_iter().map(|p| (p.clone(), Some(p.id) == chosen)).collect(),
                passkeys: app.gate().has_passkeys(),
                back: wanted.to_owned(),
                kept: carried.text(),
                back_by_passkey: if wanted.is_empty() { href(lang, PATH) } else { wanted.to_owned() },
            };
            show_keyed(app, &uri, status, &page)
        }
        Ok(None) if carried.kept.is_some() => {
            sign_in::form(app, lang, (status, errors), String::new(), carried)
        }
        // No tablet any more: on to where everybody signs in.
        Ok(None) if !wanted.is_empty() => see(lang, &format!("/anmelden?weiter={}", encode(wanted))),
        Ok(None) => {
            let page = NonePage { l: layout(app, lang, PATH, w.none_title), w };
            show_keyed(app, &uri, if status.is_success() { StatusCode::OK } else { status }, &page)
        }
        Err(error) => refuse(app, lang, PATH, &error.into()),
    }
}

async fn code_page(
    app: &App,
    session: &Session,
    visit: &Visit,
    lang: Lang,
    status: StatusCode,
    errors: Errors,
) -> Response<Body> {
    let device = match app.gate().device_people(visit).await {
        Ok(Some((device, _))) => device,
        Ok(None) => return see(lang, PATH),
        Err(error) => return refuse(app, lang, PATH, &error.into()),
    };
    let w = words(lang);
    let page = CodePage {
        l: layout(app, lang, PATH, w.set),
        w,
        bar: Bar::new(session, lang, PATH),
        errors,
        device,
        can_set: session.info().way != Way::ShortCode,
    };
    show_keyed(app, &PATH.parse().unwrap_or_default(), status, &page)
}
