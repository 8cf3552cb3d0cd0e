//! Pages of text from the city's folder: privacy, imprint, Leichte Sprache and so on.

use askama::Template;
use axum::{
    body::Body,
    http::{Response, Uri},
};
use kernel::Lang;

use super::page::{NoPage, Visit, render};
use crate::{
    App,
    http::lang::split,
    layout::{Layout, Nav},
};

#[derive(Template)]
#[template(path = "public/text.html")]
struct TextView<'a> {
    l: Layout<'a>,
    html: &'a str,
    easy: bool,
}

pub(crate) async fn show(visit: Visit) -> Response<Body> {
    visit.page(|_| page(&visit.app, visit.lang, &visit.uri))
}

fn page(app: &App, lang: Lang, uri: &Uri) -> Result<String, NoPage> {
    let (_, path) = split(uri);
    let name = path.trim_start_matches('/');
    let text = app.city().texts.get(name, lang).ok_or(NoPage::NotFound)?;
    let nav = if name == "online-ausweis" { Nav::OnlineId } else { Nav::None };
    let l = Layout::new(app, lang, path, nav, &text.title);
    render(&TextView { l, html: &text.html, easy: name == "leichte-sprache" })
}
