//! For whoever watches the server: is the process alive, and can it serve what is current.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::App;

/// The process runs and answers.
pub(crate) async fn alive() -> Response {
    plain(StatusCode::OK, "ok\n")
}

/// The site serves. Without the database it goes on from memory and says so; that is still "ready" for visitors.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let version = app.snapshot().version;
    if app.database_answers() {
        plain(StatusCode::OK, &format!("ready, published version {version}\n"))
    } else {
        plain(
            StatusCode::OK,
            &format!("ready from memory, published version {version}; the database does not answer\n"),
        )
    }
}

fn plain(status: StatusCode, text: &str) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, text.to_owned()).into_response()
}
