use std::collections::HashSet;

use directory::{Directory, Filter, Service, Taxonomy, exchange};
use kernel::text;

/// How far down an answer may stand before a reader gives up.
const SEEN_AT_ONCE: usize = 3;

/// Words that belong to every service and so lead to none.
#[rustfmt::skip]
const LEADS_NOWHERE: [&str; 12] = [
    "amt", "anmelden", "antrag", "beantragen", "behoerde", "formular", "gebuehr", "hamburg", "kosten", "online",
    "termin", "unterlagen",
];

struct Pair {
    question: String,
    services: Vec<String>,
}

fn hamburg(file: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/hamburg").join(file)
}

fn services() -> Vec<Service> {
    exchange::read(&hamburg("services.jsonl")).unwrap().services
}

fn pairs() -> Vec<Pair> {
    let file = std::fs::read_to_string(hamburg("must_hit.tsv")).unwrap();
    let pair = |line: &str| {
        let [question, services, _language] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not three columns: {line}");
        };
        Pair { question: question.to_owned(), services: services.split(';').map(str::to_owned).collect() }
    };
    file.lines().skip(1).map(pair).collect()
}

fn first<'a>(directory: &'a Directory, question: &str) -> Vec<&'a str> {
    let found = directory.find(question, Filter::default(), SEEN_AT_ONCE);
    found.iter().map(|f| f.service.service.id.as_str()).collect()
}

#[test]
fn every_must_hit_question_finds_its_service_at_once() {
    let taxonomy = Taxonomy::parse(&std::fs::read_to_string(hamburg("topics.toml")).unwrap()).unwrap();
    let directory = Directory::new(services(), &taxonomy);
    let pairs = pairs();
    let miss = |p: &Pair| {
        let found = first(&directory, &p.question);
        let hit = p.services.iter().any(|wanted| found.contains(&wanted.as_str()));
        (!hit).then(|| format!("{} → {found:?} instead of {:?}", p.question, p.services))
    };
    let misses: Vec<_> = pairs.iter().filter_map(miss).collect();
    assert!(misses.is_empty(), "{} of {} missed:\n{}", misses.len(), pairs.len(), misses.join("\n"));
}

#[test]
fn must_hit_names_only_services_there_are() {
    let services = services();
    let known: HashSet<_> = services.iter().map(|s| s.id.as_str()).collect();
    for Pair { question, services } in pairs() {
        let unknown: Vec<_> = services.iter().filter(|id| !known.contains(id.as_str())).collect();
        assert!(unknown.is_empty(), "{question}: no service {unknown:?}");
    }
}

#[test]
fn own_keywords_are_enough_and_tell_services_apart() {
    for s in services() {
        let (id, own) = (s.id.as_str(), &s.keywords_own);
        let different: HashSet<_> = own.iter().map(|k| k.to_lowercase()).collect();
        assert!((8..=20).contains(&different.len()), "{id}: {} keywords", different.len());
        assert_eq!(different.len(), own.len(), "{id}: the same word twice");
        let unclean: Vec<_> = own.iter().filter(|k| text::clean(k) != **k).collect();
        assert!(unclean.is_empty(), "{id}: not in NFC or with odd characters: {unclean:?}");
        let empty: Vec<_> = own.iter().filter(|k| LEADS_NOWHERE.contains(&text::fold(k).as_str())).collect();
        assert!(empty.is_empty(), "{id}: {empty:?} lead nowhere");
    }
}
