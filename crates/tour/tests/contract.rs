//! The tour's use cases through their public door, on both engines.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use db::{Db, Statement};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Clock, FixedClock, SeededRng};
use tour::{Change, ImportError, ImportReport, Known, Status, StoredStop, Tour};

const VENUES: &str = r#"{"kind":"venue","id":"haus","name":"Haus","place":"mall","town":"Hamburg","district":"altona","lat":53.5,"lon":9.9,"position":"exact"}
{"kind":"venue","id":"markt","name":"Markt","place":"market square","town":"Hamburg","district":"altona","lat":53.6,"lon":9.8,"position":"exact"}
"#;
const STOPS: &str = r#"{"kind":"stop","id":"alt","venue":"haus","status":"ended","to":"2024-10-19"}
{"kind":"stop","id":"erster","venue":"haus","from":"2026-03-23","to":"2026-03-28","hours":"Mo-Fr 10:00-19:00","exceptions":[{"day":"2026-03-24","hours":"closed"}],"interruptions":[{"from":"2026-03-25T10:00","until":"2026-03-25T12:00"}],"example":true}
{"kind":"stop","id":"zweiter","venue":"markt","from":"2026-04-01","to":"2026-04-28","hours":"Mo-Fr 10:00-19:00"}
"#;

fn clock() -> FixedClock {
    FixedClock::new("2026-03-23T09:00:00.123456789Z".parse().unwrap())
}

async fn bring(db: &Db, clock: &FixedClock, file: &str) -> Result<ImportReport, ImportError> {
    // Each import has its own instant and its own random bytes, as it would in life.
    clock.advance(SignedDuration::from_secs(1));
    let rng = SeededRng::new(u64::try_from(clock.now().as_microsecond()).unwrap());
    tour::import_file(db, &Actor::Operator, clock, &rng, file.as_bytes(), &Known::default(), false).await
}

fn whole() -> String {
    format!("{STOPS}{VENUES}")
}

fn counts(report: &ImportReport) -> [usize; 5] {
    [Change::Created, Change::Changed, Change::Cancelled, Change::Unchanged, Change::Touched]
        .map(|c| report.count(c))
}

fn stop<'a>(tour: &'a Tour, id: &str) -> &'a StoredStop {
    tour.stop(id).unwrap()
}

async fn audited(db: &Db) -> Vec<String> {
    static LIST: Statement =
        Statement::new("audit_list", "SELECT actor, action, object FROM audit ORDER BY at, id");
    let rows = db.fetch(&LIST, &[]).await.unwrap();
    rows.iter().map(|r| (0..3).map(|i| r.text(i).unwrap()).collect::<Vec<_>>().join(" ")).collect()
}

db::contract_tests! {
    async fn every_statement_can_be_prepared(db: Db) {
        db::testing::prepare_all(&db, tour::STATEMENTS).await;
    }

    async fn an_import_can_be_exported_and_imported_again(db: Db) {
        let clock = clock();
        let report = bring(&db, &clock, &whole()).await.unwrap();
        assert_eq!(counts(&report), [5, 0, 0, 0, 0]);
        let tour = tour::load(&db).await.unwrap();
        let order: Vec<&str> = tour.stops.iter().map(|s| s.stop.id.as_str()).collect();
        assert_eq!(order, ["alt", "erster", "zweiter"]);
        let exported = tour::export(&db).await.unwrap();
        let version = db.published_version().await.unwrap();
        let log = audited(&db).await;
        assert_eq!(log.len(), 5);
        assert_eq!(log.iter().filter(|l| *l == "operator stop-create stop:erster").count(), 1);

        let again = bring(&db, &clock, &exported).await.unwrap();
        assert_eq!(counts(&again), [0, 0, 0, 5, 0]);
        assert!(again.changed_nothing());
        assert_eq!(tour::load(&db).await.unwrap(), tour);
        assert_eq!(db.published_version().await.unwrap(), version);
        assert_eq!(audited(&db).await, log);
    }

    async fn a_changed_stop_raises_its_sequence(db: Db) {
        let clock = clock();
        bring(&db, &clock, &whole()).await.unwrap();
        let before = tour::load(&db).await.unwrap();
        let report = bring(&db, &clock, &whole().replace("2026-04-28", "2026-04-29")).await.unwrap();
        assert_eq!(counts(&report), [0, 1, 0, 4, 0]);
        let tour = tour::load(&db).await.unwrap();
        let (old, new) = (stop(&before, "zweiter"), stop(&tour, "zweiter"));
        assert_eq!((old.sequence, new.sequence), (0, 1));
        assert!(new.changed_at > old.changed_at);
        assert_eq!(new.changed_at.as_microsecond(), clock.now().as_microsecond());
        assert_eq!(stop(&tour, "erster"), stop(&before, "erster"));
    }

    async fn a_cancelled_stop_stays_and_says_so(db: Db) {
        let clock = clock();
        bring(&db, &clock, &whole()).await.unwrap();
        let cancelled = STOPS.replace(r#""id":"zweiter","#, r#""id":"zweiter","status":"cancelled","notice":"Brandschaden","#);
        let report = bring(&db, &clock, &cancelled).await.unwrap();
        assert_eq!(counts(&report), [0, 0, 1, 2, 0]);
        let tour = tour::load(&db).await.unwrap();
        assert_eq!((stop(&tour, "zweiter").stop.status, stop(&tour, "zweiter").sequence), (Status::Cancelled, 1));
        assert!(audited(&db).await.contains(&"operator stop-cancel stop:zweiter".to_owned()));
    }

    async fn a_venue_that_moves_tells_the_subscribers_of_its_stops(db: Db) {
        let clock = clock();
        bring(&db, &clock, &whole()).await.unwrap();
        let report = bring(&db, &clock, &VENUES.replace(r#""name":"Haus""#, r#""name":"Neues Haus""#)).await.unwrap();
        assert_eq!(counts(&report), [0, 1, 0, 1, 1]);
        let tour = tour::load(&db).await.unwrap();
        let sequences = ["alt", "erster", "zweiter"].map(|id| stop(&tour, id).sequence);
        assert_eq!(sequences, [0, 1, 0], "past stops and stops elsewhere stay");
        let noted = VENUES.replace(r#""name":"Markt""#, r#""name":"Markt","note":"Mittwochs Wochenmarkt""#);
        let report = bring(&db, &clock, &noted.replace(r#""name":"Haus""#, r#""name":"Neues Haus""#)).await.unwrap();
        assert_eq!(counts(&report), [0, 1, 0, 1, 0], "a note changes no calendar");
        let whole = whole().replace(r#""name":"Haus""#, r#""name":"Altes Haus""#);
        bring(&db, &clock, &whole).await.unwrap();
        assert_eq!(stop(&tour::load(&db).await.unwrap(), "erster").sequence, 2, "also when the stop is in the file");
    }

    async fn one_bad_record_keeps_everything_out(db: Db) {
        let (clock, untouched) = (clock(), db.published_version().await.unwrap());
        let bad = whole().replace(r#""venue":"markt""#, r#""venue":"keins""#).replace("2026-03-28", "2026-03-01");
        let error = bring(&db, &clock, &bad).await.unwrap_err().to_string();
        assert!(error.contains("line 2: from 2026-03-23 lies after to 2026-03-01"), "{error}");
        assert!(error.contains("line 3: there is no venue \"keins\""), "{error}");
        assert_eq!(tour::load(&db).await.unwrap(), Tour::default());
        // A file made by a program, that nobody read line by line, is held to the same rules.
        let file = tour::exchange::parse(STOPS.as_bytes(), &Known::default()).unwrap();
        let error = tour::import(&db, &Actor::Operator, &clock, &SeededRng::new(1), &file, false).await.unwrap_err();
        assert!(matches!(error, ImportError::Content(_)), "{error}");
        assert_eq!((audited(&db).await.len(), db.published_version().await.unwrap()), (0, untouched));
    }

    async fn a_dry_run_tells_and_keeps_nothing(db: Db) {
        let untouched = db.published_version().await.unwrap();
        let file = tour::exchange::parse(whole().as_bytes(), &Known::default()).unwrap();
        let report = tour::import(&db, &Actor::Operator, &clock(), &SeededRng::new(1), &file, true).await.unwrap();
        assert_eq!(report.to_string(), "5 created, 0 changed, 0 cancelled, 0 unchanged (dry run: nothing was kept)");
        assert_eq!(tour::load(&db).await.unwrap(), Tour::default());
        assert_eq!((audited(&db).await.len(), db.published_version().await.unwrap()), (0, untouched));
    }

    async fn a_visitor_may_change_nothing(db: Db) {
        let (rng, visitor) = (SeededRng::new(1), Actor::Visitor);
        let text = whole();
        let known = Known::default();
        let error = tour::import_file(&db, &visitor, &clock(), &rng, text.as_bytes(), &known, true).await.unwrap_err();
        assert!(matches!(error, ImportError::Forbidden(_)), "{error}");
        let file = tour::exchange::parse(text.as_bytes(), &known).unwrap();
        let error = tour::import(&db, &visitor, &clock(), &rng, &file, false).await.unwrap_err();
        assert!(matches!(error, ImportError::Forbidden(_)), "{error}");
        let error = tour::shift_examples(&db, &visitor, &clock(), &rng, 1).await.unwrap_err();
        assert!(matches!(error, tour::ShiftError::Forbidden(_)), "{error}");
        assert_eq!(tour::load(&db).await.unwrap(), Tour::default());
    }

    async fn imports_at_the_same_time_come_one_after_the_other(db: Db) {
        bring(&db, &clock(), &whole()).await.unwrap();
        let before = db.published_version().await.unwrap();
        let tasks: Vec<_> = (0..8_u64).map(|n| {
            let (db, text) = (db.clone(), whole().replace("2026-04-28", &format!("2026-04-{}", 10 + n)));
            tokio::spawn(async move {
                let rng = SeededRng::new(n << 40);
                let known = Known::default();
                tour::import_file(&db, &Actor::Operator, &clock(), &rng, text.as_bytes(), &known, false).await.unwrap();
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let tour = tour::load(&db).await.unwrap();
        assert_eq!(stop(&tour, "zweiter").sequence, 8, "no change overwrote another unseen");
        assert_eq!(db.published_version().await.unwrap(), before + 8);
    }

    async fn the_example_tour_moves_by_whole_weeks(db: Db) {
        let clock = clock();
        bring(&db, &clock, &whole()).await.unwrap();
        let before = tour::load(&db).await.unwrap();
        let rng = SeededRng::new(7);
        assert_eq!(tour::shift_examples(&db, &Actor::Operator, &clock, &rng, 0).await.unwrap(), 0);
        assert_eq!(tour::shift_examples(&db, &Actor::Operator, &clock, &rng, 35).await.unwrap(), 1);
        let tour = tour::load(&db).await.unwrap();
        let moved = &stop(&tour, "erster").stop;
        assert_eq!(moved.from.unwrap().to_string(), "2026-11-23");
        assert_eq!(moved.to.unwrap().to_string(), "2026-11-28");
        assert_eq!(moved.exceptions[0].day.to_string(), "2026-11-24");
        assert_eq!(moved.interruptions[0].until.to_string(), "2026-11-25T12:00:00");
        assert_eq!(stop(&tour, "zweiter"), stop(&before, "zweiter"));
        assert_eq!(tour::shift_examples(&db, &Actor::Operator, &clock, &rng, -35).await.unwrap(), 1);
        assert_eq!(stop(&tour::load(&db).await.unwrap(), "erster").stop, stop(&before, "erster").stop);
        let too_far = tour::shift_examples(&db, &Actor::Operator, &clock, &rng, i64::MAX).await.unwrap_err();
        assert!(matches!(too_far, tour::ShiftError::Range { .. }), "{too_far}");
    }

    async fn a_tour_is_read_from_one_state_of_the_data(db: Db) {
        bring(&db, &clock(), &whole()).await.unwrap();
        let before = db.statements_run();
        tour::load(&db).await.unwrap();
        assert!(db.statements_run() - before <= 3);
    }
}

#[test]
fn instants_are_kept_to_the_microsecond() {
    let at: Timestamp = clock().now();
    assert_ne!(at.as_nanosecond() % 1000, 0, "the clock of these tests is finer than what is stored");
}
