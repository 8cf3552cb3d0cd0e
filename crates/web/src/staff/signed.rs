//! Who is signed in, as handlers ask for it. A handler that takes [`Signed`] or [`Sent`] cannot be reached without.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use kernel::{Actor, Lack, Lang};
use staff::{Session, StaffError, Visit};

use super::{
    cookie,
    form::Fields,
    kept::{Carried, Kept},
    page::{self, Errors},
    prove, sign_in, tablet, way_back,
};
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
    pub uri: Uri,
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

    /// The answer to a use case that was not done, as [`page::refuse`]; where the second factor is asked for first, what was
    /// typed is kept.
    pub(crate) async fn refuse(&self, app: &App, path: &str, error: &StaffError) -> Response {
        let waits = matches!(error, StaffError::Forbidden(forbidden) if forbidden.lack == Lack::Proof);
        match Kept::waiting(&self.uri, &self.fields).filter(|_| waits) {
            Some(kept) => {
                let carried = Carried { back: href(self.lang, path), kept: Some(kept) };
                prove::form(app, &self.session, self.lang, StatusCode::FORBIDDEN, Errors::default(), carried)
                    .await
            }
            None => page::refuse(app, self.lang, path, error),
        }
    }
}

/// From where a request comes.
pub(crate) fn visit(request: &HeaderMap, address: Option<ClientAddress>) -> Visit {
    let user_agent = request.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Visit {
        user_agent: user_agent.chars().take(400).collect(),
        device: cookie::read(request, cookie::DEVICE),
        session: cookie::read(request, cookie::SESSION),
        unattended: false,
        address: address.filter(|a| !a.is_this_machine()).map(|a| format!("{:?}", a.prefix())),
    }
}

fn visit_of(parts: &Parts) -> Visit {
    visit(&parts.headers, parts.extensions.get::<ClientAddress>().copied())
}

/// Whether a script of ours asks, as pages do that keep themselves fresh. Browsers from before 2023 do not say so, but then
/// only a script asks for nothing but HTML.
fn is_by_script(request: &HeaderMap) -> bool {
    let said = |name: &str| request.get(name).map(|value| value.to_str().unwrap_or_default());
    said("sec-fetch-dest").map_or(said(header::ACCEPT.as_str()) == Some("text/html"), |to| to == "empty")
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
    let unattended = parts.method == Method::GET && is_by_script(&parts.headers);
    let visit = Visit { unattended, ..visit_of(parts) };
    app.gate().session(&token, &visit).await.map_err(|error| {
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
        let session = session(&parts, app).await?;
        let page = way_back::page_of_form(app, &parts.headers);
        let ended = to_sign_in(lang, &parts, page.as_deref());
        let by_script = is_by_script(&parts.headers);
        let fields = Fields::read(Request::from_parts(parts, body)).await;
        let Some(session) = session else {
            let kept = fields.ok().filter(|_| !by_script).and_then(|fields| Kept::stale(&uri, &fields));
            let Some(kept) = kept else { return Err(ended) };
            let carried = Carried { back: page.unwrap_or_default(), kept: Some(kept) };
            return Err(way_in(app, lang, &visit, &carried).await);
        };
        let fields = fields.map_err(|status| error_page::show(app, &uri, status))?;
        if !session.is_form(fields.get("form")) {
            let back = page.unwrap_or_else(|| href(lang, "/konto"));
            return Err(match Kept::stale(&uri, &fields) {
                Some(kept) => kept.offer(app, &session, lang, (StatusCode::FORBIDDEN, back)),
                None => error_page::show(app, &uri, StatusCode::FORBIDDEN),
            });
        }
        Ok(Self { session, lang, uri, fields, visit })
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

/// The sign-in, on a shared tablet its own, in place of the answer to a form: what was typed goes on from there.
async fn way_in(app: &App, lang: Lang, visit: &Visit, carried: &Carried) -> Response {
    let status = StatusCode::FORBIDDEN;
    if visit.device.is_some() {
        return tablet::who(app, lang, visit, (status, Errors::default()), None, carried).await;
    }
    sign_in::form(app, lang, (status, Errors::default()), String::new(), carried)
}

/// To the sign-in, on a shared tablet to its own, and back afterwards if it was a page.
fn to_sign_in(lang: Lang, parts: &Parts, page: Option<&str>) -> Response {
    let tablet = cookie::read(&parts.headers, cookie::DEVICE).is_some();
    let back = page.map(|page| format!("?weiter={}", encode(page))).unwrap_or_default();
    let to = href(lang, if tablet { "/geraet" } else { "/anmelden" });
    page::plain(Redirect::to(&format!("{to}{back}")).into_response())
}
