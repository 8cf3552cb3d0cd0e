//! `--demo`: fills an empty database, keeps what was changed, moves on with the weeks, never touches a city's own data.

use db::Db;
use jiff::{
    Span,
    civil::{Date, date},
};

use crate::place::{Place, hamburg};

const MARK: &str = "demo_week";

fn on_database<T>(place: &Place, work: impl AsyncFnOnce(&Db) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Db::open(&place.database().parse().unwrap()).await.unwrap();
        let done = work(&db).await;
        db.close().await;
        done
    })
}

fn week(place: &Place) -> Date {
    on_database(place, async |db| db.setting_get(MARK).await).unwrap().unwrap().parse().unwrap()
}

fn set_week(place: &Place, monday: Date) {
    on_database(place, async |db| {
        let mut tx = db.begin().await.unwrap();
        tx.setting_put(MARK, &monday.to_string()).await.unwrap();
        tx.commit().await.unwrap();
    });
}

/// First days of the stops, by whether they are examples.
fn first_days(place: &Place, example: bool) -> Vec<(String, Option<Date>)> {
    let tour = on_database(place, async |db| tour::load(db).await).unwrap();
    let mut days: Vec<_> = tour.stops.iter().map(|s| &s.stop).filter(|s| s.example == example).collect();
    days.sort_by_key(|s| &s.id);
    days.into_iter().map(|s| (s.id.to_string(), s.from)).collect()
}

#[test]
fn fills_an_empty_database_around_today() {
    let place = Place::new();
    let server = place.serve(&["--demo"]);
    let page = server.get("/");
    assert!(page.contains("Beispieldaten") && page.to_lowercase().contains("x-robots-tag: noindex"));
    assert!(server.get("/dienste/wohnsitz-ummelden").starts_with("HTTP/1.1 200"));
    server.stop();
    let monday = week(&place);
    let examples = first_days(&place, true);
    assert!(examples.len() > 5);
    assert!(
        examples.iter().any(|(_, day)| day.unwrap() <= monday)
            && examples.iter().any(|(_, day)| day.unwrap() > monday)
    );
}

#[test]
fn practises_at_a_time_of_ones_choice() {
    let place = Place::new();
    let server = place.serve(&["--demo", "--demo-time", "2027-03-03T11:00"]);
    // The clock of the display is the server's.
    let stop =
        first_days(&place, true).into_iter().find(|(_, day)| *day <= Some(date(2027, 3, 3))).unwrap().0;
    let page = server.get(&format!("/anzeige/{stop}"));
    let clock = page.split_once("data-clock").and_then(|(_, rest)| rest.split_once('>')).unwrap().1;
    assert!(clock.starts_with("11:0"), "{clock:.20}");
    server.stop();
    assert_eq!(week(&place), date(2027, 3, 1));
    let alone = place.lotse(&["serve", "--demo-time", "2027-03-03T11:00"]);
    assert_eq!(alone.code, Some(2));
    assert!(alone.err.contains("--demo"), "{}", alone.err);
}

#[test]
fn refuses_a_citys_own_database() {
    let place = Place::new();
    place.lotse(&["import", "tour", &hamburg("tour.jsonl")]).ok();
    let before = place.export();
    let done = place.lotse(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.err.contains("--demo fills an empty database only") && done.err.contains("without --demo"),
        "{}",
        done.err
    );
    assert_eq!(place.export(), before);
}

#[test]
fn a_second_start_keeps_what_was_changed() {
    let place = Place::new();
    place.serve(&["--demo"]).stop();
    let [tour, services] = place.export();
    let line = tour.lines().find(|l| l.contains("beispiel-tibarg-center")).unwrap();
    let notice = r#","notice":{"de":"Heute mit Kaffee."},"example""#;
    let edited = place.write("edit", line.replace(r#","example""#, notice));
    assert!(place.lotse(&["import", "tour", &edited]).ok().contains("1 changed"));
    let edit = r#"{"id":"wohnsitz-ummelden","withdrawn":true}"#;
    place.lotse(&["import", "services", &place.write("edit", edit)]).ok();
    let server = place.serve(&["--demo"]);
    assert!(server.get("/termine/beispiel-tibarg-center").contains("Heute mit Kaffee."));
    assert!(server.get("/dienste/wohnsitz-ummelden").starts_with("HTTP/1.1 404"));
    server.stop();
    let [tour_after, services_after] = place.export();
    assert_eq!(tour_after.lines().count(), tour.lines().count());
    assert_eq!(services_after.lines().count(), services.lines().count() - 1);
}

#[test]
fn the_example_moves_on_with_the_weeks() {
    let place = Place::new();
    place.serve(&["--demo"]).stop();
    let (monday, examples, own) = (week(&place), first_days(&place, true), first_days(&place, false));
    set_week(&place, monday - Span::new().weeks(3));
    place.serve(&["--demo"]).stop();
    let weeks = 3 + i64::from((week(&place) - monday).get_days()) / 7;
    let moved = examples.iter().map(|(id, day)| (id.clone(), day.map(|d| d + Span::new().weeks(weeks))));
    assert_eq!(first_days(&place, true), moved.collect::<Vec<_>>());
    assert_eq!(first_days(&place, false), own, "real stops stay where they were");
}

#[test]
fn a_first_filling_that_was_cut_off_is_finished() {
    let place = Place::new();
    let whole = Place::new();
    whole.serve(&["--demo"]).stop();
    set_week(&place, jiff::civil::date(2026, 1, 5));
    place.lotse(&["import", "tour", &hamburg("tour.jsonl")]).ok();
    place.serve(&["--demo"]).stop();
    assert_eq!(place.export(), whole.export());
}
