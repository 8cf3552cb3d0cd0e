//! The open API under `/api/v1`: read-only, without credentials, for every origin.

mod document;
mod services;
mod stops;
mod venues;

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    App,
    http::{error_page::Dressed, ready::Keep, rendered::Rendered},
    site::snapshot::Snapshot,
};

/// The ordinary content type.
const JSON: &str = "application/json";
/// Largest `limit`.
const MAX_LIMIT: usize = 1000;

pub use document::openapi_json;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/stops", get(stops::list))
        .route("/api/v1/stops/{id}", get(stops::show))
        .route("/api/v1/services", get(services::list))
        .route("/api/v1/services/{id}", get(services::show))
        .route("/api/v1/venues.geojson", get(venues::geojson))
        .route("/api/openapi.json", get(show_document))
        .layer(middleware::from_fn(open_to_all))
}

async fn show_document(State(app): State<App>) -> Response {
    let headers = [(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, "no-cache")];
    (headers, openapi_json(app.city().languages())).into_response()
}

/// CORS without credentials: whoever may read the web may read this.
async fn open_to_all(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Why a request was refused.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Problem {
    /// What went wrong.
    error: ProblemDetail,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProblemDetail {
    /// The HTTP status.
    status: u16,
    /// One sentence for a person.
    message: String,
    /// To be told on the phone; only when the fault is ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

/// An error answer.
pub(crate) fn problem(status: StatusCode, message: &str, reference: Option<&str>) -> Response {
    let error = ProblemDetail {
        status: status.as_u16(),
        message: message.to_owned(),
        reference: reference.map(str::to_owned),
    };
    let mut response = (status, Json(Problem { error })).into_response();
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(Dressed);
    response
}

#[allow(clippy::result_large_err, reason = "the refusal is the answer itself")]
/// Reads `limit`: 1 to 1000, or the default when it is left out.
fn limit(given: Option<&str>, default: usize) -> Result<usize, Response> {
    let Some(text) = given else { return Ok(default) };
    match text.parse::<usize>() {
        Ok(n) if (1..=MAX_LIMIT).contains(&n) => Ok(n),
        _ => Err(problem(StatusCode::BAD_REQUEST, "`limit` must be a whole number from 1 to 1000.", None)),
    }
}

#[allow(clippy::result_large_err, reason = "the refusal is the answer itself")]
/// Reads `lang`: one of the site's languages, German when it is left out.
fn lang(app: &App, given: Option<&str>) -> Result<Lang, Response> {
    match given {
        None => Ok(Lang::De),
        Some(tag) => {
            let known = app.city().languages();
            tag.parse().ok().filter(|l| known.contains(l)).ok_or_else(|| {
                let tags: Vec<_> = known.iter().map(|l| l.tag()).collect();
                let message = format!("`lang` must be one of: {}.", tags.join(", "));
                problem(StatusCode::BAD_REQUEST, &message, None)
            })
        }
    }
}

/// Answers with one thing in the language asked for, or says that there is none.
#[allow(clippy::result_large_err, reason = "the refusal is the answer itself")]
fn one<T: Serialize>(
    app: &App,
    params: &HashMap<String, String>,
    request: &axum::http::HeaderMap,
    find: impl FnOnce(&Snapshot, Lang) -> Option<T>,
) -> Result<Response, Response> {
    let lang = lang(app, params.get("lang").map(String::as_str))?;
    match find(&app.snapshot(), lang) {
        Some(found) => Ok(json(JSON, &found, request)),
        None => Err(problem(StatusCode::NOT_FOUND, "There is nothing with this id.", None)),
    }
}

/// The same for an answer that depends on the address alone.
fn json_kept(snapshot: Arc<Snapshot>, body: &impl Serialize, request: &axum::http::HeaderMap) -> Response {
    let Ok(text) = serde_json::to_string(body) else { return json(JSON, body, request) };
    let rendered = Rendered::once(JSON, text, request);
    let mut response = rendered.respond(request);
    response.extensions_mut().insert(Keep { snapshot, body: rendered.body(request) });
    response
}

/// Answers with JSON that caches must revalidate.
fn json(content_type: &'static str, body: &impl Serialize, request: &axum::http::HeaderMap) -> Response {
    match serde_json::to_string(body) {
        Ok(text) => Rendered::once(content_type, text, request).respond(request),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            problem(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side.", None)
        }
    }
}
