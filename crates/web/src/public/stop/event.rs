//! The stop as schema.org `Event`, for search engines.

use kernel::Lang;
use serde_json::{Value, json};
use tour::{Seen, Status};

use crate::{App, public::view::place};

/// JSON-LD that can stand inside a `script` element: no `<` is left in it.
pub(super) fn json_ld(app: &App, lang: Lang, seen: &Seen<'_>, url: &str) -> String {
    let (stop, venue) = (&seen.stop.stop, seen.venue);
    let name = format!("{} – {}", app.city().profile.service_name.get(lang).text, place(app, venue));
    let mut event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": name,
        "url": url,
        "inLanguage": lang.tag(),
        "isAccessibleForFree": true,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": match stop.status {
            Status::Cancelled => "https://schema.org/EventCancelled",
            Status::Announced | Status::Confirmed | Status::Ended => "https://schema.org/EventScheduled",
        },
        "location": {
            "@type": "Place",
            "name": venue.name,
            "address": address(seen),
            "geo": { "@type": "GeoCoordinates", "latitude": venue.lat, "longitude": venue.lon },
        },
        "organizer": { "@type": "GovernmentOrganization", "name": app.city().profile.name.get(lang).text },
    });
    if let Value::Object(fields) = &mut event {
        fields.extend(stop.from.map(|d| ("startDate".to_owned(), json!(d.to_string()))));
        fields.extend(stop.to.map(|d| ("endDate".to_owned(), json!(d.to_string()))));
    }
    event.to_string().replace('<', "\\u003c")
}

fn address(seen: &Seen<'_>) -> Value {
    let venue = seen.venue;
    let mut address = json!({
        "@type": "PostalAddress",
        "addressLocality": venue.town,
        "addressCountry": "DE",
    });
    if let Value::Object(fields) = &mut address {
        fields.extend(venue.street.as_ref().map(|s| ("streetAddress".to_owned(), json!(s))));
        fields.extend(venue.postcode.as_ref().map(|s| ("postalCode".to_owned(), json!(s))));
    }
    address
}
