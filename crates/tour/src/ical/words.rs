//! The words in an event.

use kernel::{Lang, Localized};

use super::FeedMeta;
use crate::{
    model::{Status, Stop, Venue},
    rules::DayReason,
};

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Announced => "TENTATIVE",
        Status::Confirmed | Status::Ended => "CONFIRMED",
        Status::Cancelled => "CANCELLED",
    }
}

pub(super) fn summary(stop: &Stop, venue: &Venue, meta: &FeedMeta) -> String {
    let example = if stop.example { meta.lang.pick("Beispiel: ", "Example: ") } else { "" };
    let prefix = match stop.status {
        Status::Cancelled => meta.lang.pick("Fällt aus: ", "Cancelled: "),
        Status::Announced => meta.lang.pick("Geplant: ", "Planned: "),
        Status::Confirmed | Status::Ended => "",
    };
    format!("{prefix}{example}{}, {}", meta.service, venue.name)
}

pub(super) fn location(stop: &Stop, venue: &Venue, lang: Lang) -> String {
    let spot = stop.spot.as_ref().or(venue.spot.as_ref()).map(|s| s.get(lang).text.to_owned());
    let town = match &venue.postcode {
        Some(postcode) => format!("{postcode} {}", venue.town),
        None => venue.town.clone(),
    };
    let parts = [Some(venue.name.clone()), spot, venue.street.clone(), Some(town)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(super) fn description(stop: &Stop, reason: Option<&DayReason>, meta: &FeedMeta) -> String {
    let say = |text: &Localized| text.get(meta.lang).text.to_owned();
    let offers: Vec<&str> = stop.offers.iter().filter_map(|o| Some(meta.offers.get(o)?.as_str())).collect();
    let done = (!offers.is_empty()).then(|| {
        format!("{} {}.", meta.lang.pick("Das machen wir hier:", "What we do here:"), offers.join("; "))
    });
    let example = stop.example.then(|| {
        meta.lang
            .pick("Beispieldaten: Dieser Halt ist erfunden.", "Example data: this stop is made up.")
            .to_owned()
    });
    let lines = [
        example,
        stop.notice.as_ref().map(say),
        reason.and_then(why).map(say),
        stop.hours_note.as_ref().map(say),
        stop.what.as_ref().map(say),
        done,
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn why(reason: &DayReason) -> Option<&Localized> {
    match reason {
        DayReason::Exception { why } | DayReason::Interrupted { why, .. } => why.as_ref(),
        DayReason::Holiday(_)
        | DayReason::Sunday
        | DayReason::ChristmasEve
        | DayReason::HoursUnknown
        | DayReason::OutsideStop => None,
    }
}
