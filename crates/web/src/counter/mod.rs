//! The counter: what a guide or clerk sees at a desk. A desk belongs to the place, not to the session: whoever signs in
//! there next finds its person. Every control is a form; the script only keeps the page fresh and offers keys.

mod choose;
mod desk;

use axum::{
    Router,
    routing::{get, post},
};

use crate::App;

/// The addresses without language prefix.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/stand", get(choose::show))
        .route("/stand/{stop}", get(choose::desks).post(choose::open))
        .route("/stand/{stop}/leitung", post(choose::lead))
        .route("/stand/{stop}/{desk}", get(desk::show).post(desk::act))
}
