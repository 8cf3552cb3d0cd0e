//! The catalogue in the words of DCAT-AP.de 2.0, as JSON-LD. What we do not know (a licence, a number from a register)
//! is left out.

use kernel::{Lang, Localized};
use serde_json::{Value, json};

use crate::{
    App,
    site::{
        profile::{Licence, MapBounds},
        snapshot::Snapshot,
    },
};

const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/";
const MEDIA_TYPE: &str = "https://www.iana.org/assignments/media-types/";
const THEME: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
const CONTINUOUS: &str = "http://publications.europa.eu/resource/authority/frequency/CONT";

/// A file to fetch.
struct File {
    path: &'static str,
    kind: &'static str,
    media: &'static str,
}

const STOPS: [File; 5] = [
    File { path: "/daten/halte.csv", kind: "CSV", media: "text/csv" },
    File { path: "/api/v1/stops", kind: "JSON", media: "application/json" },
    File { path: "/api/v1/venues.geojson", kind: "GEOJSON", media: "application/geo+json" },
    File { path: "/termine.ics", kind: "ICS", media: "text/calendar" },
    File { path: "/termine.atom", kind: "ATOM", media: "application/atom+xml" },
];

const SERVICES: [File; 2] = [
    File { path: "/daten/dienste.csv", kind: "CSV", media: "text/csv" },
    File { path: "/api/v1/services", kind: "JSON", media: "application/json" },
];

/// The whole catalogue.
pub(super) fn catalogue(app: &App, snapshot: &Snapshot) -> Value {
    let public = &app.settings().public_url;
    let service = &app.city().profile.service_name;
    let about = |de: &str, en: &str| {
        let of = |lang| service.get(lang).text;
        texts(&Localized {
            de: format!("{}: {de}", of(Lang::De)),
            en: Some(format!("{}: {en}", of(Lang::En))),
        })
    };
    let changed = snapshot.tour.stops.iter().map(|s| s.changed_at).max();
    let licences = &app.city().profile.open_data;
    let mut stops = dataset(app, "halte", &about("Halte", "Stops"), &STOPS, &licences.stops);
    put(
        &mut stops,
        "dct:description",
        about(
            "Wann und wo das Pop-Up ist, und was dort gemacht wird.",
            "When and where the pop-up office is, and what is done there.",
        ),
    );
    if let Some(at) = changed {
        put(&mut stops, "dct:modified", json!({ "@type": "xsd:dateTime", "@value": at.to_string() }));
    }
    let mut services = dataset(app, "dienste", &about("Dienste", "Services"), &SERVICES, &licences.services);
    put(
        &mut services,
        "dct:description",
        about(
            "Dienste der Verwaltung, und welche davon online gehen.",
            "Services of the administration, and which of them are online.",
        ),
    );
    json!({
        "@context": context(),
        "@id": public.join("/daten/katalog.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": texts(service),
        "dct:description": about("offene Daten", "open data"),
        "dct:publisher": publisher(app),
        "foaf:homepage": { "@id": public.join("/daten") },
        "dcat:dataset": [stops, services],
    })
}

fn dataset(app: &App, id: &str, title: &Value, files: &[File], licence: &Licence) -> Value {
    let public = &app.settings().public_url;
    let distribution = |f: &File| {
        let url = public.join(f.path);
        let mut one = json!({
            "@id": format!("{url}#distribution"),
            "@type": "dcat:Distribution",
            "dcat:accessURL": { "@id": url },
            "dcat:downloadURL": { "@id": url },
            "dcat:mediaType": { "@id": format!("{MEDIA_TYPE}{}", f.media) },
            "dct:format": { "@id": format!("{FILE_TYPE}{}", f.kind) },
        });
        if let Some(url) = &licence.licence {
            put(&mut one, "dct:license", json!({ "@id": url }));
        }
        if let Some(text) = &licence.attribution {
            put(&mut one, "dcatde:licenseAttributionByText", json!(text));
        }
        one
    };
    let mut set = json!({
        "@id": format!("{}#{id}", public.join("/daten")),
        "@type": "dcat:Dataset",
        "dct:identifier": format!("{}-{id}", app.city().profile.id()),
        "dct:title": title,
        "dct:publisher": publisher(app),
        "dcat:theme": { "@id": THEME },
        "dct:accrualPeriodicity": { "@id": CONTINUOUS },
        "dcat:landingPage": { "@id": public.join("/daten") },
        "dcat:distribution": files.iter().map(distribution).collect::<Vec<_>>(),
    });
    if let Some(bounds) = app.city().profile.map {
        put(&mut set, "dct:spatial", spatial(bounds));
    }
    set
}

/// The frame of the map as a closed ring, longitude first as the standard for such texts has it.
fn spatial(bounds: MapBounds) -> Value {
    let MapBounds { south, west, north, east } = bounds;
    let ring =
        format!("POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))");
    json!({ "@type": "dct:Location", "dcat:bbox": { "@type": "gsp:wktLiteral", "@value": ring } })
}

/// Adds a property.
fn put(to: &mut Value, name: &str, value: Value) {
    if let Some(map) = to.as_object_mut() {
        map.insert(name.to_owned(), value);
    }
}

fn publisher(app: &App) -> Value {
    json!({ "@type": ["foaf:Agent", "foaf:Organization"], "foaf:name": texts(&app.city().profile.name) })
}

fn texts(text: &Localized) -> Value {
    let of = |lang: &str, value: &str| json!({ "@language": lang, "@value": value });
    let all = [Some(of("de", &text.de)), text.en.as_deref().map(|en| of("en", en))];
    Value::Array(all.into_iter().flatten().collect())
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcatde": "http://dcat-ap.de/def/dcatde/",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "gsp": "http://www.opengis.net/ont/geosparql#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}
