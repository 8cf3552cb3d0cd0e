//! `/anzeige/{stop}`: who is called, for everybody at the stand. Read at five metres, in several languages, for days.

use askama::Template;
use axum::{
    Extension,
    body::Body,
    extract::{OriginalUri, State},
    http::{Response, StatusCode},
};
use kernel::{Lang, Spoken};
use visits::{Queue, State as At, Ticket, Topic};

use super::{fresh, here::Here, live::AGAIN, say};
use crate::{
    App,
    http::{error_page, headers::Screen},
    layout::{Layout, Nav},
    public::page::{NoPage, render},
};

mod words;
use words::{Words, words};

/// Calls that stand below the last one.
const BEFORE: usize = 3;
/// Numbers that are shown as next.
const NEXT: usize = 6;

#[derive(Template)]
#[template(path = "queue/display/page.html")]
struct DisplayPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    place: &'a str,
    stream: String,
    /// Number and desk.
    last: Option<(String, u8)>,
    /// The newest call, repeated ones too.
    call: Option<u64>,
    before: Vec<(String, u8)>,
    next: Vec<String>,
    waiting: usize,
    time: String,
    /// In milliseconds since 1970: the clock on the wall is the server's, whatever the screen's own says.
    now: i64,
    /// One set of sentences for each language, shown in turn.
    turns: Vec<Turn<'a>>,
}

struct Turn<'a> {
    lang: Lang,
    wait: String,
    /// In the language of the turn, or else in German.
    news: Vec<Spoken<'a>>,
}

pub(super) async fn show(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    here: Here,
) -> Response<Body> {
    let Ok(queue) = here.queue(&app).await else {
        return error_page::show(&app, &uri, StatusCode::SERVICE_UNAVAILABLE);
    };
    let mut response = fresh(&app, &uri, StatusCode::OK, page(&app, lang, &here, &queue));
    response.extensions_mut().insert(Screen);
    response
}

fn page(app: &App, lang: Lang, here: &Here, queue: &Queue) -> Result<String, NoPage> {
    let (w, stop) = (words(lang), &here.today.stop);
    let mut calls = queue.calls().map(|(number, desk)| (number, desk.get()));
    let last = calls.next();
    let line = queue.line();
    let path = format!("/anzeige/{stop}");
    render(&DisplayPage {
        l: Layout::new(app, lang, &path, Nav::None, w.title),
        place: &here.place,
        stream: format!("{path}/strom?stand={}", queue.version()),
        last: last.map(|(number, desk)| (number.to_string(), desk)),
        call: queue.tickets().iter().filter_map(call).max(),
        before: calls.take(BEFORE).map(|(number, desk)| (number.to_string(), desk)).collect(),
        next: line.iter().take(NEXT).map(|t| t.number.to_string()).collect(),
        waiting: line.len(),
        now: here.now.as_millisecond(),
        time: kernel::berlin(here.now).strftime("%H:%M").to_string(),
        turns: app.city().languages().iter().map(|l| turn(app, *l, here, queue)).collect(),
        w,
    })
}

/// The event by which somebody who is called was called last. It only rises, whatever the clock does, and a call that is
/// taken back makes none before it new.
pub(super) fn call(ticket: &Ticket) -> Option<u64> {
    let (event, ..) = ticket.last_act()?;
    matches!(ticket.state(), At::Called { .. }).then_some(event)
}

fn turn<'a>(app: &App, lang: Lang, here: &'a Here, queue: &Queue) -> Turn<'a> {
    let w = words(lang);
    let next = here.next(lang);
    let news = here.notices(app, lang).into_iter().map(|n| n.text).collect();
    let wait = match visits::may_draw(queue, Topic::Service, &here.today, here.now) {
        Ok(()) => here.forecast(queue).of_new(Topic::Service).map(|wait| say::wait(lang, wait)),
        Err(why) => Some(say::refusal(lang, why, next.as_deref())),
    };
    Turn { lang, wait: wait.unwrap_or_else(|| w.unknown.to_owned()), news }
}
