//! One desk at work: the queue, my person, the buttons that make sense now.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{Response, StatusCode},
};
use visits::{At, DeskNo, Drawn, Figures, Queue, Refusal, Topic, VisitsError};

use super::choose::{refuse, signed};
use crate::{
    App,
    format::time,
    http::{error_page, lang::href},
    layout::{Frame, Layout, Nav},
    public::view::Notice,
    queue::{self, Back, Here, live, say},
    staff::{
        page::{Bar, Errors, layout, see, show as page},
        signed::{Sent, Signed},
    },
};

mod act;
mod draft;
mod view;
mod words;
use act::After;
use draft::Draft;
use view::{Line, Person, Row, Undo};
use words::{Words, words};

#[derive(Template)]
#[template(path = "counter/desk/page.html")]
struct DeskPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    notices: Vec<Notice<'a>>,
    place: &'a str,
    problem: Option<String>,
    /// What is wrong with what was typed.
    errors: Errors,
    action: String,
    stop_href: String,
    stream: String,
    key: String,
    /// Whom the desk has.
    person: Option<Person>,
    /// Somebody waits whom this desk can help.
    can_call: bool,
    undo: Option<Undo>,
    /// For how many seconds the page is true although nothing happens.
    again: i64,
    line: Vec<Row>,
    aside: Vec<Row>,
    sums: Figures,
    board: Vec<Line>,
    typed: Draft,
    /// The person may go on to a clerk: there is one today, and it is not this desk.
    can_hand_over: bool,
    /// The person may come back later.
    can_park: bool,
    /// When this was so, for whoever looks at it without script.
    time: String,
    /// What a number can be drawn for.
    topics: Vec<(&'static str, &'static str)>,
    /// Languages beside German.
    languages: Vec<(String, String)>,
}

/// What an answer says beside how things are.
#[derive(Default)]
struct Told {
    status: StatusCode,
    problem: Option<String>,
    errors: Errors,
    typed: Draft,
}

/// The desk as it is now.
pub(super) async fn show(
    State(app): State<App>,
    Path((stop, desk)): Path<(String, String)>,
    signed: Signed,
) -> Response<Body> {
    answer(&app, &signed, &stop, &desk, Told::default()).await
}

/// A button. Done or refused, the answer shows the desk as it is then, and what is being typed there is not lost.
pub(super) async fn act(
    State(app): State<App>,
    Path((stop, desk)): Path<(String, String)>,
    sent: Sent,
) -> Response<Body> {
    let path = format!("/stand/{stop}/{desk}");
    let asked = signed(&sent, &path);
    let (Some(here), Ok(no)) = (Here::find(&app, &stop), desk.parse::<DeskNo>()) else {
        return error_page::show(&app, &asked.uri, StatusCode::NOT_FOUND);
    };
    let at = At { stop: &here.today.stop, day: here.today.day, desk: no };
    match act::perform(&app, &sent, &here, at).await {
        Ok(After::Elsewhere(path)) => see(sent.lang, &path),
        Ok(After::Number(topic, drawn, typed)) => {
            number(&app, &sent, &here, no, (topic, &drawn), typed).await
        }
        Ok(After::Desk(typed)) if typed.is_blank() => see(sent.lang, &path),
        Ok(After::Desk(typed)) => answer(&app, &asked, &stop, &desk, Told { typed, ..Told::default() }).await,
        Ok(After::NoNumber(typed)) => {
            let errors = Errors::one("wer", words(sent.lang).which_number);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(&app, &asked, &stop, &desk, Told { status, errors, typed, ..Told::default() }).await
        }
        Err(error @ VisitsError::Forbidden(_)) => refuse(&app, &asked, &error),
        Err(error) => {
            let why = words::refused(sent.lang, &error);
            let (problem, errors) = match field(&error) {
                Some(id) => (None, Errors::one(id, why)),
                None => (Some(why), Errors::default()),
            };
            let typed = Draft::of(&sent.fields);
            let told = Told { status: say::status(&error), problem, errors, typed };
            answer(&app, &asked, &stop, &desk, told).await
        }
    }
}

/// The field that an error is about.
fn field(error: &VisitsError) -> Option<&'static str> {
    match error {
        VisitsError::Refused(
            Refusal::NoteEmpty | Refusal::NoteTooLong | Refusal::NoteSecret | Refusal::NotesFull,
        ) => Some("notiz"),
        VisitsError::Refused(Refusal::Unknown(_)) => Some("wer"),
        _ => None,
    }
}

/// The number that was drawn, for the person at the desk to take along; from there back to the desk.
async fn number(
    app: &App,
    sent: &Sent,
    here: &Here,
    no: DeskNo,
    (topic, drawn): (Topic, &Drawn),
    typed: Draft,
) -> Response<Body> {
    let path = format!("/stand/{}/{no}", here.today.stop);
    let signed = signed(sent, &path);
    let kept = [
        ("form", sent.session.form_token().to_owned()),
        ("tun", "neu".to_owned()),
        ("notiz", typed.notiz),
        ("wer", typed.wer),
        ("q", typed.q),
    ];
    let back = Back { href: href(sent.lang, &path), kept: kept.into() };
    match visits::see(app.queues(), &sent.actor(), &here.today.stop, here.today.day).await {
        Ok(queue) => {
            let ticket = queue::ticket(app, sent.lang, here, &queue, (topic, drawn), back);
            queue::fresh(app, &signed.uri, StatusCode::OK, ticket)
        }
        Err(error) => refuse(app, &signed, &error),
    }
}

async fn answer(app: &App, signed: &Signed, stop: &str, desk: &str, told: Told) -> Response<Body> {
    let (Some(here), Ok(no)) = (Here::find(app, stop), desk.parse::<DeskNo>()) else {
        return error_page::show(app, &signed.uri, StatusCode::NOT_FOUND);
    };
    match visits::see(app.queues(), &signed.actor(), &here.today.stop, here.today.day).await {
        // Who comes by an old address opens the desk first.
        Ok(queue) if queue.desk(no).is_none() => see(signed.lang, &format!("/stand/{stop}")),
        Ok(queue) => {
            let status = told.status;
            let view = view(app, signed, &here, &queue, no, told);
            page(app, &signed.uri, status, &view)
        }
        Err(error) => refuse(app, signed, &error),
    }
}

fn view<'a>(
    app: &'a App,
    signed: &Signed,
    here: &'a Here,
    queue: &Queue,
    no: DeskNo,
    told: Told,
) -> DeskPage<'a> {
    let (lang, w) = (signed.lang, words(signed.lang));
    let stop = &here.today.stop;
    let path = format!("/stand/{stop}/{no}");
    let undo = view::undo(queue, no, here.now);
    let skills = queue.desk(no).map(|d| d.skills.clone()).unwrap_or_default();
    DeskPage {
        l: Layout { frame: Frame::Slim, ..layout(app, lang, &path, format!("{} {no}", w.desk)) },
        bar: Bar::new(&signed.session, lang, "/stand"),
        notices: here.notices(app, lang),
        place: &here.place,
        problem: told.problem,
        errors: told.errors,
        action: href(lang, &path),
        stop_href: href(lang, &format!("/stand/{stop}")),
        stream: format!("/anzeige/{stop}/strom?stand={}", queue.version()),
        key: app.queues().fresh_key().as_str().to_owned(),
        person: queue.at_desk(no).map(|t| Person::new(lang, t, here.now)),
        can_call: queue.next_at(no).is_some(),
        again: live::true_for(undo.as_ref().map(|u| u.at), here.now),
        undo,
        line: queue.line().into_iter().map(|t| Row::new(lang, t, here.now, &skills)).collect(),
        aside: view::aside(lang, queue, here.now),
        sums: Figures::of(queue),
        board: view::board(lang, queue),
        typed: told.typed,
        can_hand_over: !skills.clerk && here.today.has_clerk(queue, here.now),
        can_park: !queue.is_closed(),
        time: time(lang, kernel::berlin(here.now).time()),
        languages: here.spoken(lang),
        topics: visits::Topic::ALL.iter().map(|t| (t.as_str(), say::topic(lang, *t))).collect(),
        w,
    }
}
