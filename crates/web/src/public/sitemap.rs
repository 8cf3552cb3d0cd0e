//! All pages for search engines, each with its other languages (sitemaps.org, and Google's `xhtml:link`).

use std::fmt::Write as _;

use axum::{body::Body, http::Response};
use jiff::Timestamp;
use kernel::Lang;

use super::page::{NoPage, Visit};
use crate::{
    App,
    http::lang::href,
    site::{snapshot::Snapshot, texts::TEXT_PAGES},
};

const XML: &str = "application/xml; charset=utf-8";

/// The list; there is none of example data.
pub(crate) async fn show(visit: Visit) -> Response<Body> {
    visit.kept(XML, |snapshot| {
        if visit.app.settings().demo { Err(NoPage::NotFound) } else { Ok(list(&visit.app, snapshot)) }
    })
}

fn list(app: &App, snapshot: &Snapshot) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n".to_owned();
    for (path, changed) in pages(app, snapshot) {
        for lang in app.city().languages() {
            url(&mut out, app, &path, *lang, changed);
        }
    }
    out.push_str("</urlset>\n");
    out
}

/// Paths without language; those of stops with the day of their last change. All are slugs, so nothing needs escaping.
fn pages(app: &App, snapshot: &Snapshot) -> Vec<(String, Option<Timestamp>)> {
    let fixed = ["/", "/termine", "/dienste", "/barriere-melden"].map(str::to_owned);
    let texts = TEXT_PAGES.iter().map(|name| format!("/{name}"));
    let districts = app.city().geography.districts().iter().map(|d| format!("/bezirke/{}", d.id));
    let directory = &snapshot.directory;
    let topics = directory.topics().into_iter().map(|t| format!("/themen/{}", t.of.slug));
    let situations = directory.situations().into_iter().map(|s| format!("/lebenslagen/{}", s.of.slug));
    let services = directory.services().iter().map(|s| format!("/dienste/{}", s.service.id));
    let plain =
        fixed.into_iter().chain(texts).chain(districts).chain(topics).chain(situations).chain(services);
    let stops = snapshot.tour.stops.iter().map(|s| (format!("/termine/{}", s.stop.id), Some(s.changed_at)));
    plain.map(|path| (path, None)).chain(stops).collect()
}

fn url(out: &mut String, app: &App, path: &str, lang: Lang, changed: Option<Timestamp>) {
    let public = &app.settings().public_url;
    let _ = write!(out, "<url><loc>{}</loc>", public.join(&href(lang, path)));
    if let Some(at) = changed {
        let _ = write!(out, "<lastmod>{at}</lastmod>");
    }
    for other in app.city().languages() {
        let address = public.join(&href(*other, path));
        let _ =
            write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{address}\"/>", other.tag());
    }
    out.push_str("</url>\n");
}
