use db::{Db, Row, Statement, Value};
use directory::{Directory, Filter, MISS_MONTHS, Miss, Misses, Outcome, Service, Taxonomy};
use jiff::{SignedDuration, Span};
use kernel::{Actor, FixedClock, SeededRng, berlin};

fn clock() -> FixedClock {
    FixedClock::new("2026-03-24T10:00:00Z".parse().unwrap())
}

fn asked(misses: &Misses, clock: &FixedClock, word: &str, people: u32, outcome: Outcome) {
    use kernel::Clock as _;
    (0..people).for_each(|asker| misses.note(vec![word.to_owned()], outcome, &asker, clock.now()));
}

async fn write(db: &Db, clock: &FixedClock, misses: &Misses) -> usize {
    directory::write_misses(db, &Actor::Operator, clock, misses).await.unwrap()
}

async fn list(db: &Db) -> Vec<(String, i64, i64)> {
    let all = directory::list_misses(db, &Actor::Operator).await.unwrap();
    all.into_iter().map(|Miss { word, nothing, unsure, .. }| (word, nothing, unsure)).collect()
}

async fn audited(db: &Db) -> Vec<String> {
    let all =
        Statement::new("test", "SELECT action || ' ' || object || ' ' || detail FROM audit ORDER BY at, id");
    let rows: Vec<Row> = db.fetch(&all, &[] as &[Value]).await.unwrap();
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

db::contract_tests! {
    async fn only_what_enough_people_asked_for_is_written(db: Db) {
        let (clock, misses) = (clock(), Misses::default());
        asked(&misses, &clock, "codierung", 3, Outcome::Nothing);
        asked(&misses, &clock, "zauberei", 5, Outcome::Unsure);
        asked(&misses, &clock, "jansohn", 2, Outcome::Nothing);
        assert_eq!(write(&db, &clock, &misses).await, 2);
        let expected = [("zauberei".to_owned(), 0, 5), ("codierung".to_owned(), 3, 0)];
        assert_eq!(list(&db).await, expected);
        assert_eq!(write(&db, &clock, &misses).await, 0);
        clock.advance(SignedDuration::from_hours(24 * 30));
        asked(&misses, &clock, "codierung", 4, Outcome::Nothing);
        write(&db, &clock, &misses).await;
        assert_eq!(list(&db).await, [("codierung".to_owned(), 7, 0), ("zauberei".to_owned(), 0, 5)]);
        assert_eq!(audited(&db).await, [] as [&str; 0], "counts are no change by anybody");
    }

    async fn a_word_can_be_forgotten_and_the_audit_does_not_keep_it(db: Db) {
        let (clock, misses, rng) = (clock(), Misses::default(), SeededRng::new(1));
        asked(&misses, &clock, "jansohn", 3, Outcome::Nothing);
        write(&db, &clock, &misses).await;
        let forget = async || directory::forget_miss(&db, &Actor::Operator, &clock, &rng, "Jansohn").await.unwrap();
        assert!(forget().await && !forget().await);
        assert_eq!(list(&db).await, []);
        assert_eq!(audited(&db).await, ["search-miss-forget search-misses {}"]);
    }

    async fn counts_are_gone_when_their_time_is_over(db: Db) {
        use kernel::Clock as _;
        let (clock, misses, rng) = (clock(), Misses::default(), SeededRng::new(1));
        asked(&misses, &clock, "codierung", 3, Outcome::Nothing);
        write(&db, &clock, &misses).await;
        let purge = async || directory::purge_misses(&db, &Actor::Operator, &clock, &rng).await.unwrap();
        clock.set(berlin(clock.now()).checked_add(Span::new().months(MISS_MONTHS)).unwrap().timestamp());
        assert_eq!(purge().await, 0, "the month may still be looked at");
        clock.set(berlin(clock.now()).checked_add(Span::new().months(1)).unwrap().timestamp());
        assert_eq!(purge().await, 1);
        assert_eq!(list(&db).await, []);
        assert_eq!(audited(&db).await, ["search-miss-purge search-misses {\"deleted\":1}"]);
    }

    async fn visitors_may_neither_read_nor_delete(db: Db) {
        let (clock, rng) = (clock(), SeededRng::new(1));
        assert!(directory::list_misses(&db, &Actor::Visitor).await.is_err());
        assert!(directory::forget_miss(&db, &Actor::Visitor, &clock, &rng, "x").await.is_err());
        assert!(directory::purge_misses(&db, &Actor::Visitor, &clock, &rng).await.is_err());
    }
}

#[test]
fn a_question_is_missed_when_no_word_of_it_leads_anywhere() {
    let service = r#"{"id":"hund","name":"Hundesteuer anmelden"}"#;
    let services: Vec<Service> = vec![serde_json::from_str(service).unwrap()];
    let directory = Directory::new(services, &Taxonomy::default());
    let missed = |question: &str| directory.missed(question).map(|(_, words)| words);
    assert_eq!(missed("Zauberei!"), Some(vec!["zauberei".to_owned()]));
    for understood in ["Hund", "hundesteur", "Zauberei mit Hund", "", "der die das", "🐕", "123456"] {
        assert_eq!(missed(understood), None, "{understood}");
        assert!(understood.len() < 4 || directory.find("Hund", Filter::default(), 1).len() == 1);
    }
    assert_eq!(missed("mensch@example.org"), None);
}
