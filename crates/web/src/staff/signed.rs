//! Who is signed in, as handlers ask for it. A handler that takes [`Signed`] or [`Sent`] cannot be reached without.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use kernel::{Actor, Lang};
use staff::{Session, Visit};

use super::{cookie, form::Fields, page, way_back};
use crate::{
    App,
    http::{client::ClientAddress, error_page, lang::href, origin},
    public::view::encode,
};

/// Somebody who is signed in asks for a page.
pub(crate) struct Signed {
    pub session: Session,
    pub lang: Lang,
    pub uri: Uri,
}

/// Somebody who is signed in sends a form of their own session.
pub(crate) struct Sent {
    pub session: Session,
    pub lang: Lang,
    pub fields: Fields,
    pub visit: Visit,
}

/// Anybody sends a form of ours: to sign in.
pub(crate) struct Posted {
    pub lang: Lang,
    pub fields: Fields,
    pub visit: Visit,
}

impl Signed {
    /// Who acts.
    pub(crate) fn actor(&self) -> Actor {
        self.session.actor()
    }
}

impl Sent {
    /// Who acts.
    pub(crate) fn actor(&self) -> Actor {
        self.session.actor()
    }
}

/// From where a request comes.
pub(crate) fn visit(request: &HeaderMap, address: Option<ClientAddress>) -> Visit {
    let user_agent = request.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Visit {
        user_agent: user_agent.chars().take(400).collect(),
        device: cookie::read(request, cookie::DEVICE),
        address: address.filter(|a| !a.is_this_machine()).map(|a| format!("{:?}", a.prefix())),
    }
}

fn visit_of(parts: &Parts) -> Visit {
    visit(&parts.headers, parts.extensions.get::<ClientAddress>().copied())
}

fn lang_of(parts: &Parts) -> Lang {
    parts.extensions.get::<Lang>().copied().unwrap_or(Lang::De)
}

/// The address as it was asked for; within a nested router the prefix of the language is missing.
pub(crate) fn whole(parts: &Parts) -> Uri {
    parts.extensions.get::<axum::extract::OriginalUri>().map_or_else(|| parts.uri.clone(), |u| u.0.clone())
}

async fn session(parts: &Parts, app: &App) -> Result<Option<Session>, Response> {
    let Some(token) = cookie::read(&parts.headers, cookie::SESSION) else { return Ok(None) };
    app.gate().session(&token, &visit_of(parts)).await.map_err(|error| {
        tracing::error!(%error, "a session could not be read");
        error_page::show(app, &whole(parts), StatusCode::SERVICE_UNAVAILABLE)
    })
}

impl FromRequestParts<App> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let (lang, uri) = (lang_of(parts), whole(parts));
        match session(parts, app).await? {
            Some(session) => Ok(Self { session, lang, uri }),
            None => Err(to_sign_in(lang, parts, Some(&uri.to_string()))),
        }
    }
}

impl FromRequest<App> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let (lang, uri, visit) = (lang_of(&parts), whole(&parts), visit_of(&parts));
        if !origin::is_ours(app, &parts.headers) {
            return Err(error_page::show(app, &uri, StatusCode::FORBIDDEN));
        }
        let Some(session) = session(&parts, app).await? else {
            // What was typed is gone; the page it was typed into is not.
            let page = way_back::page_of_form(app, &parts.headers);
            return Err(to_sign_in(lang, &parts, page.as_deref()));
        };
        let fields = Fields::read(Request::from_parts(parts, body)).await;
        let fields = fields.map_err(|status| error_page::show(app, &uri, status))?;
        if !session.is_form(fields.get("form")) {
            return Err(error_page::show(app, &uri, StatusCode::FORBIDDEN));
        }
        Ok(Self { session, lang, fields, visit })
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let (lang, uri, visit) = (lang_of(&parts), whole(&parts), visit_of(&parts));
        if !origin::is_ours(app, &parts.headers) {
            return Err(error_page::show(app, &uri, StatusCode::FORBIDDEN));
        }
        let fields = Fields::read(Request::from_parts(parts, body)).await;
        let fields = fields.map_err(|status| error_page::show(app, &uri, status))?;
        Ok(Self { lang, fields, visit })
    }
}

/// To the sign-in, on a shared tablet to its own, and back afterwards if it was a page.
fn to_sign_in(lang: Lang, parts: &Parts, page: Option<&str>) -> Response {
    let tablet = cookie::read(&parts.headers, cookie::DEVICE).is_some();
    let back = page.map(|page| format!("?weiter={}", encode(page))).unwrap_or_default();
    let to = href(lang, if tablet { "/geraet" } else { "/anmelden" });
    page::plain(Redirect::to(&format!("{to}{back}")).into_response())
}
