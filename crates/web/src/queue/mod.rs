//! The queue of a stop as people without an account meet it: draw a number (kiosk, own phone), follow it, see the
//! calls. Nothing here is read from the snapshot's kept pages, and nothing here is kept by browsers.

mod display;
mod draw;
mod here;
mod kiosk;
pub(crate) mod live;
mod number;
pub(crate) mod qr;
pub(crate) mod say;
mod visit;

pub(crate) use here::Here;
pub(crate) use kiosk::{Back, ticket};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Response, StatusCode, Uri, header},
    response::IntoResponse,
    routing::get,
};

use crate::{
    App,
    http::error_page::{self, Dressed},
    public::page::{HTML, NoPage},
};

/// The addresses without language prefix.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/nummer/{stop}", get(number::show).post(number::draw))
        .route("/besuch/{token}", get(visit::show).post(visit::act))
        .route("/kiosk/{stop}", get(kiosk::show).post(kiosk::draw))
        .route("/anzeige/{stop}", get(display::show))
        .route("/anzeige/{stop}/strom", get(live::stream))
}

/// A page about one queue or one number: true at this moment only, and for nobody's cache.
pub(crate) fn fresh(
    app: &App,
    uri: &Uri,
    status: StatusCode,
    page: Result<String, NoPage>,
) -> Response<Body> {
    match page {
        Ok(html) => {
            let headers = [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, "no-store")];
            let mut response = (status, headers, html).into_response();
            response.extensions_mut().insert(Dressed);
            response
        }
        Err(NoPage::NotFound) => error_page::show(app, uri, StatusCode::NOT_FOUND),
        Err(NoPage::Broken(error)) => {
            tracing::error!(%error, "a template failed");
            error_page::show(app, uri, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// After a form: the page that shows what came of it, so that reloading sends nothing again.
fn see(href: &str) -> Response<Body> {
    let mut response = axum::response::Redirect::to(href).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
