//! All addresses, in one place.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, Uri},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

use crate::{
    App, api, assets, counter, health,
    http::{error_page, headers, limits, observe, ready, throttle},
    public, queue, staff,
};

/// The whole site.
pub fn router(app: App) -> Router {
    let mut router = Router::new()
        .merge(api::routes())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/robots.txt", get(public::robots::show))
        .route("/stadt.css", get(public::look::styles))
        .route("/stadt/logo", get(public::look::logo))
        .route("/sitemap.xml", get(public::sitemap::show))
        .route("/daten/katalog.jsonld", get(public::data::catalogue))
        .route("/favicon.ico", get(public::robots::favicon))
        .route("/assets/{name}", get(assets::show));
    let cap = Arc::new(public::barrier::Cap::default());
    for lang in app.city().languages().iter().copied() {
        let pages = public::routes().merge(queue::routes()).merge(counter::routes()).merge(staff::routes());
        let pages = pages.layer(Extension(Arc::clone(&cap))).layer(Extension(lang));
        router =
            if lang.prefix().is_empty() { router.merge(pages) } else { router.nest(lang.prefix(), pages) };
    }
    ready::before(guarded(router, app.clone()), app)
}

/// Puts around routes what every answer needs: limits, error pages in place of panics, security headers.
pub fn guarded(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(limits::MAX_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), throttle::limit))
        .layer(middleware::from_fn_with_state(app.clone(), limits::guard))
        .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
        .layer(middleware::from_fn_with_state(app.clone(), observe::request))
        .with_state(app)
}

async fn not_found(State(app): State<App>, uri: Uri) -> Response {
    match without_slash(&uri) {
        Some(path) => Redirect::permanent(path).into_response(),
        None => error_page::show(&app, &uri, StatusCode::NOT_FOUND),
    }
}

/// `/termine/` means `/termine`. A path that begins with two slashes names another host and is left alone.
fn without_slash(uri: &Uri) -> Option<&str> {
    let path = uri.path().strip_suffix('/')?;
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.ends_with('/');
    (ours && uri.query().is_none()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_leads_to_no_other_host() {
        assert_eq!(without_slash(&Uri::from_static("/termine/")), Some("/termine"));
        for other in ["/", "//evil.example/", "/termine", "/a//", "/termine/?q=1"] {
            assert_eq!(without_slash(&Uri::from_static(other)), None, "{other}");
        }
    }
}
