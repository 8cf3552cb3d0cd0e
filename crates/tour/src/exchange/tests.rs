use super::*;
use crate::model::{Access, Exception, Interruption, Transit};

const VENUE: &str = r#"{"kind":"venue","id":"haus","name":"Haus","place":"mall","town":"Hamburg","district":"altona","lat":53.5,"lon":9.9,"position":"exact"}"#;
const STOP: &str = r#"{"kind":"stop","id":"halt","venue":"haus","from":"2026-03-23","to":"2026-03-28","hours":"Mo-Fr 10:00-13:00"}"#;

fn known() -> Known {
    Known {
        offers: Some(["pin-set".parse().unwrap()].into()),
        districts: Some(["altona".parse().unwrap()].into()),
        venues: Some(BTreeSet::new()),
    }
}

fn errors(bytes: impl AsRef<[u8]>) -> String {
    match parse(bytes.as_ref(), &known()).unwrap_err() {
        ReadError::Content(e) => e.to_string(),
        ReadError::Io(e) => panic!("{e}"),
    }
}

fn stop_with(fields: &str) -> String {
    format!("{VENUE}\n{}", STOP.replace(r#""hours":"Mo-Fr 10:00-13:00""#, fields))
}

#[test]
fn reads_venues_and_stops_in_any_order() {
    let file = parse(format!("\u{FEFF}{STOP}\r\n\n{VENUE}").as_bytes(), &known()).unwrap();
    assert_eq!((file.venues[0].0, file.stops[0].0), (3, 1));
}

#[test]
fn tells_every_bad_line() {
    let text = format!(
        "{VENUE}\n{}\n{VENUE}\n{{\"kind\":\"bus\"}}\n{{}}\nhallo\n{}\n{}\n",
        &STOP[..40],
        STOP.replace("haus", "keins"),
        STOP.replace("\"venue\"", "\"price\":1,\"venue\""),
    );
    insta::assert_snapshot!(errors(text));
}

#[test]
fn tells_what_does_not_fit() {
    for (fields, expected) in [
        (r#""from":"2026-03-29""#, "duplicate field `from`"),
        (
            r#""hours":"Mo 19:00-10:00""#,
            "19:00-10:00 ends before it begins; hours past midnight belong to the next day",
        ),
        (
            r#""status":"announced","exceptions":[{"day":"2026-03-30","hours":"closed"}]"#,
            "exceptions: 2026-03-30 is not one of the stop's days",
        ),
        (
            r#""hours_note":"bald","interruptions":[{"from":"2026-03-24T10:00","until":"2026-03-24T10:00"}]"#,
            "interruptions: until 2026-03-24T10:00:00 does not lie after from 2026-03-24T10:00:00",
        ),
        (
            r#""hours":"closed","offers":["pin-set","pin-set","tea"]"#,
            "offers: \"pin-set\" stands twice\nline 2: offers: the city has no offer \"tea\"",
        ),
        (
            r#""hours":"closed","languages":["de","türkisch"]"#,
            "languages: \"türkisch\" is no language tag; write for example \"de\" or \"tr\"",
        ),
        (r#""desks":1"#, "hours are needed for a confirmed stop; write hours_note where they are not known"),
    ] {
        assert_eq!(errors(stop_with(fields)), format!("line 2: {expected}"));
    }
    let days = |from: &str, to: &str| {
        errors(format!("{VENUE}\n{}", STOP.replace("2026-03-23", from).replace("2026-03-28", to)))
    };
    assert_eq!(days("2026-03-29", "2026-03-28"), "line 2: from 2026-03-29 lies after to 2026-03-28");
    assert_eq!(
        days("2026-03-29", "2027-04-28"),
        "line 2: from 2026-03-29 to 2027-04-28 is more than a year; make several stops of it"
    );
    assert!(days("2026-02-30", "2027-04-28").starts_with("line 2: "));
    insta::assert_snapshot!(
        errors(VENUE.replace("altona", "atlantis").replace("53.5", "153.5").replace("Haus", " ")),
        @r#"
    line 1: district: the city has no district "atlantis"
    line 1: lat 153.5, lon 9.9: no point on earth
    line 1: name is empty
    "#
    );
}

#[test]
fn names_the_byte_that_is_no_text() {
    let mut latin = format!("{VENUE}\n{STOP}").into_bytes();
    let at = latin.iter().rposition(|b| *b == b'h').unwrap();
    latin[at] = 0xE4;
    assert_eq!(
        errors(&latin),
        format!("line 2: byte {} of the file (0xE4) is not UTF-8; save the file as UTF-8", at + 1)
    );
    assert_eq!(errors(b"\xFF\xFEx\0"), "the file is written in UTF-16; save it as UTF-8");
}

#[test]
fn an_empty_file_is_a_mistake() {
    for text in ["", "\n \r\n", "\u{FEFF}"] {
        assert_eq!(errors(text), "the file holds no venue and no stop");
    }
}

/// A reader that counts what was taken from it.
struct Counted<'a, R>(R, &'a mut u64);

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buf)?;
        *self.1 += n as u64;
        Ok(n)
    }
}

#[test]
fn a_file_of_200_megabytes_is_not_read_to_its_end() {
    let mut taken = 0;
    let huge = Counted(io::repeat(b'x').take(200 * 1024 * 1024), &mut taken);
    let error = parse(huge, &Known::default()).unwrap_err().to_string();
    assert_eq!(error, "the file is larger than 20 MB, so it is no tour file; nothing was read");
    assert!(taken <= MAX_FILE_BYTES + 1);
    let long = format!("{VENUE}\n{}", " ".repeat(MAX_LINE_BYTES + 1));
    assert_eq!(errors(long), "line 2: the line has 262145 bytes, more than 262144");
}

#[test]
fn a_file_nested_without_end_does_not_fell_the_program() {
    assert!(errors("[".repeat(200_000)).starts_with("line 1: "));
    let deep = format!("{}{}", "{\"kind\":".repeat(20_000), "1");
    assert!(errors(deep).starts_with("line 1: "));
}

#[test]
fn reads_hamburg_and_writes_it_back() {
    let folder = format!("{}/../../data/hamburg", env!("CARGO_MANIFEST_DIR"));
    let mut bytes = std::fs::read(format!("{folder}/tour.jsonl")).unwrap();
    bytes.extend(std::fs::read(format!("{folder}/example-tour.jsonl")).unwrap());
    let read = parse(&bytes[..], &Known { venues: Some(BTreeSet::new()), ..Known::default() }).unwrap();
    let stored = |stop| crate::StoredStop { stop, sequence: 0, changed_at: jiff::Timestamp::UNIX_EPOCH };
    let tour = Tour {
        venues: read.venues.iter().map(|(_, v)| (v.id.clone(), v.clone())).collect(),
        stops: read.stops.into_iter().map(|(_, s)| stored(s)).collect(),
    };
    let written = export(&tour).unwrap();
    let again = parse(written.as_bytes(), &Known::default()).unwrap();
    assert_eq!(
        again.stops.iter().map(|(_, s)| s).collect::<Vec<_>>(),
        tour.stops.iter().map(|s| &s.stop).collect::<Vec<_>>()
    );
    assert_eq!(again.venues.len(), tour.venues.len());
    assert!(again.venues.iter().all(|(_, v)| tour.venues[&v.id] == *v));
}

/// The names a record may have, as serde lists them to whoever writes another one.
fn fields<T: DeserializeOwned + fmt::Debug>() -> Vec<String> {
    let said = serde_json::from_str::<T>(r#"{"?":0}"#).unwrap_err().to_string();
    said.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_document_for_editors_names_every_field_and_its_example_is_read() {
    const DOCUMENT: &str = include_str!("../../../../docs/tour.md");
    let example = DOCUMENT.split("```").nth(1).unwrap();
    let file = parse(example.as_bytes(), &Known::default()).unwrap();
    assert_eq!((file.venues.len(), file.stops.len()), (1, 1));
    let all = [
        fields::<Venue>(),
        fields::<Stop>(),
        fields::<Transit>(),
        fields::<Access>(),
        fields::<Exception>(),
        fields::<Interruption>(),
    ];
    assert_eq!(all.each_ref().map(Vec::len), [18, 19, 2, 5, 3, 3]);
    for field in all.iter().flatten() {
        assert!(DOCUMENT.contains(&format!("`{field}`")), "{field} is not told");
        assert!(example.contains(&format!("\"{field}\":")), "{field} is not in the example");
    }
}
