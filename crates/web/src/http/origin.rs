//! Whether a form was sent from a page of ours.

use axum::http::{HeaderMap, header};

use crate::App;

/// Whether a POST may be taken. Browsers say where a form came from in `Sec-Fetch-Site`; those that don't send
/// `Origin`. A request with neither comes from no browser, and nobody's rights can be abused by it: our forms need none.
pub(crate) fn is_ours(app: &App, request: &HeaderMap) -> bool {
    let text = |name: &str| request.get(name).map(|v| v.to_str().unwrap_or_default());
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            origin == app.settings().public_url.to_string()
                || origin.split_once("://").is_some_and(|(_, of)| !host.is_empty() && of == host)
        }
        (None, None) => true,
    }
}
