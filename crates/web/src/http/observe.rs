//! What is kept of a request: one line in the access log and a few counters. Neither holds anything a person typed or
//! that names a person: the route's pattern in place of the path, no query, no header, no body, and a
//! shortened address.

use std::time::{Duration, Instant};

use axum::{
    body::HttpBody as _,
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};

use super::{client::ClientAddress, error_page::Reference, ready::Wanted};
use crate::App;

/// Stands for the route of an address that does not exist.
const NO_ROUTE: &str = "none";

/// Counts and logs. The outermost layer, so that it sees what is really sent.
pub(crate) async fn request(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let about = About::of(&request);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let wanted = Wanted::of(&request);
    let mut response = next.run(request).await;
    if let (Some(wanted), Some(route)) = (wanted, &route) {
        wanted.keep(route, &mut response);
    }
    about.note(&app, route.as_ref(), &response, begun.elapsed());
    response
}

/// What is told of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    method: &'static str,
    client: Option<ClientAddress>,
}

impl About {
    pub(crate) fn of<B>(request: &axum::http::Request<B>) -> Self {
        let client = request.extensions().get::<ClientAddress>().copied();
        Self { method: known(request.method()), client }
    }

    /// Counts an answer and logs it.
    pub(crate) fn note(self, app: &App, route: Option<&MatchedPath>, response: &Response, took: Duration) {
        let route = route.map_or(NO_ROUTE, MatchedPath::as_str);
        app.metrics().count(route, response.status(), took);
        log(self.method, route, self.client, response, took);
    }
}

fn log(method: &str, route: &str, client: Option<ClientAddress>, response: &Response, took: Duration) {
    let reference = response.extensions().get::<Reference>();
    tracing::info!(
        target: "access",
        method,
        route,
        status = response.status().as_u16(),
        bytes = response.body().size_hint().exact(),
        ms = tenths(took),
        address = client.map(tracing::field::display),
        reference = reference.map(|r| r.0.as_str()),
        "request"
    );
}

/// A method may be any word, and so might be somebody's; only the usual ones are logged.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// Milliseconds with one decimal.
fn tenths(took: Duration) -> f64 {
    let tenths = u32::try_from(took.as_micros() / 100).unwrap_or(u32::MAX);
    f64::from(tenths) / 10.0
}
