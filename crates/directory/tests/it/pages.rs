use directory::{Directory, Filter, Service, ServiceId, Target, Taxonomy, exchange};

const TOPICS: &str = r#"
    [[topic]]
    name = "Tiere"
    slug = "tiere"
    title = "Tiere"

    [[topic]]
    name = "Leer"
    slug = "leer"
    title = "Leer"

    [[situation]]
    slug = "umzug"
    title = "Umzug"
    services = ["ummelden", "gibt-es-nicht", "hund"]
"#;

const SERVICES: &str = r#"
    {"id":"ummelden","name":"Wohnsitz ummelden","topic":"Umzug & Wohnen","online_ausweis":"ja","keywords":["Umzug"]}
    {"id":"hund","name":"Hund anmelden","topic":"Tiere","online_ausweis":"nein","online_url":"https://portal.hamburg.de/hund","keywords":["Hundesteuer"]}
    {"id":"aerger","name":"Ärger melden","online_ausweis":"optional"}
    {"id":"hundesteuer","name":"Ermäßigung der Hundesteuer","topic":"Tiere"}
    {"id":"katze","name":"Katze gefunden","topic":"Tiere"}
    {"id":"zweit","name":"24-Stunden-Hilfe","topic":"Tiere"}
    {"id":"ausweis","name":"Ausweis abholen","topic":"Umzug und Wohnen"}
"#;

fn services() -> Vec<Service> {
    exchange::parse(SERVICES.as_bytes()).unwrap().services
}

fn directory() -> Directory {
    Directory::new(services(), &Taxonomy::parse(TOPICS).unwrap())
}

fn ids<'a>(listed: impl IntoIterator<Item = &'a directory::Listed>) -> Vec<&'a str> {
    listed.into_iter().map(|l| l.service.id.as_str()).collect()
}

#[test]
fn no_service_is_lost_whatever_its_topic() {
    let directory = directory();
    let shelves: Vec<_> =
        directory.topics().into_iter().map(|s| (s.of.slug.to_string(), ids(s.services))).collect();
    let expected = [
        ("tiere", vec!["zweit", "hundesteuer", "hund", "katze"]),
        ("umzug-und-wohnen", vec!["ausweis"]),
        ("umzug-wohnen", vec!["ummelden"]),
        ("weitere", vec!["aerger"]),
    ];
    assert_eq!(shelves, expected.map(|(slug, ids)| (slug.to_owned(), ids)));
    assert_eq!(directory.get("aerger").unwrap().topic.as_str(), "weitere");
    assert!(directory.topic("leer").unwrap().services.is_empty());
    assert!(directory.topic("gibt-es-nicht").is_none());
}

#[test]
fn situations_keep_the_editors_order() {
    let directory = directory();
    assert_eq!(ids(directory.situation("umzug").unwrap().services), ["ummelden", "hund"]);
    assert_eq!(directory.situations().len(), 1);
}

#[test]
fn umlauts_stand_under_their_base_letter() {
    let directory = directory();
    let groups: Vec<_> = directory.letters().into_iter().map(|l| (l.label, ids(l.services))).collect();
    let expected = [
        ("0–9", vec!["zweit"]),
        ("A", vec!["aerger", "ausweis"]),
        ("E", vec!["hundesteuer"]),
        ("H", vec!["hund"]),
        ("K", vec!["katze"]),
        ("W", vec!["ummelden"]),
    ];
    assert_eq!(groups, expected.map(|(label, ids)| (label.to_owned(), ids)));
}

#[test]
fn filters_let_through_only_what_is_known() {
    let directory = directory();
    let list = |online, with_ausweis| ids(directory.list(Filter { online, with_ausweis }));
    assert_eq!(list(true, None), ["aerger", "hund", "ummelden"]);
    assert_eq!(list(false, Some(true)), ["aerger", "ummelden"]);
    assert_eq!(list(false, Some(false)), ["aerger", "hund"]);
    assert_eq!(list(true, Some(false)), ["aerger", "hund"]);
}

#[test]
fn search_finds_and_filters() {
    let directory = directory();
    let find = |query, filter, limit| {
        directory.find(query, filter, limit).iter().map(|f| f.service.service.id.as_str()).collect::<Vec<_>>()
    };
    assert!(find("hund", Filter::default(), 10).contains(&"hund"));
    assert_eq!(find("hund", Filter { online: true, with_ausweis: None }, 10), ["hund"]);
    assert_eq!(find("hund", Filter::default(), 0), [""; 0]);
    for odd in ["", "  ", "🐕", "\u{202E}", "' OR 1=1 --", "<script>", "\0"] {
        find(odd, Filter::default(), 10);
    }
    assert!(!directory.suggest("hun", 5).is_empty());
}

#[test]
fn related_services_share_topic_and_words() {
    let directory = directory();
    assert_eq!(ids(directory.related("hund")), ["hundesteuer"]);
    assert!(directory.related("aerger").is_empty());
    assert!(directory.related("gibt-es-nicht").is_empty());
}

#[test]
fn knows_what_it_is_made_of() {
    let directory = directory();
    let mut same = services();
    same.reverse();
    assert!(directory.is_made_of(&same));
    same[0].fee = Some("frei".to_owned());
    assert!(!directory.is_made_of(&same));
    assert!(!directory.is_made_of(&same[1..]));
}

#[test]
fn an_empty_directory_works() {
    let directory = Directory::new(Vec::new(), &Taxonomy::default());
    assert!(directory.topics().is_empty() && directory.letters().is_empty());
    assert!(directory.find("hund", Filter::default(), 5).is_empty());
}

fn hamburg(file: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/hamburg").join(file)
}

#[test]
fn hamburgs_topics_and_services_fit_together() {
    let taxonomy = Taxonomy::parse(&std::fs::read_to_string(hamburg("topics.toml")).unwrap()).unwrap();
    let services = exchange::read(&hamburg("services.jsonl")).unwrap().services;
    let homeless =
        services.iter().filter(|s| s.topic.as_deref().and_then(|t| taxonomy.topic_named(t)).is_none());
    assert_eq!(
        homeless.map(|s| s.id.as_str()).collect::<Vec<_>>(),
        [""; 0],
        "services without a listed topic"
    );
    let known = |id: &ServiceId| services.iter().any(|s| s.id == *id);
    let needed = taxonomy.needs.iter().filter_map(|n| match &n.target {
        Target::Service(id) => Some(id),
        _ => None,
    });
    let named = taxonomy.situations.iter().flat_map(|s| &s.services).chain(needed);
    assert_eq!(named.filter(|id| !known(id)).collect::<Vec<_>>(), Vec::<&ServiceId>::new());
}
