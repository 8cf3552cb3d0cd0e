//! One topic, or one situation in life, with its services.

use askama::Template;
use axum::{
    Extension,
    body::Body,
    extract::{OriginalUri, Path, State},
    http::{HeaderMap, Response},
};
use directory::Listed;
use kernel::{Lang, Spoken};

use super::{
    page::{HTML, NoPage, kept, render},
    view::{Crumb, ServiceRow},
};
use crate::{
    App,
    layout::{Layout, Nav},
};

#[derive(Template)]
#[template(path = "public/topic/page.html")]
struct TopicPage<'a> {
    l: Layout<'a>,
    crumbs: Vec<Crumb>,
    title: Spoken<'a>,
    intro: Option<Spoken<'a>>,
    rows: Vec<ServiceRow<'a>>,
}

pub(crate) async fn topic(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    Path(slug): Path<String>,
    request: HeaderMap,
) -> Response<Body> {
    kept(&app, &uri, &request, HTML, |snapshot| {
        let shelf = snapshot.directory.topic(&slug).ok_or(NoPage::NotFound)?;
        let path = format!("/themen/{slug}");
        page(&app, lang, &path, shelf.of.title.get(lang), None, &shelf.services)
    })
}

pub(crate) async fn situation(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    Path(slug): Path<String>,
    request: HeaderMap,
) -> Response<Body> {
    kept(&app, &uri, &request, HTML, |snapshot| {
        let shelf = snapshot.directory.situation(&slug).ok_or(NoPage::NotFound)?;
        let path = format!("/lebenslagen/{slug}");
        let intro = shelf.of.intro.as_ref().map(|i| i.get(lang));
        page(&app, lang, &path, shelf.of.title.get(lang), intro, &shelf.services)
    })
}

fn page(
    app: &App,
    lang: Lang,
    path: &str,
    title: Spoken<'_>,
    intro: Option<Spoken<'_>>,
    services: &[&Listed],
) -> Result<String, NoPage> {
    let l = Layout::new(app, lang, path, Nav::Services, title.text);
    render(&TopicPage {
        crumbs: vec![
            Crumb { href: l.href("/"), text: l.w.home.to_owned() },
            Crumb { href: l.href("/dienste"), text: l.w.services.to_owned() },
        ],
        title,
        intro,
        rows: services.iter().map(|s| ServiceRow::new(lang, s)).collect(),
        l,
    })
}
