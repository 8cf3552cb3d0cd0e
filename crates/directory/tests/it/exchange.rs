use directory::exchange::{ExchangeError, MAX_LINE, parse, read, write};
use proptest::prelude::*;

fn refusal(bytes: &[u8]) -> Vec<String> {
    match parse(bytes) {
        Err(ExchangeError::Lines(remarks)) => remarks.iter().map(ToString::to_string).collect(),
        other => panic!("not refused by line: {other:?}"),
    }
}

#[test]
fn only_id_and_name_are_required() {
    let read = parse(b"{\"id\":\"a\",\"name\":\"A\"}\n").unwrap();
    assert_eq!((read.services.len(), read.lines, read.warnings.len()), (1, 1, 0));
    assert_eq!(read.services[0].name, "A");
}

#[test]
fn marks_line_ends_and_blanks_of_other_systems_are_fine() {
    let read =
        parse(b"\xEF\xBB\xBF{\"id\":\"a\",\"name\":\"A\"}\r\n\r\n  \n{\"id\":\"b\",\"name\":\"B\"}").unwrap();
    assert_eq!((read.services.len(), read.lines), (2, 4));
}

#[test]
fn every_bad_line_is_named_with_its_reason() {
    let file = [
        r#"{"id":"a","name":"A"}"#,
        r#"{"id":"b","name":"B""#,
        r#"{"id":"Ä","name":"B"}"#,
        r#"{"id":"a","name":"A again"}"#,
        r#"{"id":"c","name":"  "}"#,
        r#"{"name":"no id"}"#,
        r#"{"id":"d","name":"D\u0000"}"#,
        r#"{"id":"e","name":"E","documents":["x\u0007"]}"#,
        r#"{"id":"f","name":"F","online_ausweis":"vielleicht"}"#,
        r#"{"id":"g","name":"G","documents":"Ausweis"}"#,
        "[1,2]",
        "id;name",
        r#"{"id":"h","withdrawn":"ja"}"#,
        r#"{"id":"i","name":"I","fee":"frei","fee":"9 Euro"}"#,
    ];
    insta::assert_snapshot!(refusal(file.join("\n").as_bytes()).join("\n"), @r#"
    line 2: is not JSON: EOF while parsing an object at byte 20; half a line?
    line 3: field "id": only a-z, 0-9 and single hyphens between them are allowed: "Ä"
    line 4: the id a is already in line 1
    line 5: field "name": is empty
    line 6: missing field `id`
    line 7: field "name": control character U+0000
    line 8: field "documents": control character U+0007
    line 9: field "online_ausweis": unknown variant `vielleicht`, expected one of `ja`, `optional`, `nein`, `?`
    line 10: field "documents": invalid type: string "Ausweis", expected a sequence
    line 11: is no object: expected {"id": …, "name": …}
    line 12: is not JSON: expected value at byte 1
    line 13: field "withdrawn": expected true or false
    line 14: duplicate field `fee`
    "#);
}

#[test]
fn a_wrong_encoding_is_shown_by_byte() {
    let file = b"{\"id\":\"a\",\"name\":\"A\"}\n{\"id\":\"b\",\"name\":\"Geb\xFChr\"}\n";
    insta::assert_snapshot!(refusal(file).join("\n"), @"line 2: is not UTF-8: byte 22 of the line, byte 44 of the file; save it as UTF-8");
    insta::assert_snapshot!(refusal(b"\xFF\xFE{\0").join("\n"), @"line 1: the file is UTF-16; save it as UTF-8");
}

#[test]
fn what_is_too_large_is_refused_early() {
    let line = format!("{{\"id\":\"a\",\"name\":\"{}\"}}", "x".repeat(MAX_LINE));
    assert!(refusal(line.as_bytes())[0].contains("at most 262144 are read"));
    let long_name = format!("{{\"id\":\"a\",\"name\":\"{}\"}}", "x".repeat(301));
    assert!(refusal(long_name.as_bytes())[0].contains("has 301 letters"));
}

#[test]
fn a_file_of_200_mb_is_refused_without_reading_it() {
    let path = std::env::temp_dir().join(format!("lotse-directory-large-{}", std::process::id()));
    std::fs::File::create(&path).unwrap().set_len(200 * 1024 * 1024).unwrap();
    let answer = read(&path);
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(answer, Err(ExchangeError::TooLarge)));
}

#[test]
fn a_missing_file_is_an_error_of_its_own() {
    let answer = read(std::path::Path::new("no/such/file.jsonl"));
    assert!(matches!(answer, Err(ExchangeError::Io(_))));
}

#[test]
fn a_refusal_of_a_wholly_wrong_file_stays_readable() {
    let remarks = refusal("x\n".repeat(30_000).as_bytes());
    assert_eq!(remarks.len(), 10_001);
    assert_eq!(remarks[10_000], "line 10001: reading stopped here, after 10000 bad lines");
}

#[test]
fn what_is_left_out_is_said() {
    let file = [
        r#"{"id":"a","name":"A","verified":true,"leika":"991150051040"}"#,
        r#"{"id":"b","name":"B","verified":false,"leika":"99115005104001"}"#,
        r#"{"id":"c","name":"C","leika_candidate":"99-115"}"#,
    ];
    let read = parse(file.join("\n").as_bytes()).unwrap();
    let said: Vec<_> = read.warnings.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    line 1: leika "991150051040" is not 14 digits and left out
    line 1: the field "verified" is unknown and left out, in 1 more line too
    line 3: leika_candidate "99-115" is not 14 digits and left out
    "#);
    assert_eq!(read.services[0].leika, None);
    assert_eq!(read.services[1].leika.as_deref(), Some("99115005104001"));
}

#[test]
fn text_is_composed_and_blanks_are_tidied() {
    let file = "{\"id\":\"a\",\"name\":\" Gebu\u{308}hr\\n zahlen\\t\",\"fee\":\" \",\"keywords\":[\"\",\" x \"],\"documents\":null}";
    let service = parse(file.as_bytes()).unwrap().services.remove(0);
    assert_eq!(service.name, "Gebühr zahlen");
    assert_eq!(service.fee, None);
    assert_eq!(service.keywords, ["x"]);
}

#[test]
fn a_line_can_take_a_service_out() {
    let read = parse(b"{\"id\":\"a\",\"withdrawn\":true}\n{\"id\":\"b\",\"name\":\"B\",\"withdrawn\":false}")
        .unwrap();
    assert_eq!(read.withdrawn.iter().map(ToString::to_string).collect::<Vec<_>>(), ["a"]);
    assert_eq!(read.services.len(), 1);
}

#[test]
fn hamburgs_file_goes_round() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/hamburg/services.jsonl");
    let first = read(path.as_ref()).unwrap();
    assert_eq!(first.warnings, [], "the city's own file has nothing to remark");
    let written = write(&first.services);
    let mut again = parse(written.as_bytes()).unwrap().services;
    let mut before = first.services;
    before.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(again, before);
    again.reverse();
    assert_eq!(write(&again), written, "the order of a written file does not depend on the input's");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn no_json_makes_it_panic(value in "[\\[{]?(\"(id|name|fee|documents|withdrawn|leika)\"[:,]?(\"[a-zä0-9 \\\\]{0,9}\"|null|true|[0-9]{1,3}|\\[\\]),?){0,5}[\\]}]?") {
        let _ = parse(value.as_bytes());
    }

    #[test]
    fn what_is_read_goes_round(name in "[^\\p{Cc}]{1,40}", fee in proptest::option::of("[^\\p{Cc}]{0,20}")) {
        let line = serde_json::json!({"id": "a", "name": name, "fee": fee}).to_string();
        if let Ok(read) = parse(line.as_bytes()) {
            prop_assert_eq!(&parse(write(&read.services).as_bytes()).unwrap().services, &read.services);
        }
    }
}
