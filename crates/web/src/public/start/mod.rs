//! The start page: where now, when near me, what do you need.

use askama::Template;
use axum::{body::Body, http::Response};
use kernel::Lang;
use tour::{Overview, Phase, Seen, Venue};

use super::{
    page::{NoPage, Visit, render},
    stops::{NearWords, near_words},
    view::{Notice, State, Tile, all_seen, place, stop_href},
};
use crate::{
    App,
    format::day,
    http::headers::OffersPosition,
    layout::{Layout, Nav},
    site::snapshot::Snapshot,
};

mod words;
use words::{Words, words};

#[derive(Template)]
#[template(path = "public/start/page.html")]
struct StartPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    near: &'static NearWords,
    asked_place: &'static str,
    query: &'static str,
    notices: Vec<Notice<'a>>,
    now: Vec<Now>,
    needs: Vec<Tile>,
    band: Vec<Halt>,
}

/// A stop that answers "where now".
struct Now {
    state: State,
    href: String,
    place: String,
    address: String,
}

/// One halt in the band of the tour.
struct Halt {
    href: String,
    district: String,
    when: String,
    now: bool,
    past: bool,
}

pub(crate) async fn show(visit: Visit) -> Response<Body> {
    let mut response = visit.page(|snapshot| page(&visit.app, snapshot, visit.lang));
    response.extensions_mut().insert(OffersPosition);
    response
}

fn page(app: &App, snapshot: &Snapshot, lang: Lang) -> Result<String, NoPage> {
    let w = words(lang);
    let overview = tour::tour_overview(&snapshot.tour, &app.city().calendar, snapshot.now);
    let first = answers(overview);
    let l = Layout::new(app, lang, "/", Nav::None, w.title).described(w.description);
    render(&StartPage {
        w,
        near: near_words(lang),
        asked_place: "",
        query: "",
        notices: first.iter().filter_map(|seen| Notice::of(lang, seen)).collect(),
        now: first.iter().map(|seen| now(app, snapshot, lang, seen)).collect(),
        needs: snapshot.directory.needs().iter().map(|n| Tile::need(lang, n)).collect(),
        band: band(app, snapshot, lang, w),
        l,
    })
}

/// What comes first: interrupted stops (people may be on their way), then open ones, else the next.
fn answers(overview: Overview<'_>) -> Vec<Seen<'_>> {
    let running: Vec<_> =
        overview.interrupted.into_iter().chain(overview.open_now).chain(overview.hours_unknown).collect();
    if running.iter().any(|s| s.state.is_open()) {
        running
    } else {
        running.into_iter().chain(overview.next).collect()
    }
}

fn now(app: &App, snapshot: &Snapshot, lang: Lang, seen: &Seen<'_>) -> Now {
    let spot = seen.stop.stop.spot.as_ref().or(seen.venue.spot.as_ref());
    let address = seen.venue.street.iter().cloned().chain(spot.map(|s| s.get(lang).text.to_owned()));
    Now {
        state: State::new(lang, &seen.state, snapshot.today()),
        href: stop_href(lang, &seen.stop.stop),
        place: place(app, seen.venue),
        address: address.collect::<Vec<_>>().join(", "),
    }
}

/// The district, or the venue where districts are not known.
fn halt_name(app: &App, venue: &Venue) -> String {
    match app.city().geography.district(venue.district.as_str()) {
        Some(district) => district.name.clone(),
        None => venue.name.clone(),
    }
}

/// The tour in order, from the last halt that is over to the end.
fn band(app: &App, snapshot: &Snapshot, lang: Lang, w: &'static Words) -> Vec<Halt> {
    let today = snapshot.today();
    let all = all_seen(app, snapshot);
    let running = all.iter().filter(|(seen, _)| seen.stop.stop.status != tour::Status::Cancelled);
    let (past, ahead): (Vec<_>, Vec<_>) = running.partition(|(_, phase)| *phase == Phase::Past);
    let halt = |(seen, phase): &(Seen<'_>, Phase)| {
        let stop = &seen.stop.stop;
        let on = |word: &str, date: Option<jiff::civil::Date>| {
            date.map_or_else(String::new, |d| format!("{word} {}", day(lang, d, today)))
        };
        Halt {
            href: stop_href(lang, stop),
            district: halt_name(app, seen.venue),
            when: match phase {
                Phase::Now => on(w.now_until, stop.to),
                Phase::Past => on(w.until, stop.to.or(stop.from)),
                Phase::Next | Phase::Later => on(w.from, stop.from),
            },
            now: *phase == Phase::Now,
            past: *phase == Phase::Past,
        }
    };
    past.into_iter().next_back().into_iter().chain(ahead).map(halt).collect()
}
