//! One district: its stops, the map, its quarters.

use askama::Template;
use axum::{body::Body, extract::Path, http::Response};
use kernel::Lang;
use tour::{Phase, Seen};

use super::{
    feeds,
    page::{NoPage, Visit, render},
    stops::{Group, Words, by_phase, sort_for_list, words},
    view::{Crumb, Map, all_seen},
};
use crate::{
    App,
    layout::{Layout, Nav},
    site::snapshot::Snapshot,
};

#[derive(Template)]
#[template(path = "public/district/page.html")]
struct DistrictPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    crumbs: Vec<Crumb>,
    id: &'a str,
    lead: String,
    subscribe: String,
    quarters_heading: &'static str,
    quarters: Vec<&'a str>,
    groups: Vec<Group>,
    map: Option<Map>,
}

/// The page, or with `.ics` behind the name the district's calendar.
pub(crate) async fn show(visit: Visit, Path(name): Path<String>) -> Response<Body> {
    match name.strip_suffix(".ics") {
        Some(id) => feeds::district(&visit, id),
        None => visit.page(|snapshot| page(&visit.app, snapshot, visit.lang, &name)),
    }
}

fn page(app: &App, snapshot: &Snapshot, lang: Lang, id: &str) -> Result<String, NoPage> {
    let w = words(lang);
    let district = app.city().geography.district(id).ok_or(NoPage::NotFound)?;
    let title = format!("{} {}", lang.pick("Termine im Bezirk", "Dates in the district of"), district.name);
    let l = Layout::new(app, lang, &format!("/bezirke/{id}"), Nav::Stops, title);
    let mut here: Vec<(Seen<'_>, Phase)> = all_seen(app, snapshot);
    here.retain(|(seen, _)| seen.venue.district.as_str() == id);
    sort_for_list(&mut here);
    let ahead: Vec<_> = here.iter().filter(|(_, p)| *p != Phase::Past).map(|(s, p)| (s, *p)).collect();
    let quarters = app.city().geography.quarters().iter().filter(|q| q.district == district.id);
    render(&DistrictPage {
        crumbs: vec![
            Crumb { href: l.href("/"), text: l.w.home.to_owned() },
            Crumb { href: l.href("/termine"), text: w.title.to_owned() },
        ],
        w,
        id,
        lead: lead(lang, ahead.len()),
        subscribe: format!("{} {}", lang.pick("Kalender für", "Calendar for"), district.name),
        quarters_heading: lang.pick("Stadtteile in diesem Bezirk", "Quarters in this district"),
        quarters: quarters.map(|q| q.name.as_str()).collect(),
        map: Map::new(app, snapshot, lang, &ahead, None),
        groups: by_phase(app, snapshot, lang, &here),
        l,
    })
}

fn lead(lang: Lang, ahead: usize) -> String {
    match ahead {
        0 => words(lang).no_stop_ahead.to_owned(),
        1 => lang.pick("Ein Halt ist jetzt oder bald hier.", "One stop is here now or soon.").to_owned(),
        n => lang.pick(
            format!("{n} Halte sind jetzt oder bald hier."),
            format!("{n} stops are here now or soon."),
        ),
    }
}
