//! What search engines and browsers ask for by fixed names.

use std::fmt::Write as _;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{App, assets, http::lang::href};

/// Search engines may read everything but answers to searches; example data not at all.
pub(crate) async fn show(State(app): State<App>) -> Response {
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
    ([kind, (header::CACHE_CONTROL, "no-cache")], rules(&app)).into_response()
}

fn rules(app: &App) -> String {
    let mut rules = "User-agent: *\n".to_owned();
    if app.settings().demo {
        rules.push_str("Disallow: /\n");
        return rules;
    }
    for lang in app.city().languages() {
        for page in ["/dienste", "/termine", "/barriere-melden"] {
            let _ = writeln!(rules, "Disallow: {}?", href(*lang, page));
        }
    }
    let _ = writeln!(rules, "\nSitemap: {}", app.settings().public_url.join("/sitemap.xml"));
    rules
}

/// Old browsers ask for this name without reading the page.
pub(crate) async fn favicon(_request: HeaderMap) -> Redirect {
    Redirect::permanent(&assets::names().favicon)
}
