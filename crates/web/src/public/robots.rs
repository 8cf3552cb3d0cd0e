//! What search engines and browsers ask for by fixed names.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{App, assets};

/// Search engines may read everything but answers to searches; example data not at all.
pub(crate) async fn show(State(app): State<App>) -> Response {
    let rules = if app.settings().demo {
        "User-agent: *\nDisallow: /\n"
    } else {
        "User-agent: *\nDisallow: /dienste?\nDisallow: /en/dienste?\nDisallow: /termine?\nDisallow: /en/termine?\n"
    };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], rules)
        .into_response()
}

/// Old browsers ask for this name without reading the page.
pub(crate) async fn favicon(_request: HeaderMap) -> Redirect {
    Redirect::permanent(&assets::names().favicon)
}
