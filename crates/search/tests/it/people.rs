//! What people ask, in their words, and what they should find.

use search::{Document, Index, LayWords, Why};

/// A small directory of services that every German city has.
pub(crate) fn services() -> Vec<Document> {
    let service = |name: &str, keywords: &[&str], summary: &str, code: &str, online: bool| Document {
        name: name.to_owned(),
        keywords: keywords.iter().map(|&keyword| keyword.to_owned()).collect(),
        topic: "Bürgerservice".to_owned(),
        summary: summary.to_owned(),
        code: Some(code.to_owned()),
        online,
        ..Document::default()
    };
    vec![
        service(
            "Personalausweis beantragen",
            &["Lichtbild"],
            "Ausweis für Deutsche.",
            "99008001000000",
            false,
        ),
        service(
            "Reisepass beantragen",
            &["Expresspass"],
            "Reisen außerhalb der EU.",
            "99115001000000",
            false,
        ),
        service(
            "Hundesteuer anmelden",
            &["Hundemarke"],
            "Steuer für gehaltene Hunde.",
            "99102001000000",
            true,
        ),
        service("Wohnsitz ummelden", &["Einzug"], "Neue Anschrift mitteilen.", "99115005104001", true),
        service(
            "Führerschein erstmalig beantragen",
            &["Klasse B"],
            "Fahrerlaubnis.",
            "99108001000000",
            false,
        ),
        service(
            "Außerbetriebsetzung eines Fahrzeugs",
            &["Stilllegung"],
            "Kfz abmelden.",
            "99036001000000",
            true,
        ),
        service("Bewohnerparkausweis", &["Parkzone"], "Parken nahe der Wohnung.", "99090001000000", true),
        service(
            "Geburtsurkunde ausstellen",
            &["Standesamt"],
            "Urkunde über eine Geburt.",
            "99059001000000",
            true,
        ),
        service("Wohngeld beantragen", &["Lastenzuschuss"], "Zuschuss zur Miete.", "99107001000000", true),
        service("Gewerbe anmelden", &["Betrieb"], "Beginn eines Betriebes anzeigen.", "99050012104000", true),
        service("Sperrmüllabfuhr", &["Möbel"], "Abholung großer Gegenstände.", "99001001000000", true),
        service("Fundsachen", &["Fundbüro"], "Verlorene Dinge wiederfinden.", "99043001000000", false),
    ]
}

fn index() -> Index {
    Index::build(&services(), &LayWords::german())
}

fn first(index: &Index, query: &str) -> String {
    let hits = index.search(query, 1);
    let service = hits.first().and_then(|hit| services().into_iter().nth(hit.document));
    service.map_or_else(|| "nothing".to_owned(), |service| service.name)
}

#[test]
fn people_find_what_they_mean() {
    let index = index();
    let pairs = [
        ("Perso", "Personalausweis beantragen"),
        ("neuer Lappen", "Führerschein erstmalig beantragen"),
        ("bin umgezogen", "Wohnsitz ummelden"),
        ("ich ziehe um", "Wohnsitz ummelden"),
        ("meine Tochter zieht um", "Wohnsitz ummelden"),
        ("was muss ich wegen Wohngeld tun", "Wohngeld beantragen"),
        ("melde meinen Hund an", "Hundesteuer anmelden"),
        ("Auto abmelden", "Außerbetriebsetzung eines Fahrzeugs"),
        ("miete zu hoch", "Wohngeld beantragen"),
        ("anwohnerparken", "Bewohnerparkausweis"),
        ("altes Sofa loswerden", "Sperrmüllabfuhr"),
        ("firma gründen", "Gewerbe anmelden"),
        ("handy verloren", "Fundsachen"),
        // Without umlauts, or with typing errors
        ("fuehrerschein", "Führerschein erstmalig beantragen"),
        ("fuhrerschein", "Führerschein erstmalig beantragen"),
        ("FÜHRERSCHEIN", "Führerschein erstmalig beantragen"),
        ("personalausweiß", "Personalausweis beantragen"),
        ("persnoalausweis", "Personalausweis beantragen"),
        ("gebursturkunde", "Geburtsurkunde ausstellen"),
        // Parts of compounds, and longer compounds than the document has
        ("Sperrmüll", "Sperrmüllabfuhr"),
        ("Hundesteuerbescheid", "Hundesteuer anmelden"),
        ("Steuer für meinen Hund", "Hundesteuer anmelden"),
        // Other languages, with endings the list does not have
        ("köpek vergisi", "Hundesteuer anmelden"),
        ("pasaportumu", "Reisepass beantragen"),
        ("driving licence", "Führerschein erstmalig beantragen"),
        ("паспорта", "Reisepass beantragen"),
        ("без паспортов", "Reisepass beantragen"),
        ("للجواز", "Reisepass beantragen"),
        ("شهادة ميلاد", "Geburtsurkunde ausstellen"),
    ];
    let wrong: Vec<_> = pairs
        .iter()
        .map(|(query, name)| (query, name, first(&index, query)))
        .filter(|(_, name, found)| *name != found)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_frames_a_question_counts_less_than_the_thing() {
    let mut documents = services();
    let named = |name: &str| Document { name: name.to_owned(), ..Document::default() };
    documents.extend(["Unterlagen nachreichen", "Termin buchen", "Auskunft über Kosten"].map(named));
    let index = Index::build(&documents, &LayWords::german());
    let first = |query: &str| documents[index.search(query, 1)[0].document].name.clone();
    for query in
        ["Termin Sperrmüll", "welche Unterlagen für Möbel", "was kostet Möbel abholen", "Möbel Kosten"]
    {
        assert_eq!(first(query), "Sperrmüllabfuhr", "{query}");
    }
    for (query, name) in [("Termin", "Termin buchen"), ("welche Unterlagen", "Unterlagen nachreichen")] {
        assert_eq!(first(query), name, "{query}");
    }
}

#[test]
fn little_words_are_no_typing_errors() {
    let nights = Document { name: "Ausnahme nachts".to_owned(), ..Document::default() };
    let index = Index::build(&[nights], &LayWords::none());
    assert_eq!(index.search("ich sehe nichts", 3), []);
    assert_eq!(index.search("nacths", 3).len(), 1);
}

#[test]
fn nonsense_finds_nothing() {
    for query in ["asdfgh", "xqzwv bnmkl", "wie ist das wetter"] {
        assert!(index().search(query, 5).is_empty(), "{query}");
    }
}

#[test]
fn every_document_is_found_by_its_own_words() {
    let index = index();
    for (document, service) in services().iter().enumerate() {
        for words in service.keywords.iter().chain([&service.name]) {
            let hits = index.search(words, 3);
            assert!(hits.iter().any(|hit| hit.document == document), "{words}");
        }
    }
}

#[test]
fn a_keyword_that_is_a_stop_word_is_found() {
    let named = |name: &str, keyword: &str| Document {
        name: name.to_owned(),
        keywords: vec![keyword.to_owned()],
        ..Document::default()
    };
    let documents = [named("Hundesteuer", "Hund"), named("Bildungspaket", "BuT")];
    for index in [
        Index::build(&documents, &LayWords::german()),
        Index::build_with(&documents, &LayWords::german(), Some(&crate::encoder::encoder())),
    ] {
        for query in ["BuT", "but", "BuT beantragen"] {
            let hit = index.search(query, 3).remove(0);
            assert_eq!((hit.document, hit.why), (1, Why::Keyword("BuT".to_owned())), "{query}");
        }
        for query in ["der die das", "wie kann ich", "как и где", "nasıl ve nerede", "أريد من"]
        {
            assert_eq!(index.search(query, 3), [], "{query}");
        }
    }
}

#[test]
fn an_exact_name_comes_first() {
    for service in services() {
        assert_eq!(first(&index(), &service.name.to_uppercase()), service.name);
    }
}

#[test]
fn a_code_or_its_beginning_is_looked_up() {
    let index = index();
    for query in ["99115005104001", "99 115 005 104 001", "99115005", "99.115.005"] {
        let hits = index.search(query, 5);
        assert_eq!(hits.len(), 1, "{query}");
        assert_eq!((hits[0].document, &hits[0].why), (3, &Why::Code));
    }
    assert_eq!(index.search("99115", 5).len(), 2);
    assert!(index.search("9911", 5).is_empty());
}

#[test]
fn hits_say_why() {
    let index = index();
    let why = |query: &str| index.search(query, 1).remove(0).why;
    assert_eq!(why("Wohngeld"), Why::Name);
    assert_eq!(why("Hundemarke"), Why::Keyword("Hundemarke".to_owned()));
    assert_eq!(why("Gegenstände"), Why::Keyword("Gegenstände".to_owned()));
    assert_eq!(why("wohngedl"), Why::Similar("Wohngeld".to_owned()));
    assert_eq!(why("Perso"), Why::Similar("Personalausweis".to_owned()));
}

#[test]
fn of_equals_the_online_service_comes_first() {
    let same = |online| Document { name: "Angelegenheit".to_owned(), online, ..Document::default() };
    let index = Index::build(&[same(false), same(true), same(false), same(true)], &LayWords::none());
    let order: Vec<usize> = index.search("Angelegenheit", 9).iter().map(|hit| hit.document).collect();
    assert_eq!(order, [1, 3, 0, 2]);
}

#[test]
fn suggestions_complete_words_and_parts() {
    let index = index();
    let texts = |typed: &str| index.suggest(typed, 5).into_iter().map(|s| s.text).collect::<Vec<_>>();
    assert_eq!(texts("perso").first().map(String::as_str), Some("Personalausweis beantragen"));
    assert_eq!(texts("fuehr").first().map(String::as_str), Some("Führerschein erstmalig beantragen"));
    assert_eq!(texts("hundem"), ["Hundemarke"]);
    assert!(texts("ausw").contains(&"Personalausweis beantragen".to_owned()));
    assert!(texts("wohnsitz um").contains(&"Wohnsitz ummelden".to_owned()));
    assert_eq!(texts("wohnsitz u").first().map(String::as_str), Some("Wohnsitz ummelden"));
    assert_eq!(texts("ich bin umgez").first().map(String::as_str), Some("Wohnsitz ummelden"));
    assert!(texts("lapp").contains(&"Führerschein erstmalig beantragen".to_owned()));
    assert!(texts("lappen").contains(&"Führerschein erstmalig beantragen".to_owned()));
    assert!(!texts("w").is_empty() && texts("").is_empty());
}

#[test]
fn keywords_of_one_own_city_may_be_added() {
    let list = LayWords::parse("Zirkuskoffer => Wohnsitz ummelden").unwrap();
    assert_eq!(first(&Index::build(&services(), &list), "zirkuskoffer"), "Wohnsitz ummelden");
    assert_eq!(first(&Index::build(&services(), &LayWords::none()), "zirkuskoffer"), "nothing");
}

#[test]
fn with_an_encoder_meaning_counts_too() {
    let encoder = crate::encoder::encoder();
    let index = Index::build_with(&services(), &LayWords::none(), Some(&encoder));
    // No word in common, no lay word, three of them in other languages.
    let pairs = [
        ("moving house to a new address", "Wohnsitz ummelden"),
        ("dog licence fee", "Hundesteuer anmelden"),
        ("sürücü belgesi", "Führerschein erstmalig beantragen"),
        ("свидетельство о рождении", "Geburtsurkunde ausstellen"),
        ("Papier über die Ankunft meines Babys", "Geburtsurkunde ausstellen"),
    ];
    let wrong: Vec<_> = pairs.iter().map(|(query, name)| (query, name, first(&index, query))).collect();
    let wrong: Vec<_> = wrong.into_iter().filter(|(_, name, found)| *name != found).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let hit = index.search("dog licence fee", 1).remove(0);
    assert!(matches!(&hit.why, Why::Similar(nearest) if nearest.contains("Hund")), "{hit:?}");
    assert_eq!(index.suggest("dog licence fee", 3), []);
}

#[test]
fn with_an_encoder_words_still_lead() {
    let index = Index::build_with(&services(), &LayWords::german(), Some(&crate::encoder::encoder()));
    for service in services() {
        assert_eq!(first(&index, &service.name.to_uppercase()), service.name);
    }
    for query in
        ["", "asdfgh", "asdfghjkl", "xqzwv bnmkl", "wie ist das wetter", "🐕🐕", "der die das und", "!?"]
    {
        assert_eq!(index.search(query, 5), [], "{query}");
    }
    assert_eq!(index.search("99115005104001", 5).len(), 1);
    assert!(index.search("Hund", 12).len() < 6, "likeness has a floor");
}

#[test]
fn a_rebuilt_index_is_as_one_built_anew() {
    let encoder = crate::encoder::encoder();
    let before = Index::build_with(&services()[..8], &LayWords::german(), Some(&encoder));
    let rebuilt = before.rebuild(&services(), &LayWords::german());
    let anew = Index::build_with(&services(), &LayWords::german(), Some(&encoder));
    for query in ["Hund", "moving house", "miete zu hoch", "Möbel"] {
        let documents =
            |index: &Index| index.search(query, 9).iter().map(|hit| hit.document).collect::<Vec<_>>();
        assert_eq!(documents(&rebuilt), documents(&anew), "{query}");
    }
    let words = Index::build(&services(), &LayWords::german());
    assert_eq!(words.rebuild(&services(), &LayWords::none()).search("dog licence fee", 3), []);
}
