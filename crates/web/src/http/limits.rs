//! Limits every request meets before a handler sees it.

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use futures_util::FutureExt as _;

use super::error_page;
use crate::App;

/// Longest path and query in bytes. A search of 200 letters in any script fits.
pub(crate) const MAX_URI: usize = 8 * 1024;
/// Longest request body in bytes.
pub(crate) const MAX_BODY: usize = 64 * 1024;
/// Longest time a handler may take.
const MAX_TIME: Duration = Duration::from_secs(20);

/// Refuses what is too long, and gives up on what takes too long.
pub(crate) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    if uri.path_and_query().map_or(0, |p| p.as_str().len()) > MAX_URI {
        return error_page::show(&app, &uri, StatusCode::URI_TOO_LONG);
    }
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|n| n > MAX_BODY as u64) {
        return error_page::show(&app, &uri, StatusCode::PAYLOAD_TOO_LARGE);
    }
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(MAX_TIME, answer).await {
        Ok(Ok(response)) => error_page::dress(&app, &uri, response),
        Ok(Err(_)) => error_page::show(&app, &uri, StatusCode::INTERNAL_SERVER_ERROR),
        Err(_) => error_page::show(&app, &uri, StatusCode::SERVICE_UNAVAILABLE),
    }
}
