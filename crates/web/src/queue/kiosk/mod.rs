//! `/kiosk/{stop}`: the screen at the stand where people draw a number, two taps at most. It forgets who used it.

use askama::Template;
use axum::{
    Extension,
    body::Body,
    extract::{OriginalUri, State, rejection::FormRejection},
    http::{HeaderMap, Response, StatusCode, Uri},
};
use kernel::Lang;
use visits::{Drawn, Queue, Topic};

use super::{
    draw::{self, Again, Form, Input},
    fresh,
    here::Here,
    qr, say,
};
use crate::{
    App,
    http::{client::ClientAddress, error_page, lang::href},
    layout::{Layout, Nav},
    public::{
        page::{NoPage, render},
        view::Notice,
    },
};

mod words;
use words::{Words, words};

#[derive(Template)]
#[template(path = "queue/kiosk/page.html")]
struct KioskPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    notices: Vec<Notice<'a>>,
    place: &'a str,
    problem: Option<String>,
    waiting: usize,
    wait: Option<String>,
    /// Where the next person begins.
    start: String,
    f: Form,
}

#[derive(Template)]
#[template(path = "queue/kiosk/ticket.html")]
struct TicketPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    place: &'a str,
    number: String,
    topic: &'static str,
    wait: Option<String>,
    bring: &'static [&'static str],
    qr: String,
    back: Back,
}

/// Where it goes on after a number.
pub(crate) struct Back {
    pub href: String,
    /// What the page there is to show again; it is sent along. At the kiosk nothing.
    pub kept: Vec<(&'static str, String)>,
}

/// The tiles.
pub(super) async fn show(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    here: Here,
) -> Response<Body> {
    tiles(&app, &uri, lang, &here, Again::empty()).await
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
    let (topic, drawn) = match draw::take(&app, lang, &here, (&request, client.map(|c| c.0)), input).await {
        Ok(taken) => taken,
        Err(again) => return tiles(&app, &uri, lang, &here, again).await,
    };
    match here.queue(&app).await {
        Ok(queue) => {
            let start = href(Lang::De, &format!("/kiosk/{}", here.today.stop));
            let back = Back { href: start, kept: Vec::new() };
            fresh(&app, &uri, StatusCode::OK, ticket(&app, lang, &here, &queue, (topic, &drawn), back))
        }
        Err(_) => error_page::show(&app, &uri, StatusCode::SERVICE_UNAVAILABLE),
    }
}

async fn tiles(app: &App, uri: &Uri, lang: Lang, here: &Here, again: Again) -> Response<Body> {
    match here.queue(app).await {
        Ok(queue) => fresh(app, uri, again.status, page(app, lang, here, &queue, again)),
        Err(_) => error_page::show(app, uri, StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn page(app: &App, lang: Lang, here: &Here, queue: &Queue, again: Again) -> Result<String, NoPage> {
    let path = format!("/kiosk/{}", here.today.stop);
    let f = Form::new(app, here, queue, lang, (href(lang, &path), again.typed));
    let title = if f.nothing.is_some() {
        f.w.title
    } else if f.asks() {
        f.w.letter
    } else {
        f.w.about
    };
    let wait = here.forecast(queue).of_new(Topic::Service).map(|w| say::wait(lang, w));
    render(&KioskPage {
        l: Layout::new(app, lang, &path, Nav::None, title),
        w: words(lang),
        notices: here.notices(app, lang),
        place: &here.place,
        problem: again.problem,
        waiting: queue.line().len(),
        wait: wait.filter(|_| f.nothing.is_none()),
        start: href(Lang::De, &path),
        f,
    })
}

/// The number, large, to be taken along: at the kiosk, and turned round to the person at a desk.
pub(crate) fn ticket(
    app: &App,
    lang: Lang,
    here: &Here,
    queue: &Queue,
    (topic, drawn): (Topic, &Drawn),
    back: Back,
) -> Result<String, NoPage> {
    let path = format!("/kiosk/{}", here.today.stop);
    let link = app.settings().public_url.join(&href(lang, &format!("/besuch/{}", drawn.token)));
    let w = words(lang);
    render(&TicketPage {
        l: Layout::new(app, lang, &path, Nav::None, w.yours),
        place: &here.place,
        number: drawn.number.to_string(),
        topic: say::topic(lang, topic),
        wait: here.forecast(queue).of_number(drawn.number).map(|wait| say::wait(lang, wait)),
        bring: say::bring(lang, topic),
        qr: qr::svg(&link, w.take_along),
        back,
        w,
    })
}
