//! How a page gets from a template to the visitor: rendered once per snapshot, or once per request.

use std::{convert::Infallible, sync::Arc};

use askama::Template;
use axum::{
    body::Body,
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderMap, Response, StatusCode, Uri, request::Parts},
};
use kernel::Lang;

use crate::{
    App,
    http::{
        error_page,
        ready::Keep,
        rendered::{Effort, Rendered},
    },
    site::snapshot::Snapshot,
};

/// Content type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// Why a page can't be made.
#[derive(Debug)]
pub(crate) enum NoPage {
    /// Nothing of this name is published.
    NotFound,
    /// The template failed.
    Broken(askama::Error),
}

impl From<askama::Error> for NoPage {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error)
    }
}

/// What every handler of a page begins with: the site, and who asks for which address in which language.
pub(crate) struct Visit {
    pub app: App,
    pub lang: Lang,
    pub uri: Uri,
    pub headers: HeaderMap,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        // Of addresses without language the router names none.
        let lang = parts.extensions.get().copied().unwrap_or(Lang::De);
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, app).await?;
        Ok(Self { app: app.clone(), lang, uri, headers: parts.headers.clone() })
    }
}

impl Visit {
    /// Sends a page that depends on the address alone; it is rendered once per snapshot.
    ///
    /// `render` must not read anything but the snapshot, the city and the settings.
    pub(crate) fn page(&self, render: impl FnOnce(&Snapshot) -> Result<String, NoPage>) -> Response<Body> {
        self.kept(HTML, render)
    }

    /// The same for another kind of content.
    pub(crate) fn kept(
        &self,
        content_type: &'static str,
        render: impl FnOnce(&Snapshot) -> Result<String, NoPage>,
    ) -> Response<Body> {
        kept(&self.app, &self.uri, &self.headers, content_type, render)
    }

    /// Sends a page that depends on what the visitor asked.
    pub(crate) fn once(&self, page: Result<String, NoPage>) -> Response<Body> {
        match page {
            Ok(body) => Rendered::once(HTML, body, &self.headers).respond(&self.headers),
            Err(reason) => refuse(&self.app, &self.uri, reason),
        }
    }
}

fn kept(
    app: &App,
    uri: &Uri,
    request: &HeaderMap,
    content_type: &'static str,
    render: impl FnOnce(&Snapshot) -> Result<String, NoPage>,
) -> Response<Body> {
    let snapshot = app.snapshot();
    // No address of ours needs escapes, and each page has countless spellings with them, which would fill the memory.
    if uri.path().contains('%') {
        return match render(&snapshot) {
            Ok(body) => Rendered::once(content_type, body, request).respond(request),
            Err(reason) => refuse(app, uri, reason),
        };
    }
    let page = snapshot.pages.get_or_render(uri.path(), || {
        render(&snapshot).map(|body| Rendered::new(content_type, body, Effort::Kept))
    });
    match page {
        Ok(page) => {
            let mut response = page.respond(request);
            let body = page.body(request);
            response.extensions_mut().insert(Keep { snapshot: Arc::clone(&snapshot), body });
            response
        }
        Err(reason) => refuse(app, uri, reason),
    }
}

/// Renders a template.
pub(crate) fn render(template: &impl Template) -> Result<String, NoPage> {
    Ok(template.render()?)
}

fn refuse(app: &App, uri: &Uri, reason: NoPage) -> Response<Body> {
    match reason {
        NoPage::NotFound => error_page::show(app, uri, StatusCode::NOT_FOUND),
        NoPage::Broken(error) => {
            tracing::error!(%error, "a template failed");
            error_page::show(app, uri, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}
