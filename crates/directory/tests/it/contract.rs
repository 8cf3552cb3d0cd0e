use std::sync::atomic::{AtomicU64, Ordering};

use db::{Db, DbError, Row, Statement, Value};
use directory::{
    Directory, ImportError, ImportReport, Service, Taxonomy,
    exchange::{Parsed, parse},
    export, import, load,
};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, FixedClock, SeededRng};

fn clock() -> FixedClock {
    FixedClock::new(Timestamp::from_second(1_764_000_000).unwrap())
}

async fn bring(db: &Db, file: &str) -> ImportReport {
    run(db, parse(file.as_bytes()).unwrap(), false).await
}

async fn run(db: &Db, parsed: Parsed, dry_run: bool) -> ImportReport {
    // Each import has its own second and its own random bytes, as it would in life.
    static COUNT: AtomicU64 = AtomicU64::new(1000);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let clock = clock();
    clock.advance(SignedDuration::from_secs(i64::try_from(count).unwrap()));
    import(db, &Actor::Operator, &clock, &SeededRng::new(count), parsed, dry_run).await.unwrap()
}

async fn rows(db: &Db, sql: &'static str) -> Vec<Row> {
    db.fetch(&Statement::new("test", sql), &[] as &[Value]).await.unwrap()
}

fn names(services: &[Service]) -> Vec<&str> {
    services.iter().map(|s| s.name.as_str()).collect()
}

const THREE: &str = r#"
{"id":"zulassung","name":"Zulassung"}
{"id":"oel","name":"Öl entsorgen","fee":"frei","keywords":["Altöl","Łódź","日本"]}
{"id":"ofen","name":"Ofen anmelden"}
"#;

db::contract_tests! {
    async fn every_statement_can_be_prepared(db: Db) {
        db::testing::prepare_all(&db, &directory::STATEMENTS).await;
    }

    async fn what_was_imported_is_loaded_in_german_order(db: Db) {
        let report = bring(&db, THREE).await;
        assert_eq!((report.created, report.changed, report.unchanged, report.lines), (3, 0, 0, 4));
        let loaded = load(&db).await.unwrap();
        assert_eq!(names(&loaded), ["Ofen anmelden", "Öl entsorgen", "Zulassung"]);
        assert_eq!(loaded[1].keywords, ["Altöl", "Łódź", "日本"]);
        let directory = Directory::new(load(&db).await.unwrap(), &Taxonomy::default());
        assert!(directory.is_made_of(&loaded));
    }

    async fn the_same_file_again_writes_nothing(db: Db) {
        bring(&db, THREE).await;
        let version = db.published_version().await.unwrap();
        let report = bring(&db, THREE).await;
        assert_eq!((report.created, report.changed, report.unchanged), (0, 0, 3));
        assert!(!report.changes_anything());
        assert_eq!(db.published_version().await.unwrap(), version);
        assert_eq!(rows(&db, "SELECT id FROM audit").await.len(), 1);
    }

    async fn a_change_is_published_and_written_down(db: Db) {
        bring(&db, THREE).await;
        let version = db.published_version().await.unwrap();
        let report = bring(&db, r#"{"id":"oel","name":"Öl entsorgen","plain_name":"Altöl abgeben"}"#).await;
        assert_eq!((report.created, report.changed, report.unchanged), (0, 1, 0));
        assert!(db.published_version().await.unwrap() > version);
        let audit = rows(&db, "SELECT actor, action, object, detail, at FROM audit ORDER BY id").await;
        assert_eq!(audit.len(), 2);
        let last = audit.last().unwrap();
        assert_eq!(last.text(0).unwrap(), "operator");
        assert_eq!(last.text(1).unwrap(), "services.import");
        assert_eq!(last.text(2).unwrap(), "directory");
        assert_eq!(last.text(3).unwrap(), r#"{"created":0,"changed":1,"withdrawn":0}"#);
        let changed = rows(&db, "SELECT changed_at FROM service WHERE id = 'oel'").await;
        assert_eq!(last.int(4).unwrap(), changed[0].int(0).unwrap());
        assert_eq!(load(&db).await.unwrap()[0].title(), "Altöl abgeben");
        assert_eq!(load(&db).await.unwrap().len(), 3, "what the file leaves out stays");
    }

    async fn a_dry_run_only_tells(db: Db) {
        let version = db.published_version().await.unwrap();
        let report = run(&db, parse(THREE.as_bytes()).unwrap(), true).await;
        assert_eq!(report.created, 3);
        assert!(load(&db).await.unwrap().is_empty());
        assert_eq!(db.published_version().await.unwrap(), version);
        assert!(rows(&db, "SELECT id FROM audit").await.is_empty());
    }

    async fn a_service_can_be_withdrawn(db: Db) {
        bring(&db, THREE).await;
        let gone = "{\"id\":\"oel\",\"withdrawn\":true}\n{\"id\":\"nie-da\",\"withdrawn\":true}";
        let report = bring(&db, gone).await;
        assert_eq!((report.withdrawn, report.created, report.changed), (1, 0, 0));
        assert_eq!(names(&load(&db).await.unwrap()), ["Ofen anmelden", "Zulassung"]);
        assert!(!bring(&db, gone).await.changes_anything());
    }

    async fn visitors_may_not_change_the_directory(db: Db) {
        let parsed = parse(THREE.as_bytes()).unwrap();
        let answer = import(&db, &Actor::Visitor, &clock(), &SeededRng::new(1), parsed, false).await;
        assert!(matches!(answer, Err(ImportError::Forbidden(_))));
        assert!(load(&db).await.unwrap().is_empty());
    }

    async fn all_or_nothing(db: Db) {
        // The second audit entry gets the first one's id, so it fails after its services were written.
        let import_with_id_of_seed_7 = |file: &'static str| {
            let parsed = parse(file.as_bytes()).unwrap();
            let db = db.clone();
            async move { import(&db, &Actor::Operator, &clock(), &SeededRng::new(7), parsed, false).await }
        };
        import_with_id_of_seed_7(r#"{"id":"a","name":"A"}"#).await.unwrap();
        let version = db.published_version().await.unwrap();
        let answer = import_with_id_of_seed_7(THREE).await;
        assert!(matches!(answer, Err(ImportError::Db(DbError::Unique { .. }))), "{answer:?}");
        assert_eq!(names(&load(&db).await.unwrap()), ["A"]);
        assert_eq!(db.published_version().await.unwrap(), version);
    }

    async fn an_export_is_an_imports_way_back(db: Db) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/hamburg/services.jsonl");
        run(&db, directory::exchange::read(path.as_ref()).unwrap(), false).await;
        let file = export(&db).await.unwrap();
        assert_eq!(file.lines().count(), 312);
        let again = bring(&db, &file).await;
        assert_eq!((again.unchanged, again.changes_anything()), (312, false));
        assert_eq!(export(&db).await.unwrap(), file);
    }

    async fn ten_thousand_services_come_in_at_once(db: Db) {
        let line = |n| format!("{{\"id\":\"dienst-{n}\",\"name\":\"Dienst {n}\",\"description\":\"{}\"}}\n", "x".repeat(400));
        let report = bring(&db, &(0..10_000).map(line).collect::<String>()).await;
        assert_eq!(report.created, 10_000);
        assert_eq!(load(&db).await.unwrap().len(), 10_000);
    }
}
