//! Which stop, which desk: before work begins.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{Response, StatusCode},
};
use kernel::{Lang, Permission};
use visits::{At, DeskNo, Key, Skills, VisitsError};

use crate::{
    App,
    http::{error_page, lang::href},
    layout::{Layout, Nav},
    queue::{Here, say},
    staff::{
        page::{Bar, layout, see, show as page},
        signed::{Sent, Signed},
    },
};

mod words;
use words::{Words, words};

#[derive(Template)]
#[template(path = "counter/choose/stops.html")]
struct StopsPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    stops: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "counter/choose/desks.html")]
struct DesksPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    place: &'a str,
    action: String,
    key: String,
    problem: Option<String>,
    typed: Typed,
    open: Vec<OpenDesk>,
    /// Desks that can be opened.
    free: Vec<u8>,
    may_clerk: bool,
    languages: Vec<(String, String)>,
    /// How the day stands, for who may end it.
    lead: Option<Lead>,
    waiting: usize,
}

/// What was chosen for a desk that is to be opened.
#[derive(Default)]
struct Typed {
    who: String,
    tongues: Vec<String>,
}

impl Typed {
    fn of(sent: &Sent) -> Self {
        let tongues = sent.fields.all("sprache").map(str::to_owned).collect();
        Self { who: sent.fields.get("wer").to_owned(), tongues }
    }

    fn speaks(&self, tag: &str) -> bool {
        self.tongues.iter().any(|t| t == tag)
    }

    fn skills(&self) -> Skills {
        Skills {
            guide: self.who != "fachkraft",
            clerk: matches!(self.who.as_str(), "fachkraft" | "beide"),
            tongues: self.tongues.iter().filter_map(|t| t.parse().ok()).collect(),
        }
    }
}

struct Lead {
    paused: bool,
    closed: bool,
}

struct OpenDesk {
    no: u8,
    href: String,
    what: String,
    number: Option<String>,
}

/// The stops at which somebody may serve. On a shared tablet it is the tablet's.
pub(super) async fn show(State(app): State<App>, signed: Signed) -> Response<Body> {
    let lang = signed.lang;
    let own = signed.actor().stops_for(Permission::QueueSee);
    let snapshot = app.snapshot();
    let mut stops = Vec::new();
    for stop in snapshot.tour.stops.iter().filter(|s| own.holds(s.stop.id.as_slug())) {
        let Some(here) = Here::find(&app, stop.stop.id.as_str()) else { continue };
        if here.today.opens.is_some() || has_people(&app, &here).await {
            stops.push((href(lang, &format!("/stand/{}", here.today.stop)), here.place));
        }
    }
    if let [(only, _)] = stops.as_slice() {
        return crate::staff::page::plain(axum::response::IntoResponse::into_response(
            axum::response::Redirect::to(only),
        ));
    }
    let w = words(lang);
    let view = StopsPage {
        l: layout(&app, lang, "/stand", w.title),
        w,
        bar: Bar::new(&signed.session, lang, "/stand"),
        stops,
    };
    page(&app, &signed.uri, StatusCode::OK, &view)
}

/// Whether somebody with a number is still here: who waited when the stop was cancelled, or closed for the whole day, is
/// not left alone.
async fn has_people(app: &App, here: &Here) -> bool {
    here.queue(app).await.is_ok_and(|queue| queue.tickets().iter().any(|t| t.state().is_open()))
}

/// The desks of a stop: go on at an open one, or open one.
pub(super) async fn desks(
    State(app): State<App>,
    Path(stop): Path<String>,
    signed: Signed,
) -> Response<Body> {
    list(&app, &signed, &stop, (StatusCode::OK, None, Typed::default())).await
}

async fn list(
    app: &App,
    signed: &Signed,
    stop: &str,
    (status, problem, typed): (StatusCode, Option<String>, Typed),
) -> Response<Body> {
    let (lang, actor) = (signed.lang, signed.actor());
    let Some(here) = Here::find(app, stop) else {
        return error_page::show(app, &signed.uri, StatusCode::NOT_FOUND);
    };
    let queue = match visits::see(app.queues(), &actor, &here.today.stop, here.today.day).await {
        Ok(queue) => queue,
        Err(error) => return refuse(app, signed, &error),
    };
    let (w, path) = (words(lang), format!("/stand/{stop}"));
    let slug = here.today.stop.as_slug();
    let open: Vec<_> = queue
        .desks()
        .map(|(no, desk)| OpenDesk {
            no: no.get(),
            href: href(lang, &format!("{path}/{no}")),
            what: skills(lang, &desk.skills),
            number: queue.at_desk(no).map(|t| t.number.to_string()),
        })
        .collect();
    let most = here.today.desks.max(6);
    let view = DesksPage {
        l: layout(app, lang, &path, w.title),
        bar: Bar::new(&signed.session, lang, "/stand"),
        place: &here.place,
        action: href(lang, &path),
        key: app.queues().fresh_key().as_str().to_owned(),
        problem,
        typed,
        free: (1..=most).filter(|no| !open.iter().any(|d| d.no == *no)).collect(),
        open,
        may_clerk: actor.require_at(Permission::QueueClerk, slug).is_ok(),
        languages: here.spoken(lang),
        lead: actor
            .require_at(Permission::QueueManage, slug)
            .is_ok()
            .then(|| Lead { paused: queue.is_paused(), closed: queue.is_closed() }),
        waiting: queue.line().len(),
        w,
    };
    page(app, &signed.uri, status, &view)
}

fn skills(lang: Lang, skills: &Skills) -> String {
    let who = match (skills.guide, skills.clerk) {
        (true, true) => lang.pick("Digital-Lotse und Fachkraft", "guide and clerk"),
        (false, true) => lang.pick("Fachkraft", "clerk"),
        _ => lang.pick("Digital-Lotse", "guide"),
    };
    let tongues = skills.tongues.iter().map(|t| crate::format::language(lang, &t.to_string()));
    [who.to_owned()].into_iter().chain(tongues).collect::<Vec<_>>().join(", ")
}

/// Opens a desk, or says anew what it can do.
pub(super) async fn open(State(app): State<App>, Path(stop): Path<String>, sent: Sent) -> Response<Body> {
    let signed = signed(&sent, &format!("/stand/{stop}"));
    let Some(here) = Here::find(&app, &stop) else {
        return error_page::show(&app, &signed.uri, StatusCode::NOT_FOUND);
    };
    let typed = Typed::of(&sent);
    let Ok(desk) = sent.fields.get("platz").parse::<DeskNo>() else {
        let why = words(sent.lang).which_desk.to_owned();
        return list(&app, &signed, &stop, (StatusCode::UNPROCESSABLE_ENTITY, Some(why), typed)).await;
    };
    let at = At { stop: &here.today.stop, day: here.today.day, desk };
    match visits::desk_open(app.queues(), &sent.actor(), at, typed.skills(), &key(&app, &sent)).await {
        Ok(_) => see(sent.lang, &format!("/stand/{stop}/{desk}")),
        Err(error @ VisitsError::Refused(_)) => {
            let why = words::refused(sent.lang, &error);
            list(&app, &signed, &stop, (StatusCode::CONFLICT, Some(why), typed)).await
        }
        Err(error) => refuse(&app, &signed, &error),
    }
}

/// What only a lead does: no more numbers for now, numbers again, the day is over.
pub(super) async fn lead(State(app): State<App>, Path(stop): Path<String>, sent: Sent) -> Response<Body> {
    let path = format!("/stand/{stop}");
    let signed = signed(&sent, &path);
    let Some(here) = Here::find(&app, &stop) else {
        return error_page::show(&app, &signed.uri, StatusCode::NOT_FOUND);
    };
    let (queues, actor, key) = (app.queues(), sent.actor(), key(&app, &sent));
    let (stop_id, day) = (&here.today.stop, here.today.day);
    let done = match sent.fields.get("tun") {
        "pause" => visits::manage_pause(queues, &actor, stop_id, day, true, &key).await,
        "weiter" => visits::manage_pause(queues, &actor, stop_id, day, false, &key).await,
        "schluss" => visits::manage_close(queues, &actor, stop_id, day, &key).await,
        _ => return see(sent.lang, &path),
    };
    match done {
        Ok(_) => see(sent.lang, &path),
        Err(error @ VisitsError::Refused(_)) => {
            let why = say::error(sent.lang, &error, None);
            list(&app, &signed, &stop, (StatusCode::CONFLICT, Some(why), Typed::default())).await
        }
        Err(error) => refuse(&app, &signed, &error),
    }
}

/// The form's key; one that nobody could read counts as new.
pub(super) fn key(app: &App, sent: &Sent) -> Key {
    sent.fields.get("schluessel").parse().unwrap_or_else(|_| app.queues().fresh_key())
}

/// Whoever sent a form asks for the page it belongs to.
pub(super) fn signed(sent: &Sent, path: &str) -> Signed {
    let uri = href(sent.lang, path).parse().unwrap_or_default();
    Signed { session: sent.session.clone(), lang: sent.lang, uri }
}

/// Somebody else's stop looks like none.
pub(super) fn refuse(app: &App, signed: &Signed, error: &VisitsError) -> Response<Body> {
    let status = match error {
        VisitsError::Forbidden(_) => StatusCode::NOT_FOUND,
        other => say::status(other),
    };
    error_page::show(app, &signed.uri, status)
}
