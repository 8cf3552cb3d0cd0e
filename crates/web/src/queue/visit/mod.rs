//! `/besuch/{token}`: one's own number. Whoever has the link has the number; nothing else is known of its holder.

use askama::Template;
use axum::{
    Extension, Form as Body_,
    body::Body,
    extract::{OriginalUri, Path, State, rejection::FormRejection},
    http::{HeaderMap, Response, StatusCode, Uri},
};
use kernel::{Actor, Lang};
use serde::Deserialize;
use visits::{Key, Own, OwnState, TicketAct, Token, VisitsError};

use super::{fresh, here::Here, say, see};
use crate::{
    App,
    http::{error_page, lang::href, origin},
    layout::{Frame, Layout, Nav},
    public::{
        page::{NoPage, render},
        view::Notice,
    },
};

mod view;
mod words;
use view::View;
use words::{Words, words};

/// A button's form.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Input {
    #[serde(default)]
    schluessel: String,
    #[serde(default)]
    tun: String,
    #[serde(default)]
    ereignis: u64,
}

#[derive(Template)]
#[template(path = "queue/visit/page.html")]
struct VisitPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    notices: Vec<Notice<'a>>,
    problem: Option<String>,
    place: &'a str,
    stream: String,
    action: String,
    key: String,
    v: View,
}

#[derive(Template)]
#[template(path = "queue/visit/over.html")]
struct OverPage<'a> {
    l: Layout<'a>,
    text: String,
    w: &'static Words,
}

/// Where the number stands.
pub(super) async fn show(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
) -> Response<Body> {
    match token.parse() {
        Ok(token) => page(&app, &uri, lang, token, None).await,
        Err(_) => error_page::show(&app, &uri, StatusCode::NOT_FOUND),
    }
}

/// A button: later, back, go, or take that back.
pub(super) async fn act(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
    request: HeaderMap,
    input: Result<Body_<Input>, FormRejection>,
) -> Response<Body> {
    let Ok(token) = token.parse::<Token>() else {
        return error_page::show(&app, &uri, StatusCode::NOT_FOUND);
    };
    let input = match input {
        Ok(Body_(input)) => input,
        Err(rejection) => return error_page::show(&app, &uri, rejection.status()),
    };
    if !origin::is_ours(&app, &request) {
        let why = words(lang).not_from_here.to_owned();
        return page(&app, &uri, lang, token, Some((StatusCode::FORBIDDEN, why))).await;
    }
    match done(&app, token, &input).await {
        Ok(()) => see(&href(lang, &format!("/besuch/{token}"))),
        Err(error) => {
            let why = say::error(lang, &error, None);
            page(&app, &uri, lang, token, Some((say::status(&error), why))).await
        }
    }
}

async fn done(app: &App, token: Token, input: &Input) -> Result<(), VisitsError> {
    let (queues, who) = (app.queues(), &Actor::Visitor);
    let key = input.schluessel.parse::<Key>().unwrap_or_else(|_| queues.fresh_key());
    let act = match input.tun.as_str() {
        "spaeter" => TicketAct::Later,
        "zurueck" => TicketAct::Back,
        "gehen" => TicketAct::Leave,
        "rueckgaengig" => {
            return visits::own_undo(queues, who, token, input.ereignis, &key).await.map(|_| ());
        }
        // A word that no button of ours sends changes nothing.
        _ => return Ok(()),
    };
    visits::own_act(queues, who, token, act, &key).await.map(|_| ())
}

async fn page(
    app: &App,
    uri: &Uri,
    lang: Lang,
    token: Token,
    problem: Option<(StatusCode, String)>,
) -> Response<Body> {
    match visits::own(app.queues(), token).await {
        Ok(own) if own.state == OwnState::Today => {
            let (status, problem) = problem.map_or((StatusCode::OK, None), |(s, text)| (s, Some(text)));
            fresh(app, uri, status, html(app, lang, token, &own, problem))
        }
        Ok(own) => over(app, uri, lang, words::of_day(lang, own.queue.day)),
        Err(VisitsError::UnknownToken) => over(app, uri, lang, words(lang).unknown.to_owned()),
        Err(_) => error_page::show(app, uri, StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn html(app: &App, lang: Lang, token: Token, own: &Own, problem: Option<String>) -> Result<String, NoPage> {
    let here = Here::find(app, own.queue.stop.as_str()).ok_or(NoPage::NotFound)?;
    let path = format!("/besuch/{token}");
    let v = View::new(lang, &here, own).ok_or(NoPage::NotFound)?;
    let title = format!("{} {}", words(lang).number, v.number);
    let mut l = Layout::new(app, lang, &path, Nav::Stops, title);
    l.index = false;
    l.frame = Frame::Slim;
    // The link is the key to the number: no form for barriers may be told of it.
    l.about = Some("/termine");
    render(&VisitPage {
        l,
        w: words(lang),
        notices: here.notices(app, lang),
        problem,
        place: &here.place,
        stream: format!("/anzeige/{}/strom?stand={}", here.today.stop, own.queue.version()),
        action: href(lang, &path),
        key: app.queues().fresh_key().as_str().to_owned(),
        v,
    })
}

/// A number of another day, or one that nobody knows any more: the answer is the same for everybody.
fn over(app: &App, uri: &Uri, lang: Lang, text: String) -> Response<Body> {
    let w = words(lang);
    let mut l = Layout::new(app, lang, "/termine", Nav::Stops, w.over);
    l.index = false;
    fresh(app, uri, StatusCode::GONE, render(&OverPage { l, text, w }))
}
