//! Files in and out: what was exported is imported as the same.

use std::fs;

use crate::place::{Place, hamburg};

#[test]
fn a_citys_data_go_round() {
    let (first, second) = (Place::new(), Place::new());
    let (tour, example) = (hamburg("tour.jsonl"), hamburg("example-tour.jsonl"));
    first.lotse(&["import", "tour", &tour, &example]).ok();
    first.lotse(&["import", "services", &hamburg("services.jsonl")]).ok();
    let [tour, services] = first.export();
    assert!(tour.lines().count() > 100 && services.lines().count() > 100);
    let files = [first.write("tour", &tour), first.write("services", &services)];
    second.lotse(&["import", "tour", &files[0]]).ok();
    second.lotse(&["import", "services", &files[1]]).ok();
    assert_eq!(second.export(), [tour, services]);
}

#[test]
fn twice_is_the_same_as_once() {
    let place = Place::new();
    for kind in ["tour", "services"] {
        let file = hamburg(&format!("{kind}.jsonl"));
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        let first = place.lotse(&["import", kind, &file]).ok();
        assert!(first.starts_with(&format!("{lines} created, 0 changed")), "{first}");
        let again = place.lotse(&["import", kind, &file]).ok();
        assert!(
            again.contains("0 created, 0 changed") && again.contains(&format!("{lines} unchanged")),
            "{again}"
        );
    }
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    let place = Place::new();
    for kind in ["tour", "services"] {
        let told = place.lotse(&["import", kind, "--dry-run", &hamburg(&format!("{kind}.jsonl"))]).ok();
        assert!(told.contains(" created, ") && told.contains("(dry run: nothing was kept)"), "{told}");
    }
    assert_eq!(place.export(), ["", ""]);
}

#[test]
fn a_stop_is_created_changed_and_cancelled_by_file() {
    let place = Place::new();
    place.lotse(&["import", "tour", &hamburg("tour.jsonl")]).ok();
    let stop = r#"{"kind":"stop","id":"neu","venue":"mercado-altona","from":"2030-01-07","to":"2030-01-12","hours":"Mo-Sa 10:00-19:00"}"#;
    let with = |field: &str| stop.replace(r#","from""#, &format!(r#",{field},"from""#));
    let venues = place.export()[0].clone();
    let venue = venues.lines().find(|l| l.contains("mercado")).expect("Hamburg's tour has the Mercado");
    let id = venue.split(r#""id":""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (line, told) in [
        (stop.to_owned(), "1 created, 0 changed, 0 cancelled, 0 unchanged"),
        (with(r#""desks":2"#), "0 created, 1 changed, 0 cancelled, 0 unchanged"),
        (with(r#""desks":2,"status":"cancelled""#), "0 created, 0 changed, 1 cancelled, 0 unchanged"),
        (with(r#""desks":2,"status":"cancelled""#), "0 created, 0 changed, 0 cancelled, 1 unchanged"),
    ] {
        let file = place.write("neu.jsonl", line.replace("mercado-altona", &id));
        assert_eq!(place.lotse(&["import", "tour", &file]).ok().trim(), told);
    }
}

#[test]
fn an_export_writes_all_of_a_file_or_none() {
    let place = Place::new();
    place.lotse(&["import", "services", &hamburg("services.jsonl")]).ok();
    let file = place.path("out.jsonl");
    place.lotse(&["export", "services", file.to_str().unwrap()]).ok();
    assert_eq!(fs::read_to_string(&file).unwrap(), place.export()[1]);
    let nowhere = place.path("no/such/folder/out.jsonl");
    let done = place.lotse(&["export", "services", nowhere.to_str().unwrap()]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("out.jsonl cannot be written"), "{}", done.err);
}

#[test]
fn the_api_is_described_without_a_database() {
    assert_eq!(Place::new().run(&["openapi"]).ok(), web::openapi_json(&kernel::Lang::ALL));
}

/// Who tries a new program's import on a city's database must not take it away from the older program that serves it.
#[test]
fn a_dry_run_does_not_even_bring_the_schema_up_to_date() {
    let place = Place::new();
    place.lotse(&["purge"]).ok();
    db::testing::run(async {
        let old = db::Db::open(&place.database().parse().unwrap()).await.unwrap();
        db::testing::back_to_step(&old, 1).await;
        old.close().await;
    });
    for (kind, file) in [("tour", "tour.jsonl"), ("services", "services.jsonl")] {
        let refused = place.lotse(&["import", kind, &hamburg(file), "--dry-run"]);
        assert_eq!(refused.code, Some(1), "{}", refused.out);
        assert!(refused.err.contains("has an older schema (step 1,"), "{}", refused.err);
    }
    assert!(place.lotse(&["backup", "city.backup"]).ok().contains("schema step 1,"));
}
