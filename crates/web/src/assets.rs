//! Styles, script, fonts and icons as the frontend build made them, compiled into the program.
//!
//! File names carry a hash of their content, so browsers may keep them for ever.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, Response, StatusCode},
};
use include_dir::{Dir, include_dir};

use crate::http::rendered::Rendered;

static DIST: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../frontend/dist");

static FILES: LazyLock<BTreeMap<&'static str, Rendered>> = LazyLock::new(load);
static NAMES: LazyLock<Names> = LazyLock::new(Names::load);

/// Addresses of the files that pages name.
#[derive(Debug)]
pub(crate) struct Names {
    pub css: String,
    pub js: String,
    /// More for the screens of a stand: display, kiosk, counter.
    pub desk_css: String,
    pub desk_js: String,
    pub favicon: String,
    pub font_regular: String,
    pub font_bold: String,
}

pub(crate) fn names() -> &'static Names {
    &NAMES
}

impl Names {
    fn load() -> Self {
        let manifest: BTreeMap<String, String> = DIST
            .get_file("manifest.json")
            .and_then(|f| serde_json::from_slice(f.contents()).ok())
            .unwrap_or_default();
        let address =
            |logical: &str| manifest.get(logical).map(|name| format!("/assets/{name}")).unwrap_or_default();
        Self {
            css: address("site.css"),
            js: address("site.js"),
            desk_css: address("desk.css"),
            desk_js: address("desk.js"),
            favicon: address("favicon.svg"),
            font_regular: address("fira-regular.woff2"),
            font_bold: address("fira-semibold.woff2"),
        }
    }
}

fn load() -> BTreeMap<&'static str, Rendered> {
    let bytes = |name: &str| DIST.get_file(name).map(|f| Bytes::from_static(f.contents()));
    DIST.files()
        .filter_map(|f| f.path().to_str().map(|name| (name, f)))
        .filter_map(|(name, file)| {
            let kind = content_type(name)?;
            let body = Bytes::from_static(file.contents());
            let rendered =
                Rendered::from_parts(kind, body, bytes(&format!("{name}.gz")), bytes(&format!("{name}.br")));
            Some((name, rendered.with_cache("public, max-age=31536000, immutable")))
        })
        .collect()
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "ico" => "image/x-icon",
        _ => return None,
    })
}

pub(crate) async fn show(Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    if let Some(file) = FILES.get(name.as_str()) {
        file.respond(&headers)
    } else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_pages_name_is_there() {
        let names = names();
        for address in [&names.css, &names.js, &names.favicon, &names.font_regular, &names.font_bold] {
            let name = address.strip_prefix("/assets/").unwrap_or_default();
            assert!(FILES.contains_key(name), "{address:?} is missing: build the frontend");
        }
    }
}
