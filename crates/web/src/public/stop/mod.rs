//! One stop: hours, way there, what is done and what not, who is there, what to bring.

use askama::Template;
use axum::{body::Body, extract::Path, http::Response};
use kernel::{Lang, Spoken};
use tour::{Seen, StopState, Transit};

use super::{
    feeds,
    page::{NoPage, Visit, render},
    view::{Crumb, Notice, State, capital, district_name, place, stop_days},
};
use crate::{
    App,
    layout::{Layout, Nav},
    site::snapshot::Snapshot,
};

mod access;
mod event;
mod offers;
mod week;
mod words;
use access::AccessFact;
use offers::{BringCase, Done, NotDone};
use week::Day;
use words::{Words, words};

#[derive(Template)]
#[template(path = "public/stop/page.html")]
struct StopPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    crumbs: Vec<Crumb>,
    id: &'a str,
    json_ld: String,
    notices: Vec<Notice<'a>>,
    state: State,
    /// It is over.
    over: bool,
    /// It is open: numbers may be given.
    open: bool,
    /// It takes place, now or later: worth a calendar entry.
    comes: bool,
    when: String,
    address: String,
    spot: Option<Spoken<'a>>,
    what: Option<Spoken<'a>>,
    hours_note: Option<Spoken<'a>>,
    week_caption: &'static str,
    week: Vec<Day>,
    special: Vec<String>,
    rail: Option<String>,
    bus: Option<String>,
    geo: String,
    venue_note: Option<Spoken<'a>>,
    access: Vec<AccessFact>,
    done: Vec<Done<'a>>,
    not_done: Vec<NotDone<'a>>,
    people: Vec<(&'static str, String)>,
    bring: Vec<BringCase<'a>>,
    district: String,
    district_id: Option<&'a str>,
    source: Option<&'a str>,
}

/// The page, or with `.ics` behind the name the stop's calendar.
pub(crate) async fn show(visit: Visit, Path(name): Path<String>) -> Response<Body> {
    match name.strip_suffix(".ics") {
        Some(id) => feeds::stop(&visit, id),
        None => visit.page(|snapshot| page(&visit.app, snapshot, visit.lang, &name)),
    }
}

fn page(app: &App, snapshot: &Snapshot, lang: Lang, id: &str) -> Result<String, NoPage> {
    let stored = snapshot.tour.stop(id).ok_or(NoPage::NotFound)?;
    let venue = snapshot.tour.venue_of(&stored.stop).ok_or(NoPage::NotFound)?;
    let state = tour::state(stored, venue, &app.city().calendar, snapshot.now);
    let seen = Seen { stop: stored, venue, state };
    render(&view(app, snapshot, lang, &seen))
}

fn view<'a>(app: &'a App, snapshot: &Snapshot, lang: Lang, seen: &Seen<'a>) -> StopPage<'a> {
    let (stop, venue, w) = (&seen.stop.stop, seen.venue, words(lang));
    let title = place(app, venue);
    let state = State::new(lang, &seen.state, snapshot.today());
    let l = Layout::new(app, lang, &format!("/termine/{}", stop.id), Nav::Stops, title).described(format!(
        "{}. {}",
        state.text,
        stop_days(lang, stop, snapshot.today())
    ));
    let plan = week::plan(app, snapshot, lang, seen);
    StopPage {
        crumbs: vec![
            Crumb { href: l.href("/"), text: l.w.home.to_owned() },
            Crumb { href: l.href("/termine"), text: l.w.stops.to_owned() },
        ],
        id: stop.id.as_str(),
        json_ld: event::json_ld(app, lang, seen, &l.canonical),
        notices: Notice::example(lang, seen).into_iter().chain(Notice::of(lang, seen)).collect(),
        over: seen.state == StopState::Ended,
        open: seen.state.is_open(),
        comes: !matches!(seen.state, StopState::Ended | StopState::Cancelled),
        state,
        when: capital(&stop_days(lang, stop, snapshot.today())),
        address: address(seen),
        spot: stop.spot.as_ref().or(venue.spot.as_ref()).map(|s| s.get(lang)),
        what: stop.what.as_ref().map(|t| t.get(lang)),
        hours_note: stop.hours_note.as_ref().map(|t| t.get(lang)),
        week_caption: if plan.starts_today { w.this_week } else { w.first_week },
        week: plan.days,
        special: plan.special,
        rail: venue.rail.as_ref().map(|t| transit(lang, t)),
        bus: venue.bus.as_ref().map(|t| transit(lang, t)),
        geo: format!("geo:{0},{1}?q={0},{1}", venue.lat, venue.lon),
        venue_note: venue.note.as_ref().map(|t| t.get(lang)),
        access: access::facts(w, stop.access.or(venue.access)),
        done: offers::done(app, lang, stop),
        not_done: offers::not_done(app, lang, stop),
        people: offers::people(app, lang, w, seen),
        bring: offers::bring(app, lang, stop),
        district: district_name(app, venue),
        district_id: app.city().geography.district(venue.district.as_str()).map(|d| d.id.as_str()),
        source: stop.source.as_deref(),
        w,
        l,
    }
}

fn address(seen: &Seen<'_>) -> String {
    let v = seen.venue;
    let town: Vec<_> = v.postcode.iter().map(String::as_str).chain([v.town.as_str()]).collect();
    let parts = [Some(v.name.clone()), v.street.clone(), Some(town.join(" "))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn transit(lang: Lang, t: &Transit) -> String {
    let metres = crate::format::distance(lang, f64::from(t.metres));
    format!("{} ({metres} {})", t.name, words(lang).as_the_crow_flies)
}
