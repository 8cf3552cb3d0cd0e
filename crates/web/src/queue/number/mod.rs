//! `/nummer/{stop}`: a number on one's own phone, by the stand's QR code.

use askama::Template;
use axum::{
    Extension,
    body::Body,
    extract::{OriginalUri, State, rejection::FormRejection},
    http::{HeaderMap, Response, StatusCode, Uri},
};
use kernel::Lang;
use visits::{Queue, Topic};

use super::{
    draw::{self, Again, Form, Input},
    fresh,
    here::Here,
    say, see,
};
use crate::{
    App,
    http::{client::ClientAddress, error_page, lang::href},
    layout::{Layout, Nav},
    public::{
        page::{NoPage, render},
        view::{Crumb, Notice},
    },
};

#[derive(Template)]
#[template(path = "queue/number/page.html")]
struct NumberPage<'a> {
    l: Layout<'a>,
    crumbs: Vec<Crumb>,
    notices: Vec<Notice<'a>>,
    place: &'a str,
    problem: Option<String>,
    waiting: usize,
    wait: Option<String>,
    f: Form,
}

/// The tiles.
pub(super) async fn show(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    here: Here,
) -> Response<Body> {
    page(&app, &uri, lang, &here, Again::empty()).await
}

/// A tap on a tile: the question behind it, or the number.
pub(super) async fn draw(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    here: Here,
    client: Option<Extension<ClientAddress>>,
    request: HeaderMap,
    input: Result<axum::Form<Input>, FormRejection>,
) -> Response<Body> {
    match draw::take(&app, lang, &here, (&request, client.map(|c| c.0)), input).await {
        Ok((_, drawn)) => see(&href(lang, &format!("/besuch/{}", drawn.token))),
        Err(again) => page(&app, &uri, lang, &here, again).await,
    }
}

async fn page(app: &App, uri: &Uri, lang: Lang, here: &Here, again: Again) -> Response<Body> {
    match here.queue(app).await {
        Ok(queue) => fresh(app, uri, again.status, html(app, lang, here, &queue, again)),
        Err(_) => error_page::show(app, uri, StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn html(app: &App, lang: Lang, here: &Here, queue: &Queue, again: Again) -> Result<String, NoPage> {
    let stop = &here.today.stop;
    let path = format!("/nummer/{stop}");
    let f = Form::new(app, here, queue, lang, (href(lang, &path), again.typed));
    let title = if f.asks() { f.w.letter } else { f.w.title };
    let mut l = Layout::new(app, lang, &path, Nav::Stops, title);
    l.index = false;
    let wait = here.forecast(queue).of_new(Topic::Service).map(|w| say::wait(lang, w));
    render(&NumberPage {
        crumbs: vec![
            Crumb { href: l.href("/termine"), text: l.w.stops.to_owned() },
            Crumb { href: l.href(&format!("/termine/{stop}")), text: here.place.clone() },
        ],
        notices: here.notices(app, lang),
        place: &here.place,
        problem: again.problem,
        waiting: queue.line().len(),
        wait: wait.filter(|_| f.nothing.is_none()),
        f,
        l,
    })
}
