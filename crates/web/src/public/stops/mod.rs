//! All stops: by date, near a place, near the visitor's device.

use std::collections::HashMap;

use askama::Template;
use axum::{body::Body, extract::Query, http::Response};
use kernel::{Lang, text};
use tour::{Phase, Point, Seen, Status};

use super::{
    page::{NoPage, Visit, render},
    view::{Crumb, Map, StopRow, all_seen},
};
use crate::{
    App,
    format::distance,
    http::headers::OffersPosition,
    layout::{Layout, Nav},
    site::snapshot::Snapshot,
};

mod near;
mod words;
use near::Asked;
pub(crate) use words::{NearWords, Words, near_words, words};

#[derive(Template)]
#[template(path = "public/stops/page.html")]
struct StopsPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    near: &'static NearWords,
    asked_place: String,
    asked: Option<Asked>,
    districts: Vec<Crumb>,
    groups: Vec<Group>,
    map: Option<Map>,
}

/// Stops under one heading.
pub(crate) struct Group {
    pub heading: &'static str,
    pub rows: Vec<StopRow>,
    pub folded: bool,
}

pub(crate) async fn show(visit: Visit, Query(params): Query<HashMap<String, String>>) -> Response<Body> {
    let (app, lang) = (&visit.app, visit.lang);
    let mut response = if visit.uri.query().is_none() {
        visit.page(|snapshot| page(app, snapshot, lang, None))
    } else {
        let asked = near::read(app, lang, &params);
        visit.once(page(app, &app.snapshot(), lang, asked))
    };
    response.extensions_mut().insert(OffersPosition);
    response
}

fn page(app: &App, snapshot: &Snapshot, lang: Lang, asked: Option<Asked>) -> Result<String, NoPage> {
    let w = words(lang);
    let path = asked.as_ref().map_or_else(|| "/termine".to_owned(), Asked::path);
    let l = Layout::new(app, lang, &path, Nav::Stops, w.title).described(w.description);
    let mut all = all_seen(app, snapshot);
    let points = asked.as_ref().map(|a| a.points.clone()).unwrap_or_default();
    let groups = if points.is_empty() {
        sort_for_list(&mut all);
        by_phase(app, snapshot, lang, &all)
    } else {
        by_distance(app, snapshot, lang, &mut all, &points)
    };
    let shown: Vec<_> = all.iter().filter(|(_, phase)| *phase != Phase::Past).map(|(s, p)| (s, *p)).collect();
    render(&StopsPage {
        w,
        near: near_words(lang),
        asked_place: asked.as_ref().map(|a| a.typed.clone()).unwrap_or_default(),
        districts: districts(app, &l),
        map: Map::new(app, snapshot, lang, &shown, points.first().copied()),
        groups,
        asked,
        l,
    })
}

/// Links to the pages of all districts.
pub(crate) fn districts(app: &App, l: &Layout<'_>) -> Vec<Crumb> {
    let link =
        |d: &tour::District| Crumb { href: l.href(&format!("/bezirke/{}", d.id)), text: d.name.clone() };
    app.city().geography.districts().iter().map(link).collect()
}

/// Ahead first, past ones last and the latest of them first; so the pins' numbers follow the list.
pub(crate) fn sort_for_list(all: &mut [(Seen<'_>, Phase)]) {
    all.sort_by_key(|(_, phase)| *phase);
    let past = all.iter().position(|(_, phase)| *phase == Phase::Past).unwrap_or(all.len());
    if let Some(past) = all.get_mut(past..) {
        past.reverse();
    }
}

/// "Now", "next", "later", "past". `all` must be sorted by [`sort_for_list`].
pub(crate) fn by_phase(app: &App, snapshot: &Snapshot, lang: Lang, all: &[(Seen<'_>, Phase)]) -> Vec<Group> {
    let w = words(lang);
    let headings =
        [(Phase::Now, w.now), (Phase::Next, w.next), (Phase::Later, w.later), (Phase::Past, w.past)];
    let group = |(phase, heading)| {
        let of_phase = all.iter().enumerate().filter(|(_, (_, p))| *p == phase);
        let rows = of_phase.map(|(at, (seen, _))| {
            let row = StopRow::new(app, snapshot, lang, seen);
            if phase == Phase::Past { row } else { row.numbered(at + 1) }
        });
        Group { heading, rows: rows.collect(), folded: phase == Phase::Past }
    };
    headings.into_iter().map(group).filter(|g: &Group| !g.rows.is_empty()).collect()
}

/// What lies ahead, the nearest place first.
fn by_distance(
    app: &App,
    snapshot: &Snapshot,
    lang: Lang,
    all: &mut Vec<(Seen<'_>, Phase)>,
    from: &[Point],
) -> Vec<Group> {
    let metres = |seen: &Seen<'_>| {
        let to = Point { lat: seen.venue.lat, lon: seen.venue.lon };
        from.iter().map(|p| tour::distance_m(*p, to)).fold(f64::INFINITY, f64::min)
    };
    all.retain(|(seen, phase)| *phase != Phase::Past && seen.stop.stop.status != Status::Cancelled);
    all.sort_by(|(a, _), (b, _)| metres(a).total_cmp(&metres(b)));
    let rows = all.iter().enumerate().map(|(at, (seen, _))| {
        StopRow::new(app, snapshot, lang, seen).away(distance(lang, metres(seen))).numbered(at + 1)
    });
    let group = Group { heading: words(lang).by_distance, rows: rows.collect(), folded: false };
    if group.rows.is_empty() { Vec::new() } else { vec![group] }
}

/// Cuts and cleans what somebody typed as a place.
fn cleaned(typed: &str) -> String {
    text::clean(&typed.chars().take(100).collect::<String>()).replace('\n', " ")
}
