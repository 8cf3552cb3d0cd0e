//! One topic, or one situation in life, with its services.

use askama::Template;
use axum::{body::Body, extract::Path, http::Response};
use directory::Listed;
use kernel::{Localized, Spoken};

use super::{
    page::{NoPage, Visit, render},
    view::{Crumb, ServiceRow},
};
use crate::layout::{Layout, Nav};

#[derive(Template)]
#[template(path = "public/topic/page.html")]
struct TopicPage<'a> {
    l: Layout<'a>,
    crumbs: Vec<Crumb>,
    title: Spoken<'a>,
    intro: Option<Spoken<'a>>,
    rows: Vec<ServiceRow<'a>>,
}

pub(crate) async fn topic(visit: Visit, Path(slug): Path<String>) -> Response<Body> {
    visit.page(|snapshot| {
        let shelf = snapshot.directory.topic(&slug).ok_or(NoPage::NotFound)?;
        page(&visit, "themen", &slug, &shelf.of.title, None, &shelf.services)
    })
}

pub(crate) async fn situation(visit: Visit, Path(slug): Path<String>) -> Response<Body> {
    visit.page(|snapshot| {
        let shelf = snapshot.directory.situation(&slug).ok_or(NoPage::NotFound)?;
        page(&visit, "lebenslagen", &slug, &shelf.of.title, shelf.of.intro.as_ref(), &shelf.services)
    })
}
fn page(
    Visit { app, lang, .. }: &Visit,
    kind: &str,
    slug: &str,
    title: &Localized,
    intro: Option<&Localized>,
    services: &[&Listed],
) -> Result<String, NoPage> {
    let lang = *lang;
    let title = title.get(lang);
    let l = Layout::new(app, lang, &format!("/{kind}/{slug}"), Nav::Services, title.text);
    render(&TopicPage {
        crumbs: vec![
            Crumb { href: l.href("/"), text: l.w.home.to_owned() },
            Crumb { href: l.href("/dienste"), text: l.w.services.to_owned() },
        ],
        title,
        intro: intro.map(|i| i.get(lang)),
        rows: services.iter().map(|s| ServiceRow::new(lang, s)).collect(),
        l,
    })
}
