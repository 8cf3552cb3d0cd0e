//! What the pages of those who serve have in common: never stored, never indexed, a bar with one's name on top.

use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, Uri, header},
    response::{IntoResponse as _, Redirect},
};
use kernel::{Actor, Lack, Lang, Permission};
use staff::{Session, StaffError};

use crate::{
    App,
    http::{
        error_page::{self, Dressed},
        headers::OffersPasskey,
        lang::href,
    },
    layout::{Layout, Nav},
    public::{page::HTML, view::encode},
};

/// One thing to put right, and where.
#[derive(Debug, Clone)]
pub(crate) struct FormError {
    /// The field.
    pub id: &'static str,
    /// What is wrong and what to do.
    pub text: String,
}

/// All that is wrong with a form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Errors(pub Vec<FormError>);

impl Errors {
    /// One error.
    pub(crate) fn one(id: &'static str, text: impl Into<String>) -> Self {
        Self(vec![FormError { id, text: text.into() }])
    }

    /// What is wrong with a field; empty when nothing is.
    pub(crate) fn of(&self, id: &str) -> &str {
        self.0.iter().find(|e| e.id == id).map_or("", |e| e.text.as_str())
    }

    /// Whether nothing is wrong.
    pub(crate) fn none(&self) -> bool {
        self.0.is_empty()
    }
}

/// Who is signed in, and where they may go.
pub(crate) struct Bar {
    pub name: String,
    /// What every form of the session carries.
    pub form: String,
    pub links: Vec<Link>,
    pub signed_in: &'static str,
    pub sign_out: &'static str,
    pub menu: &'static str,
    pub error: &'static str,
}

/// An entry of the bar.
pub(crate) struct Link {
    pub href: String,
    pub text: &'static str,
    pub current: bool,
}

impl Bar {
    /// The bar of a session on a page.
    pub(crate) fn new(session: &Session, lang: Lang, path: &str) -> Self {
        let actor = session.actor();
        let may = |permission| actor.require_somewhere(permission).is_ok();
        let all = [
            ("/stand", may(Permission::QueueSee), lang.pick("Stand", "Counter")),
            ("/geraet", session.stop().is_some(), lang.pick("Dieses Gerät", "This tablet")),
            ("/buero/leute", may(Permission::StaffSee), lang.pick("Team", "Team")),
            ("/buero/geraete", may(Permission::DeviceManage), lang.pick("Geräte", "Tablets")),
            ("/buero/protokoll", may(Permission::AuditRead), lang.pick("Protokoll", "Record")),
            ("/konto", true, lang.pick("Mein Konto", "My account")),
        ];
        let links = all.into_iter().filter(|(_, shown, _)| *shown).map(|(to, _, text)| Link {
            href: href(lang, to),
            text,
            current: to == path,
        });
        Self {
            name: session.account().name.to_string(),
            form: session.form_token().to_owned(),
            links: links.collect(),
            signed_in: lang.pick("Angemeldet als", "Signed in as"),
            sign_out: lang.pick("Abmelden", "Sign out"),
            menu: lang.pick("Arbeitsbereich", "Work area"),
            error: lang.pick("Fehler:", "Error:"),
        }
    }
}

/// The surroundings of a page that only those who serve see.
pub(crate) fn layout<'a>(app: &'a App, lang: Lang, path: &str, title: impl Into<String>) -> Layout<'a> {
    let mut layout = Layout::new(app, lang, path, Nav::None, title);
    layout.index = false;
    layout
}

/// Sends a page that nobody stores.
pub(crate) fn show(app: &App, uri: &Uri, status: StatusCode, template: &impl Template) -> Response<Body> {
    match template.render() {
        Ok(html) => {
            let mut response = (status, [(header::CONTENT_TYPE, HTML)], html).into_response();
            response.extensions_mut().insert(Dressed);
            plain(response)
        }
        Err(error) => {
            tracing::error!(%error, "a template failed");
            error_page::show(app, uri, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Sends a page on which passkeys are used.
pub(crate) fn show_keyed(
    app: &App,
    uri: &Uri,
    status: StatusCode,
    template: &impl Template,
) -> Response<Body> {
    let mut response = show(app, uri, status, template);
    response.extensions_mut().insert(OffersPasskey);
    response
}

/// An answer that nobody stores.
pub(crate) fn plain(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Goes to a page of ours after a form.
pub(crate) fn see(lang: Lang, path: &str) -> Response<Body> {
    plain(Redirect::to(&href(lang, path)).into_response())
}

/// The answer to a use case that was not done. Who may not know of a thing is told that there is none; who must show the
/// second factor again is sent there and comes back.
pub(crate) fn refuse(app: &App, lang: Lang, path: &str, error: &StaffError) -> Response<Body> {
    let uri: Uri = href(lang, path).parse().unwrap_or_default();
    match error {
        StaffError::Forbidden(forbidden) if forbidden.lack == Lack::Proof => {
            see(lang, &format!("/konto/bestaetigen?weiter={}", encode(&href(lang, path))))
        }
        StaffError::Forbidden(_) | StaffError::NotFound | StaffError::Invitation => {
            error_page::show(app, &uri, StatusCode::NOT_FOUND)
        }
        StaffError::Busy(_) => error_page::show(app, &uri, StatusCode::SERVICE_UNAVAILABLE),
        other => {
            tracing::error!(error = %other, "a change of accounts was not done");
            error_page::show(app, &uri, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Whether somebody has a permission anywhere, second factor aside; decides what a page offers.
pub(crate) fn offers(actor: &Actor, permission: Permission) -> bool {
    !actor.stops_for(permission).is_empty()
}
