use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use directory::{Directory, Encoder, EncoderFiles, Filter, ModelFile, Service, Taxonomy, exchange};
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

fn taxonomy() -> Taxonomy {
    Taxonomy::parse(&std::fs::read_to_string(hamburg("topics.toml")).unwrap()).unwrap()
}

/// The one that `.ci/encoder` brought. `None` without it, which `./test` does not let pass.
pub(crate) fn encoder() -> Option<&'static Arc<Encoder>> {
    static ENCODER: OnceLock<Option<Arc<Encoder>>> = OnceLock::new();
    let load = || {
        let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let data = || set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")));
        let folder = set("LOTSE_ENCODER").or_else(|| Some(data()?.join("lotse/encoder"))).unwrap_or_default();
        let read = |file: ModelFile| std::fs::read(folder.join(file.name()));
        let (Ok(pieces), Ok(weights)) = (read(ModelFile::Pieces), read(ModelFile::Weights)) else {
            let absent = format!("no encoder in {}; `.ci/encoder` brings it", folder.display());
            assert!(std::env::var_os("LOTSE_TEST_ENCODER").is_none(), "{absent}");
            eprintln!("SKIPPED what needs the encoder: {absent}");
            return None;
        };
        Some(Arc::new(Encoder::from_bytes(&EncoderFiles { pieces: &pieces, weights: &weights }).unwrap()))
    };
    ENCODER.get_or_init(load).as_ref()
}

/// Hamburg's, searched by words and meaning.
pub(crate) fn with_encoder() -> Option<&'static Directory> {
    static DIRECTORY: OnceLock<Option<Directory>> = OnceLock::new();
    let build = || Some(Directory::with_encoder(services(), &taxonomy(), encoder()?));
    DIRECTORY.get_or_init(build).as_ref()
}

/// Hamburg's, searched by words alone.
pub(crate) fn by_words() -> &'static Directory {
    static DIRECTORY: OnceLock<Directory> = OnceLock::new();
    DIRECTORY.get_or_init(|| Directory::new(services(), &taxonomy()))
}

#[test]
fn every_must_hit_question_finds_its_service_at_once() {
    assert_all_hit(by_words());
}

#[test]
fn every_must_hit_question_finds_its_service_at_once_with_the_encoder() {
    if let Some(directory) = with_encoder() {
        assert_all_hit(directory);
    }
}

fn assert_all_hit(directory: &Directory) {
    let pairs = pairs();
    let miss = |p: &Pair| {
        let found = first(directory, &p.question);
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
        assert!(s.name_en.is_some(), "{id}: no English name");
        // Nearly all have Turkish, Polish and Arabic as well; a language written in Latin letters cannot be told here.
        let other_script = |k: &String| k.chars().any(|c| ('\u{400}'..'\u{700}').contains(&c));
        assert!(own.iter().any(other_script), "{id}: no word in Cyrillic or Arabic letters");
        let unclean: Vec<_> = own.iter().filter(|k| text::clean(k) != **k).collect();
        assert!(unclean.is_empty(), "{id}: not in NFC or with odd characters: {unclean:?}");
        let empty: Vec<_> = own.iter().filter(|k| LEADS_NOWHERE.contains(&text::fold(k).as_str())).collect();
        assert!(empty.is_empty(), "{id}: {empty:?} lead nowhere");
    }
}
