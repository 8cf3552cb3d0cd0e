use directory::{Answer, Fact, Fee, Link, OnlineAnswer, Published, Service, exchange, publish};
use serde_json::{Value, json};

/// A record of the city, read on its page, with these fields changed.
fn shown(fields: Value) -> Published {
    publish(&record(fields))
}

fn record(fields: Value) -> Service {
    let mut all = json!({"id": "x", "name": "Amtlicher Name", "source_kind": "hamburg", "seen": "page"});
    let Value::Object(fields) = fields else { panic!("an object, please") };
    all.as_object_mut().unwrap().extend(fields);
    serde_json::from_value(all).unwrap()
}

fn known(text: &str, year: Option<i16>) -> Fee {
    Fee::Known(Fact { text: text.to_owned(), year })
}

#[test]
fn fees() {
    for (why, fields, expected) in [
        ("no fee seen", json!({}), None),
        ("words need no date", json!({"fee": "gebührenfrei"}), Some(known("gebührenfrei", None))),
        (
            "but carry it",
            json!({"fee": "gebührenfrei", "stand": "2024-09-14"}),
            Some(known("gebührenfrei", Some(2024))),
        ),
        ("a figure without date", json!({"fee": "29 Euro"}), Some(Fee::AtSource)),
        (
            "a figure with date",
            json!({"fee": "29 Euro", "stand": "2023"}),
            Some(known("29 Euro", Some(2023))),
        ),
        (
            "the year is not said twice",
            json!({"fee": "22 Euro (2016)", "stand": "2016-05-13"}),
            Some(known("22 Euro (2016)", None)),
        ),
        ("a date without year", json!({"fee": "29 Euro", "stand": "neulich"}), Some(Fee::AtSource)),
        ("second-hand", json!({"fee": "27 Euro (Presse 2014)", "stand": "2024-08-12"}), Some(Fee::AtSource)),
        ("first pass", json!({"fee": "gebührenfrei", "first_pass_fields": ["fee"]}), Some(Fee::AtSource)),
        ("disputed", json!({"fee": "frei", "conflict": "fee: zwei Seiten"}), Some(Fee::AtSource)),
        (
            "disputed somewhere",
            json!({"fee": "frei", "conflict": "Beträge je nach Seite"}),
            Some(Fee::AtSource),
        ),
        (
            "disputed elsewhere",
            json!({"fee": "frei", "conflict": "online_ausweis: zwei Seiten"}),
            Some(known("frei", None)),
        ),
        ("remarked upon", json!({"fee": "frei", "notes": ["fee: erschlossen"]}), Some(Fee::AtSource)),
        ("third party", json!({"fee": "frei", "source_kind": "dritte"}), None),
        ("only referred to", json!({"fee": "frei", "seen": "ref"}), None),
    ] {
        assert_eq!(shown(fields).fee, expected, "{why}");
    }
}

#[test]
fn the_online_ausweis() {
    for (why, fields, expected) in [
        ("not seen", json!({}), None),
        ("undecided", json!({"online_ausweis": "?"}), None),
        ("needed", json!({"online_ausweis": "ja"}), Some(Answer::Yes)),
        ("another way", json!({"online_ausweis": "optional"}), Some(Answer::Optional)),
        ("not needed", json!({"online_ausweis": "nein"}), Some(Answer::No)),
        ("first pass", json!({"online_ausweis": "ja", "first_pass_fields": ["fee", "online_ausweis"]}), None),
        ("disputed", json!({"online_ausweis": "ja", "conflict": "online_ausweis: zwei Seiten"}), None),
        ("remarked upon", json!({"online_ausweis": "nein", "notes": ["online_ausweis: kein Hinweis"]}), None),
        ("weak", json!({"online_ausweis": "nein", "source_kind": "kopie"}), None),
    ] {
        assert_eq!(shown(fields).online_ausweis, expected, "{why}");
    }
}

#[test]
fn online() {
    let start = "https://serviceportal.hamburg.de/x";
    let yes = || OnlineAnswer::Yes { url: Link::read(start).unwrap() };
    for (why, fields, expected) in [
        ("nothing seen", json!({}), OnlineAnswer::Unknown),
        ("a start", json!({"online_url": start}), yes()),
        ("no link for citizens", json!({"online_url": "javascript:alert(1)"}), OnlineAnswer::Unknown),
        (
            "a start that was concluded",
            json!({"online_url": start, "notes": ["online_url: abgeleitet"]}),
            OnlineAnswer::Unknown,
        ),
        ("needs the Online-Ausweis", json!({"online_ausweis": "ja"}), OnlineAnswer::Possible),
        ("needs none", json!({"online_ausweis": "nein"}), OnlineAnswer::Unknown),
        ("said so", json!({"online": true}), OnlineAnswer::Possible),
        ("denied", json!({"online": false, "online_url": start}), OnlineAnswer::No),
        ("weak", json!({"online_url": start, "source_kind": "kopie"}), OnlineAnswer::Unknown),
    ] {
        assert_eq!(shown(fields).online, expected, "{why}");
    }
}

#[test]
fn lists() {
    let bring = |fields| shown(fields).bring;
    let items = json!(["Ausweis", "Passfoto (6 Euro)", "Urkunde (Presse)", "2 Fotos"]);
    assert_eq!(bring(json!({"documents": items})), ["Ausweis", "2 Fotos"]);
    assert_eq!(
        bring(json!({"documents": items, "stand": "2024"})),
        ["Ausweis", "Passfoto (6 Euro)", "2 Fotos"]
    );
    assert_eq!(bring(json!({"documents": items, "conflict": "Seiten sind uneins"})), ["Ausweis"]);
    assert!(bring(json!({"documents": items, "notes": ["documents: erschlossen"]})).is_empty());
    assert!(bring(json!({"documents": items, "seen": "ref"})).is_empty());
    assert_eq!(shown(json!({"prerequisites": ["ab 16 Jahren"]})).who, ["ab 16 Jahren"]);
}

#[test]
fn processing_times() {
    let time = |fields| shown(fields).processing_time;
    let fact = |text: &str, year| Some(Fact { text: text.to_owned(), year });
    assert_eq!(time(json!({"processing_time": "etwa 6 Wochen"})), fact("etwa 6 Wochen", None));
    assert_eq!(
        time(json!({"processing_time": "etwa 6 Wochen", "stand": "2022"})),
        fact("etwa 6 Wochen", Some(2022))
    );
    assert_eq!(time(json!({"processing_time": "derzeit sehr lange"})), None);
    assert_eq!(time(json!({"processing_time": "3 Tage (Drittquelle 2026)"})), None);
    assert_eq!(time(json!({"processing_time": "3 Tage", "source_kind": "dritte"})), None);
}

#[test]
fn who_is_responsible_and_the_key() {
    let fields = json!({"authority": "Bezirksamt", "leika": "99115005104001"});
    let sure = shown(fields.clone());
    assert_eq!(
        (sure.authority.as_deref(), sure.leika.as_deref()),
        (Some("Bezirksamt"), Some("99115005104001"))
    );
    let mut doubted = record(fields);
    doubted.notes = vec!["authority: aus verwandten Seiten".to_owned()];
    doubted.first_pass_fields = vec!["leika".to_owned()];
    let doubted = publish(&doubted);
    assert_eq!((doubted.authority, doubted.leika), (None, None));
    assert_eq!(shown(json!({"leika_candidate": "99115005104001"})).leika, None);
}

#[test]
fn names() {
    let names = |fields| {
        let p = shown(fields);
        (p.title.de, p.official_name)
    };
    assert_eq!(names(json!({})), ("Amtlicher Name".to_owned(), None));
    let plain = ("Hund anmelden".to_owned(), Some("Amtlicher Name".to_owned()));
    assert_eq!(names(json!({"plain_name": "Hund anmelden"})), plain);
    let ours = json!({"plain_name": "Hund anmelden", "notes": ["name: sinngemäß"]});
    assert_eq!(names(ours), ("Hund anmelden".to_owned(), None));
}

#[test]
fn weak_records_keep_their_sentence_but_no_sum() {
    let sentence = |text: &str| shown(json!({"description": text, "seen": "ref"})).sentence.map(|s| s.de);
    assert_eq!(sentence("Einen Hund anmelden.").as_deref(), Some("Einen Hund anmelden."));
    assert_eq!(sentence("Kostet 90 Euro im Jahr."), None);
}

#[test]
fn sources() {
    let source = |fields| {
        let note = shown(fields).source;
        (note.link.map(|l| l.to_string()), note.host)
    };
    let text = |s: &str| Some(s.to_owned());
    let (read, noted) = ("https://www.hamburg.de/gelesen", "https://www.hamburg.com/notiert");
    for (why, fields, expected) in [
        ("none", json!({}), (None, None)),
        ("the page read", json!({"source_page": read, "url": noted}), (text(read), text("hamburg.de"))),
        ("the page noted", json!({"url": noted}), (text(noted), text("hamburg.com"))),
        ("noted, doubted", json!({"url": noted, "first_pass_fields": ["url"]}), (None, None)),
        (
            "noted and read",
            json!({"source_page": noted, "url": noted, "first_pass_fields": ["url"]}),
            (text(noted), text("hamburg.com")),
        ),
        (
            "a copy",
            json!({"source_page": "http://kopie.com/1", "url": noted, "source_kind": "kopie"}),
            (None, text("kopie.com")),
        ),
        (
            "third party",
            json!({"source_page": "https://www.ihk.de/x", "source_kind": "dritte"}),
            (text("https://www.ihk.de/x"), text("ihk.de")),
        ),
        ("a trial host", json!({"source_page": "https://stage.fim.net/x"}), (None, text("stage.fim.net"))),
        ("no address", json!({"source_page": "javascript:alert(1)"}), (None, None)),
    ] {
        assert_eq!(source(fields), expected, "{why}");
    }
}

/// What the rules leave of the default city's directory; a change here changes what citizens read.
#[test]
fn hamburg_in_figures() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/hamburg/services.jsonl");
    let shown: Vec<_> = exchange::read(path.as_ref()).unwrap().services.iter().map(publish).collect();
    let count = |f: fn(&Published) -> bool| shown.iter().filter(|p| f(p)).count();
    let figures = [
        ("records", shown.len()),
        ("weak", count(|p| p.weak)),
        ("online, start known", count(|p| matches!(p.online, OnlineAnswer::Yes { .. }))),
        ("online, start unknown", count(|p| p.online == OnlineAnswer::Possible)),
        ("Online-Ausweis needed", count(|p| p.online_ausweis == Some(Answer::Yes))),
        ("Online-Ausweis optional", count(|p| p.online_ausweis == Some(Answer::Optional))),
        ("Online-Ausweis not needed", count(|p| p.online_ausweis == Some(Answer::No))),
        ("fee known", count(|p| matches!(p.fee, Some(Fee::Known(_))))),
        ("fee at the source", count(|p| p.fee == Some(Fee::AtSource))),
        ("what to bring", count(|p| !p.bring.is_empty())),
        ("who may", count(|p| !p.who.is_empty())),
        ("processing time", count(|p| p.processing_time.is_some())),
        ("authority", count(|p| p.authority.is_some())),
        ("source linked", count(|p| p.source.link.is_some())),
        ("dated", count(|p| p.source.year.is_some())),
    ];
    let table = figures.iter().map(|(what, n)| format!("{n:3} {what}")).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(table, @r"
    312 records
     62 weak
     16 online, start known
      8 online, start unknown
      6 Online-Ausweis needed
      6 Online-Ausweis optional
      5 Online-Ausweis not needed
     36 fee known
     58 fee at the source
    142 what to bring
    179 who may
     38 processing time
    202 authority
    298 source linked
     62 dated
    ");
}
