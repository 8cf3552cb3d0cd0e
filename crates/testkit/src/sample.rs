//! A small tour around [`NOW`], with one stop in each state, and a few services.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, date, datetime},
};
use kernel::{BERLIN, Localized};
use tour::{Access, Interruption, Place, Position, Status, Stop, TourFile, Transit, Venue};

/// The instant at which a test app starts: Tuesday, 24 March 2026, 11:00 in Hamburg, in the week before the clocks go
/// forward.
pub const NOW: DateTime = datetime(2026, 3, 24, 11, 0, 0, 0);

/// A local time in Hamburg as an instant.
pub fn local(at: DateTime) -> Timestamp {
    at.in_tz(BERLIN).unwrap().timestamp()
}

/// A text in German and English.
pub fn text(de: &str, en: &str) -> Localized {
    Localized { de: de.to_owned(), en: Some(en.to_owned()) }
}

/// A market square in Bergedorf of which little is known.
pub fn venue(id: &str, name: &str) -> Venue {
    Venue {
        id: id.parse().unwrap(),
        name: name.to_owned(),
        place: Place::MarketSquare,
        street: None,
        postcode: None,
        town: "Hamburg".to_owned(),
        district: "bergedorf".parse().unwrap(),
        quarter: None,
        lat: 53.489,
        lon: 10.213,
        position: Position::Approximate,
        spot: None,
        rail: None,
        bus: None,
        access: Access::default(),
        shop_hours: false,
        source: None,
        note: None,
    }
}

/// A confirmed stop, open every day from 9 to 18, of which little else is known.
pub fn stop(id: &str, venue: &str, from: Date, to: Date) -> Stop {
    Stop {
        id: id.parse().unwrap(),
        venue: venue.parse().unwrap(),
        status: Status::Confirmed,
        from: Some(from),
        to: Some(to),
        hours: Some("Mo-Su 09:00-18:00".parse().unwrap()),
        hours_note: None,
        exceptions: Vec::new(),
        interruptions: Vec::new(),
        clerk: None,
        offers: Vec::new(),
        languages: Vec::new(),
        desks: None,
        spot: None,
        access: Access::default(),
        what: None,
        notice: None,
        source: None,
        example: false,
    }
}

/// Venues and stops as a file's content.
pub(crate) fn file(venues: Vec<Venue>, stops: Vec<Stop>) -> TourFile {
    let venues: Vec<_> = venues.into_iter().enumerate().map(|(n, v)| (n + 1, v)).collect();
    let before = venues.len() + 1;
    TourFile { stops: stops.into_iter().enumerate().map(|(n, s)| (n + before, s)).collect(), venues }
}

/// The small tour.
pub(crate) fn tour() -> TourFile {
    file(
        vec![mall(), venue("markt", "Marktplatz")],
        vec![over(), open(), interrupted(), cancelled(), to_come(), announced()],
    )
}

fn mall() -> Venue {
    Venue {
        place: Place::Mall,
        street: Some("Ottenser Hauptstraße 10".to_owned()),
        postcode: Some("22765".to_owned()),
        district: "altona".parse().unwrap(),
        quarter: Some("Ottensen".to_owned()),
        lat: 53.5516,
        lon: 9.9316,
        position: Position::Exact,
        spot: Some(text("Erdgeschoss", "Ground floor")),
        rail: Some(Transit { name: "S Altona".to_owned(), metres: 150 }),
        access: Access { step_free: Some(true), lift: Some(false), ..Access::default() },
        shop_hours: true,
        ..venue("mercado", "Mercado")
    }
}

fn open() -> Stop {
    Stop {
        hours: Some("Mo-Sa 10:00-19:00".parse().unwrap()),
        offers: ["services-help", "eid-check", "pin-set"].map(|o| o.parse().unwrap()).into(),
        languages: vec!["de".to_owned(), "tr".to_owned()],
        desks: Some(3),
        ..stop("offen", "mercado", date(2026, 3, 16), date(2026, 4, 4))
    }
}

fn interrupted() -> Stop {
    let (from, until) = (datetime(2026, 3, 24, 10, 0, 0, 0), datetime(2026, 3, 24, 15, 0, 0, 0));
    let why = Some(text("Eine Kollegin ist krank.", "A colleague fell ill."));
    Stop {
        interruptions: vec![Interruption { from, until, why }],
        ..stop("unterbrochen", "markt", date(2026, 3, 20), date(2026, 3, 31))
    }
}

fn cancelled() -> Stop {
    Stop {
        status: Status::Cancelled,
        notice: Some(text("Der Raum ist gesperrt.", "The room is closed.")),
        ..stop("abgesagt", "markt", date(2026, 4, 2), date(2026, 4, 2))
    }
}

fn to_come() -> Stop {
    Stop {
        hours: Some("Tu-Sa 10:00-16:00".parse().unwrap()),
        clerk: Some("We 10:00-14:00".parse().unwrap()),
        offers: ["eid-activate", "pin-reset"].map(|o| o.parse().unwrap()).into(),
        ..stop("kommend", "markt", date(2026, 4, 7), date(2026, 4, 18))
    }
}

fn announced() -> Stop {
    Stop {
        status: Status::Announced,
        hours: None,
        ..stop("angekuendigt", "mercado", date(2026, 5, 4), date(2026, 5, 9))
    }
}

fn over() -> Stop {
    stop("vorbei", "mercado", date(2025, 11, 3), date(2025, 11, 15))
}

/// A few services.
pub(crate) const SERVICES: &str = concat!(
    r#"{"id":"wohnsitz-ummelden","name":"Wohnsitz ändern","plain_name":"Nach dem Umzug ummelden","name_en":"Change your address","topic":"Umzug & Wohnen","description":"Neue Anschrift nach einem Umzug mitteilen.","url":"https://www.hamburg.de/ummelden","online_ausweis":"ja","fee":"gebührenfrei","source_page":"https://www.hamburg.de/ummelden","seen":"page","source_kind":"hamburg"}"#,
    "\n",
    r#"{"id":"hund-anmelden","name":"Hundesteuer anmelden","topic":"Steuern","description":"Einen Hund anmelden.","online_ausweis":"nein"}"#,
    "\n",
    r#"{"id":"unbekannt","name":"Dienst, von dem nur der Name bekannt ist"}"#,
    "\n",
);
