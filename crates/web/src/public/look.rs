//! The city's own styles and logo.

use axum::{
    body::Body,
    extract::{OriginalUri, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header},
};

use crate::{App, http::error_page, site::look::Asset};

pub(crate) async fn styles(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    request: HeaderMap,
) -> Response<Body> {
    send(&app, &uri, &request, app.city().look.styles.as_ref())
}

pub(crate) async fn logo(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    request: HeaderMap,
) -> Response<Body> {
    send(&app, &uri, &request, app.city().look.logo.as_ref())
}

/// Pages name the version, and a version never changes; without one, browsers ask again each time.
fn send(app: &App, uri: &Uri, request: &HeaderMap, asset: Option<&Asset>) -> Response<Body> {
    let Some(asset) = asset else { return error_page::show(app, uri, StatusCode::NOT_FOUND) };
    let mut response = asset.body.respond(request);
    if uri.query() == Some(asset.version.as_str()) {
        let for_ever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, for_ever);
    }
    response
}
