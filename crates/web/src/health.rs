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

/// The site serves. Without the database it goes on from memory and says so; that is still "ready" for visitors. So it
/// is after a jump of the clock.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let version = app.snapshot().version;
    let mut lines = vec![if app.database_answers() {
        format!("ready, published version {version}\n")
    } else {
        format!("ready from memory, published version {version}; the database does not answer\n")
    }];
    if let Some(by) = app.metrics().clock.jumped() {
        let (seconds, way) = (by.abs().as_secs(), if by.is_negative() { "back" } else { "forward" });
        lines.push(format!(
            "the clock jumped {seconds} s {way} within the last hour; check the time service\n"
        ));
    }
    plain(StatusCode::OK, &lines.concat())
}

fn plain(status: StatusCode, text: &str) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, text.to_owned()).into_response()
}
