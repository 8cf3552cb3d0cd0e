use askama::Template;
use jiff::civil::Date;
use kernel::Lang;
use tour::{DayReason, Seen, Status, Stop, Venue};

use super::{Badge, State};
use crate::{
    App,
    format::{day, days, spans},
    http::lang::href,
    site::snapshot::Snapshot,
};

/// One stop in a list of stops.
#[derive(Debug, Template)]
#[template(path = "public/view/stop_row.html")]
pub(crate) struct StopRow {
    href: String,
    state: State,
    place: String,
    when: String,
    notes: Vec<String>,
    badges: Vec<Badge>,
    distance: Option<String>,
    number: Option<usize>,
}

impl StopRow {
    pub(crate) fn new(app: &App, snapshot: &Snapshot, lang: Lang, seen: &Seen<'_>) -> Self {
        let stop = &seen.stop.stop;
        let today = snapshot.today();
        Self {
            href: stop_href(lang, stop),
            state: State::new(lang, &seen.state, today),
            place: place(app, seen.venue),
            when: stop_days(lang, stop, today),
            notes: notes(app, lang, seen, today),
            badges: badges(app, lang, stop),
            distance: None,
            number: None,
        }
    }

    /// Says how far it is from where somebody asked.
    pub(crate) fn away(mut self, distance: String) -> Self {
        self.distance = Some(distance);
        self
    }

    /// The number by which the map names it.
    pub(crate) fn numbered(mut self, number: usize) -> Self {
        self.number = Some(number);
        self
    }
}

/// Address of a stop's page.
pub(crate) fn stop_href(lang: Lang, stop: &Stop) -> String {
    href(lang, &format!("/termine/{}", stop.id))
}

/// "Tibarg Center, Eimsbüttel"; the district is left out where the venue's name says it.
pub(crate) fn place(app: &App, venue: &Venue) -> String {
    let district = district_name(app, venue);
    if venue.name.contains(&district) { venue.name.clone() } else { format!("{}, {district}", venue.name) }
}

/// The district's name.
pub(crate) fn district_name(app: &App, venue: &Venue) -> String {
    app.city()
        .geography
        .district(venue.district.as_str())
        .map_or_else(|| venue.town.clone(), |d| d.name.clone())
}

/// The days of a stop in words; unknown ends are said as such.
pub(crate) fn stop_days(lang: Lang, stop: &Stop, today: Date) -> String {
    match (stop.from, stop.to) {
        (Some(from), Some(to)) => days(lang, from, to, today),
        (Some(from), None) => format!(
            "{} {} ({})",
            lang.pick("ab", "from"),
            day(lang, from, today),
            lang.pick("Ende nicht bekannt", "end not known")
        ),
        (None, Some(to)) => format!(
            "{} {} ({})",
            lang.pick("bis", "until"),
            day(lang, to, today),
            lang.pick("Beginn nicht bekannt", "start not known")
        ),
        (None, None) => lang.pick("Tage nicht bekannt", "days not known").to_owned(),
    }
}

fn notes(app: &App, lang: Lang, seen: &Seen<'_>, today: Date) -> Vec<String> {
    let stop = &seen.stop.stop;
    let notice = stop.notice.as_ref().map(|n| n.get(lang).text.to_owned());
    let plan = tour::plan(stop, seen.venue, &app.city().calendar, today);
    let runs = !matches!(stop.status, Status::Cancelled | Status::Ended)
        && plan.reason != Some(DayReason::OutsideStop);
    let hours = (runs && plan.is_open())
        .then(|| format!("{} {}", lang.pick("Heute:", "Today:"), spans(lang, &plan.spans)));
    notice.into_iter().chain(hours).collect()
}

fn badges(app: &App, lang: Lang, stop: &Stop) -> Vec<Badge> {
    if matches!(stop.status, Status::Cancelled | Status::Ended) || stop.offers.is_empty() {
        return Vec::new();
    }
    let activates = app.city().offers.needs_clerk(&stop.offers) && stop.clerk.is_some();
    let badge = if activates {
        Badge {
            kind: "success",
            icon: "check",
            text: lang
                .pick("Online-Ausweis kann hier aktiviert werden", "The online ID can be switched on here")
                .to_owned(),
        }
    } else {
        Badge {
            kind: "info",
            icon: "info",
            text: lang.pick("Nur Beratung, kein Aktivieren", "Advice only, no switching on").to_owned(),
        }
    };
    vec![badge]
}
