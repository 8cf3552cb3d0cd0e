//! What a venue or stop must hold beyond its form. Each reason says what is wrong and what would be right.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::Localized;

use super::Known;
use crate::model::{Status, Stop, Venue};

/// Longer names and words are a mistake in the file.
const MAX_TEXT: usize = 5_000;
const MAX_NAME: usize = 200;

/// Rules and feeds look at each day of a stop.
const LONGEST_STAY_DAYS: i32 = 366;

pub(super) fn venue(venue: &Venue, known: &Known) -> Vec<String> {
    let mut out = Vec::new();
    name("name", &venue.name, &mut out);
    name("town", &venue.town, &mut out);
    if let Some(postcode) = &venue.postcode
        && (postcode.len() != 5 || !postcode.bytes().all(|b| b.is_ascii_digit()))
    {
        out.push(format!("postcode {postcode:?}: a postcode has five digits"));
    }
    if !(-90.0..=90.0).contains(&venue.lat) || !(-180.0..=180.0).contains(&venue.lon) {
        out.push(format!("lat {}, lon {}: no point on earth", venue.lat, venue.lon));
    }
    if known.districts.as_ref().is_some_and(|d| !d.contains(&venue.district)) {
        out.push(format!("district: the city has no district {:?}", venue.district.as_str()));
    }
    let plain = [("street", &venue.street), ("quarter", &venue.quarter), ("source", &venue.source)];
    for (field, text) in plain {
        words(field, text.as_deref(), &mut out);
    }
    localized("spot", venue.spot.as_ref(), &mut out);
    localized("note", venue.note.as_ref(), &mut out);
    out
}

pub(super) fn stop(stop: &Stop, known: &Known) -> Vec<String> {
    let mut out = Vec::new();
    days(stop, &mut out);
    hours(stop, &mut out);
    exceptions(stop, &mut out);
    interruptions(stop, &mut out);
    offers(stop, known, &mut out);
    for language in &stop.languages {
        if !is_language(language) {
            out.push(format!(
                "languages: {language:?} is no language tag; write for example \"de\" or \"tr\""
            ));
        }
    }
    let texts = [
        ("spot", &stop.spot),
        ("what", &stop.what),
        ("notice", &stop.notice),
        ("hours_note", &stop.hours_note),
    ];
    for (field, text) in texts {
        localized(field, text.as_ref(), &mut out);
    }
    words("source", stop.source.as_deref(), &mut out);
    out
}

fn days(stop: &Stop, out: &mut Vec<String>) {
    match (stop.from, stop.to) {
        (Some(from), Some(to)) if from > to => out.push(format!("from {from} lies after to {to}")),
        (Some(from), Some(to)) if (to - from).get_days() >= LONGEST_STAY_DAYS => {
            out.push(format!("from {from} to {to} is more than a year; make several stops of it"));
        }
        (Some(_), Some(_)) => {}
        _ if stop.status == Status::Ended => {}
        _ => out.push("from and to are needed, unless the status is \"ended\"".to_owned()),
    }
    for day in [stop.from, stop.to].into_iter().flatten() {
        if !(2000..=2100).contains(&day.year()) {
            out.push(format!("{day}: the year must lie between 2000 and 2100"));
        }
    }
}

fn hours(stop: &Stop, out: &mut Vec<String>) {
    let none = stop.hours.is_none() && stop.hours_note.is_none();
    if none && stop.status == Status::Confirmed {
        out.push(
            "hours are needed for a confirmed stop; write hours_note where they are not known".to_owned(),
        );
    }
}

fn exceptions(stop: &Stop, out: &mut Vec<String>) {
    let mut seen: BTreeSet<Date> = BTreeSet::new();
    for exception in &stop.exceptions {
        let day = exception.day;
        if !seen.insert(day) {
            out.push(format!("exceptions: {day} stands twice"));
        }
        if stop.from.is_some_and(|from| day < from) || stop.to.is_some_and(|to| day > to) {
            out.push(format!("exceptions: {day} is not one of the stop's days"));
        }
        localized("exceptions", exception.why.as_ref(), out);
    }
}

fn interruptions(stop: &Stop, out: &mut Vec<String>) {
    for interruption in &stop.interruptions {
        let (from, until) = (interruption.from, interruption.until);
        if until <= from {
            out.push(format!("interruptions: until {until} does not lie after from {from}"));
        } else if stop.to.is_some_and(|to| from.date() > to) || stop.from.is_some_and(|f| until.date() < f) {
            out.push(format!("interruptions: {from} to {until} touches none of the stop's days"));
        }
        localized("interruptions", interruption.why.as_ref(), out);
    }
}

fn offers(stop: &Stop, known: &Known, out: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for offer in &stop.offers {
        if !seen.insert(offer) {
            out.push(format!("offers: {:?} stands twice", offer.as_str()));
        }
        if known.offers.as_ref().is_some_and(|o| !o.contains(offer)) {
            out.push(format!("offers: the city has no offer {:?}", offer.as_str()));
        }
    }
}

/// The form of a BCP 47 tag; whether the language exists is not looked up.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts
        .next()
        .is_some_and(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    first && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn name(field: &str, text: &str, out: &mut Vec<String>) {
    if text.trim().is_empty() {
        out.push(format!("{field} is empty"));
    } else if text.chars().count() > MAX_NAME {
        out.push(format!("{field} is longer than {MAX_NAME} characters"));
    }
}

fn localized(field: &str, text: Option<&Localized>, out: &mut Vec<String>) {
    let Some(text) = text else { return };
    if text.de.trim().is_empty() {
        out.push(format!(
            "{field}: the German text is empty; leave the field out where nothing is to be said"
        ));
    }
    words(field, Some(&text.de), out);
    words(field, text.en.as_deref(), out);
}

fn words(field: &str, text: Option<&str>, out: &mut Vec<String>) {
    if text.is_some_and(|t| t.chars().count() > MAX_TEXT) {
        out.push(format!("{field} is longer than {MAX_TEXT} characters"));
    }
}
