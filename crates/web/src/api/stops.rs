use std::collections::HashMap;

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
};
use kernel::Lang;
use serde::Serialize;
use tour::{Seen, Status, StopState};
use utoipa::ToSchema;

use super::{JSON, MAX_LIMIT, Problem, json, lang, limit, one};
use crate::{
    App,
    http::lang::href,
    public::view::{State as Words, all_seen},
    site::snapshot::Snapshot,
};

/// A list of stops.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stops {
    /// In the order of the tour, past ones too.
    results: Vec<StopView>,
}

/// A stop. What is not known is left out.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StopView {
    /// Its id, as in its page's address.
    id: String,
    /// What is certain about it.
    status: StatusView,
    /// What it is at this moment.
    state: StateView,
    /// The same in words.
    state_text: String,
    venue: VenueView,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date")]
    from: Option<String>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date")]
    to: Option<String>,
    /// Regular hours, a subset of OpenStreetMap's `opening_hours`.
    #[serde(skip_serializing_if = "Option::is_none")]
    hours: Option<String>,
    /// When a clerk with the certified terminal is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    clerk: Option<String>,
    /// Days whose hours differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<ExceptionView>,
    /// Ids of what is done here.
    offers: Vec<String>,
    /// Languages spoken at the stand, BCP 47.
    languages: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    desks: Option<u8>,
    /// What an editor says first about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
    /// Rises with each change.
    sequence: i64,
    /// When it was last changed.
    #[schema(format = "date-time")]
    changed_at: String,
    /// Made up for showing the program.
    example: bool,
    /// Path of its page on this site.
    page: String,
    /// Path of its calendar.
    calendar: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum StatusView {
    Announced,
    Confirmed,
    Cancelled,
    Ended,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum StateView {
    Open,
    Interrupted,
    Closed,
    HoursUnknown,
    NotStarted,
    Announced,
    Ended,
    Cancelled,
}

#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VenueView {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<String>,
    town: String,
    /// Id of the district.
    district: String,
    lat: f64,
    lon: f64,
}

#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExceptionView {
    #[schema(format = "date")]
    day: String,
    /// The hours of that day, or `closed`.
    hours: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// All stops.
#[utoipa::path(
    get, path = "/api/v1/stops", operation_id = "stop_list", tag = "stops",
    params(
        ("lang" = Option<String>, Query),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 1000),
    ),
    responses((status = 200, description = "The stops", body = Stops), (status = 400, description = "A parameter is wrong", body = Problem))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Query(params): Query<HashMap<String, String>>,
    request: HeaderMap,
) -> Result<Response, Response> {
    let get = |name: &str| params.get(name).map(String::as_str);
    let lang = lang(&app, get("lang"))?;
    let limit = limit(get("limit"), MAX_LIMIT)?;
    let snapshot = app.snapshot();
    let all = all_seen(&app, &snapshot);
    let results = all.iter().take(limit).map(|(seen, _)| StopView::new(&snapshot, lang, seen)).collect();
    Ok(json(JSON, &Stops { results }, &request))
}

/// One stop.
#[utoipa::path(
    get, path = "/api/v1/stops/{id}", operation_id = "stop_show", tag = "stops",
    params(("id" = String, Path, description = "Its id"), ("lang" = Option<String>, Query)),
    responses(
        (status = 200, description = "The stop", body = StopView),
        (status = 400, description = "A parameter is wrong", body = Problem),
        (status = 404, description = "There is none with this id", body = Problem)
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(params): Query<HashMap<String, String>>,
    request: HeaderMap,
) -> Result<Response, Response> {
    one(&app, &params, &request, |snapshot, lang| {
        let all = all_seen(&app, snapshot);
        let (seen, _) = all.iter().find(|(s, _)| s.stop.stop.id.as_str() == id)?;
        Some(StopView::new(snapshot, lang, seen))
    })
}

impl StopView {
    fn new(snapshot: &Snapshot, lang: Lang, seen: &Seen<'_>) -> Self {
        let stop = &seen.stop.stop;
        let page = href(lang, &format!("/termine/{}", stop.id));
        Self {
            id: stop.id.to_string(),
            status: status(stop.status),
            state: state(&seen.state),
            state_text: Words::new(lang, &seen.state, snapshot.today()).text,
            venue: VenueView::new(seen.venue),
            from: stop.from.map(|d| d.to_string()),
            to: stop.to.map(|d| d.to_string()),
            hours: stop.hours.as_ref().map(ToString::to_string),
            clerk: stop.clerk.as_ref().map(ToString::to_string),
            exceptions: stop.exceptions.iter().map(|e| ExceptionView::new(lang, e)).collect(),
            offers: stop.offers.iter().map(ToString::to_string).collect(),
            languages: stop.languages.clone(),
            desks: stop.desks,
            notice: stop.notice.as_ref().map(|n| n.get(lang).text.to_owned()),
            sequence: seen.stop.sequence,
            changed_at: seen.stop.changed_at.to_string(),
            example: stop.example,
            calendar: format!("{page}.ics"),
            page,
        }
    }
}

impl VenueView {
    fn new(venue: &tour::Venue) -> Self {
        Self {
            id: venue.id.to_string(),
            name: venue.name.clone(),
            street: venue.street.clone(),
            postcode: venue.postcode.clone(),
            town: venue.town.clone(),
            district: venue.district.to_string(),
            lat: venue.lat,
            lon: venue.lon,
        }
    }
}

impl ExceptionView {
    fn new(lang: Lang, e: &tour::Exception) -> Self {
        Self {
            day: e.day.to_string(),
            hours: e.hours.to_string(),
            why: e.why.as_ref().map(|w| w.get(lang).text.to_owned()),
        }
    }
}

fn status(status: Status) -> StatusView {
    match status {
        Status::Announced => StatusView::Announced,
        Status::Confirmed => StatusView::Confirmed,
        Status::Cancelled => StatusView::Cancelled,
        Status::Ended => StatusView::Ended,
    }
}

fn state(state: &StopState) -> StateView {
    match state {
        StopState::OpenUntil { .. } => StateView::Open,
        StopState::InterruptedUntil { .. } => StateView::Interrupted,
        StopState::ClosedOpensAt { .. } => StateView::Closed,
        StopState::HoursUnknown { .. } => StateView::HoursUnknown,
        StopState::NotStarted { .. } => StateView::NotStarted,
        StopState::Announced { .. } => StateView::Announced,
        StopState::Ended => StateView::Ended,
        StopState::Cancelled => StateView::Cancelled,
    }
}
