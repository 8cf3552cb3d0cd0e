//! Open data: stops and services as tables, and the catalogue that open-data portals read.

mod catalogue;
mod table;

use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use directory::{Answer, Fee, Listed, OnlineAnswer};
use kernel::Lang;
use tour::{Seen, Status};

use super::{
    page::Visit,
    view::{all_seen, stop_href},
};
use crate::{App, http::lang::href};
use table::Table;

const CSV: &str = "text/csv; charset=utf-8; header=present";
const JSON_LD: &str = "application/ld+json";

/// The columns of [`stops`]; they mean what they mean in the API.
const STOPS: [&str; 21] = [
    "id",
    "status",
    "venue",
    "street",
    "postcode",
    "town",
    "district",
    "lat",
    "lon",
    "from",
    "to",
    "hours",
    "exceptions",
    "clerk",
    "offers",
    "languages",
    "notice",
    "example",
    "sequence",
    "changed_at",
    "page",
];

/// The columns of [`services`]; they mean what they mean in the API.
const SERVICES: [&str; 17] = [
    "id",
    "name",
    "official_name",
    "summary",
    "topic",
    "online",
    "online_url",
    "online_ausweis",
    "fee",
    "fee_year",
    "processing_time",
    "authority",
    "leika",
    "source_url",
    "source_stand",
    "source_weak",
    "page",
];

/// All stops as a table.
pub(crate) async fn stops(visit: Visit) -> Response<Body> {
    open(visit.kept(CSV, |snapshot| {
        let mut table = Table::new(&STOPS);
        for (seen, _) in all_seen(&visit.app, snapshot) {
            table.row(&stop_cells(&visit.app, visit.lang, &seen));
        }
        Ok(table.finish())
    }))
}

/// All services as a table.
pub(crate) async fn services(visit: Visit) -> Response<Body> {
    open(visit.kept(CSV, |snapshot| {
        let mut table = Table::new(&SERVICES);
        for listed in snapshot.directory.services() {
            table.row(&service_cells(&visit.app, visit.lang, listed));
        }
        Ok(table.finish())
    }))
}

/// What there is to fetch, for open-data portals (DCAT-AP.de 2.0).
pub(crate) async fn catalogue(visit: Visit) -> Response<Body> {
    open(visit.kept(JSON_LD, |snapshot| Ok(catalogue::catalogue(&visit.app, snapshot).to_string())))
}

fn stop_cells(app: &App, lang: Lang, seen: &Seen<'_>) -> [String; STOPS.len()] {
    let (stop, venue) = (&seen.stop.stop, seen.venue);
    let exceptions: Vec<_> = stop.exceptions.iter().map(|e| format!("{} {}", e.day, e.hours)).collect();
    let offers: Vec<_> = stop.offers.iter().map(ToString::to_string).collect();
    let text = |v: Option<String>| v.unwrap_or_default();
    [
        stop.id.to_string(),
        status(stop.status).to_owned(),
        venue.name.clone(),
        text(venue.street.clone()),
        text(venue.postcode.clone()),
        venue.town.clone(),
        venue.district.to_string(),
        venue.lat.to_string(),
        venue.lon.to_string(),
        text(stop.from.map(|d| d.to_string())),
        text(stop.to.map(|d| d.to_string())),
        text(stop.hours.as_ref().map(ToString::to_string)),
        exceptions.join("; "),
        text(stop.clerk.as_ref().map(ToString::to_string)),
        offers.join(" "),
        stop.languages.join(" "),
        text(stop.notice.as_ref().map(|n| n.get(lang).text.to_owned())),
        stop.example.to_string(),
        seen.stop.sequence.to_string(),
        seen.stop.changed_at.to_string(),
        app.settings().public_url.join(&stop_href(lang, stop)),
    ]
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Announced => "announced",
        Status::Confirmed => "confirmed",
        Status::Cancelled => "cancelled",
        Status::Ended => "ended",
    }
}

fn service_cells(app: &App, lang: Lang, listed: &Listed) -> [String; SERVICES.len()] {
    let shown = listed.shown.clone();
    let (fee, fee_year) = match shown.fee {
        Some(Fee::Known(fact)) => (fact.text, fact.year.map(|y| y.to_string())),
        Some(Fee::AtSource) | None => (String::new(), None),
    };
    let (online, online_url) = match shown.online {
        OnlineAnswer::Yes { url } => ("true", url.as_str().to_owned()),
        OnlineAnswer::Possible => ("true", String::new()),
        OnlineAnswer::No => ("false", String::new()),
        OnlineAnswer::Unknown => ("", String::new()),
    };
    let ausweis = match shown.online_ausweis {
        Some(Answer::Yes) => "needed",
        Some(Answer::Optional) => "optional",
        Some(Answer::No) => "not_needed",
        None => "",
    };
    [
        listed.service.id.to_string(),
        shown.title.get(lang).text.to_owned(),
        shown.official_name.unwrap_or_default(),
        shown.sentence.map(|s| s.get(lang).text.to_owned()).unwrap_or_default(),
        listed.topic.to_string(),
        online.to_owned(),
        online_url,
        ausweis.to_owned(),
        fee,
        fee_year.unwrap_or_default(),
        shown.processing_time.map(|f| f.text).unwrap_or_default(),
        shown.authority.unwrap_or_default(),
        shown.leika.unwrap_or_default(),
        shown.source.link.map(|l| l.as_str().to_owned()).unwrap_or_default(),
        shown.source.stand.unwrap_or_default(),
        shown.weak.to_string(),
        app.settings().public_url.join(&href(lang, &format!("/dienste/{}", listed.service.id))),
    ]
}

/// Whoever may read the web may read this, scripts of other sites too.
fn open(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
