//! All addresses, in one place.

use axum::{Extension, Router, extract::DefaultBodyLimit, http::StatusCode, middleware, routing::get};
use kernel::Lang;

use crate::{
    App, api, assets, health,
    http::{error_page, headers, limits},
    public,
};

/// The whole site.
pub fn router(app: App) -> Router {
    let mut router = Router::new()
        .merge(api::routes())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/robots.txt", get(public::robots::show))
        .route("/favicon.ico", get(public::robots::favicon))
        .route("/assets/{name}", get(assets::show));
    for lang in Lang::ALL {
        let pages = public::routes().layer(Extension(lang));
        router =
            if lang.prefix().is_empty() { router.merge(pages) } else { router.nest(lang.prefix(), pages) };
    }
    router
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(limits::MAX_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), limits::guard))
        .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
        .with_state(app)
}

async fn not_found(
    axum::extract::State(app): axum::extract::State<App>,
    uri: axum::http::Uri,
) -> axum::response::Response {
    error_page::show(&app, &uri, StatusCode::NOT_FOUND)
}
