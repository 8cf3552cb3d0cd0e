//! Broken files: one message that names file and line, exit code 1, and nothing changed.

use std::fs::File;

use crate::place::{Place, hamburg};

const VENUE: &str = r#"{"kind":"venue","id":"haus","name":"Haus","place":"mall","town":"Hamburg","district":"altona","lat":53.5,"lon":9.9,"position":"exact"}"#;
const SERVICE: &str = r#"{"id":"dienst","name":"Dienst"}"#;

/// A city with data that must stay as they are.
fn filled() -> Place {
    let place = Place::new();
    place.lotse(&["import", "tour", &hamburg("tour.jsonl")]).ok();
    let good = place.write("good.jsonl", SERVICE.replace("dienst", "da"));
    place.lotse(&["import", "services", &good]).ok();
    place
}

#[test]
fn each_is_refused_with_its_reason() {
    let place = filled();
    let before = place.export();
    for (kind, line) in [("tour", VENUE), ("services", SERVICE)] {
        let latin: Vec<u8> = format!("{line}\n")
            .bytes()
            .chain(line.bytes().map(|b| if b == b's' { 0xE4 } else { b }))
            .collect();
        let utf16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(line.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (name, bytes, reason) in [
            ("latin", latin, "UTF-8"),
            ("utf16", utf16, "UTF-16"),
            ("twice", format!("{line}\n{line}\n").into_bytes(), "line 2: "),
            ("half", format!("{line}\n{}", &line[..20]).into_bytes(), "line 2: "),
            ("list", format!("[{line}]").into_bytes(), "line 1: "),
            ("words", b"Hallo Hamburg".to_vec(), "line 1: "),
            ("zeros", vec![0; 1_000], "line 1: "),
            ("deep", vec![b'['; 100_000], "line 1: "),
        ] {
            let file = place.write(name, bytes);
            let done = place.lotse(&["import", kind, &file]);
            assert_eq!(done.code, Some(1), "{kind} {name}: {}", done.err);
            assert!(
                done.err.starts_with("lotse: ") && done.err.contains(name),
                "{kind} {name}: {}",
                done.err
            );
            assert!(
                done.err.contains(reason) && done.err.contains("nothing was changed"),
                "{kind} {name}: {}",
                done.err
            );
            assert!(done.err.len() < 2_000 && done.out.is_empty(), "{kind} {name}: {}", done.err);
        }
    }
    assert_eq!(place.export(), before);
}

#[test]
fn files_that_are_no_files_are_named() {
    let place = filled();
    let before = place.export();
    let folder = place.path("folder");
    std::fs::create_dir(&folder).unwrap();
    for kind in ["tour", "services"] {
        for name in [folder.to_str().unwrap(), "gibt-es-nicht.jsonl", ""] {
            let done = place.lotse(&["import", kind, name]);
            assert!(matches!(done.code, Some(1 | 2)), "{kind} {name:?}: {}", done.err);
            assert!(done.err.contains(name) && done.err.lines().count() < 6, "{kind} {name:?}: {}", done.err);
        }
    }
    assert_eq!(place.export(), before);
}

#[test]
fn a_file_of_200_megabytes_is_refused_at_once() {
    let place = filled();
    let before = place.export();
    let huge = place.path("huge.jsonl");
    File::create(&huge).unwrap().set_len(200 * 1024 * 1024).unwrap();
    for (kind, limit) in [("tour", "20 MB"), ("services", "64 MB")] {
        let done = place.lotse(&["import", kind, huge.to_str().unwrap()]);
        assert_eq!(done.code, Some(1));
        assert!(done.err.contains(limit) && done.err.contains("huge.jsonl"), "{}", done.err);
    }
    assert_eq!(place.export(), before);
}

#[test]
fn one_bad_file_of_several_keeps_all_out() {
    let place = filled();
    let before = place.export();
    let (good, bad) = (place.write("good", VENUE), place.write("bad", &VENUE[..50]));
    assert_eq!(place.lotse(&["import", "tour", &good, &bad]).code, Some(1));
    let (good, bad) = (place.write("good", SERVICE), place.write("bad", &SERVICE[..9]));
    assert_eq!(place.lotse(&["import", "services", &good, &bad]).code, Some(1));
    let twice = place.lotse(&["import", "services", &good, &good]);
    assert_eq!(twice.code, Some(1), "the same service in two files: {}", twice.out);
    assert_eq!(place.export(), before);
}

#[test]
fn what_points_to_nothing_is_refused() {
    let place = filled();
    let stop = r#"{"kind":"stop","id":"x","venue":"atlantis","from":"2030-01-07","to":"2030-01-12","hours":"Mo-Sa 10:00-19:00","offers":["tea"]}"#;
    let done = place.lotse(&["import", "tour", &place.write("stop", stop)]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("atlantis") && done.err.contains("tea"), "{}", done.err);
}
