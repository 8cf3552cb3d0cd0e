//! The open API: what it promises in its document, it keeps.

use std::collections::BTreeSet;

use kernel::Lang;
use serde_json::{Value, json};
use testkit::{Answer, Setup, TestApp};

use crate::schema::mismatches;

fn document() -> Value {
    serde_json::from_str(&web::openapi_json(&Lang::ALL)).unwrap()
}

/// Checks an answer against what the document says of this path and the answer's status.
#[track_caller]
fn hold(document: &Value, path: &str, asked: &str, answer: &Answer) {
    let status = answer.status.as_u16().to_string();
    let content = &document["paths"][path]["get"]["responses"][&status]["content"];
    let kind = answer.header("content-type");
    let schema = &content[kind]["schema"];
    assert!(!schema.is_null(), "{asked}: {status} with {kind} is not in the document");
    let wrong = mismatches(document, schema, &answer.json(), "");
    assert!(wrong.is_empty(), "{asked}: {wrong:#?}");
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{asked}");
    assert!(answer.headers.get("set-cookie").is_none(), "{asked}");
}

#[test]
fn the_checked_in_document_is_the_codes() {
    let file = format!("{}/../../docs/openapi.json", env!("CARGO_MANIFEST_DIR"));
    let checked_in = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        checked_in == web::openapi_json(&Lang::ALL),
        "docs/openapi.json is out of date: lotse openapi > docs/openapi.json"
    );
}

#[test]
fn the_document_names_each_operation_once() {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let names: Vec<_> = paths.values().map(|p| p["get"]["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    assert!(paths.values().all(|p| p.as_object().unwrap().len() == 1), "only reading is open");
}

#[tokio::test]
async fn answers_match_the_document() {
    let (document, app) = (document(), Setup::new().hamburg().start().await);
    for (path, asked) in [
        ("/api/v1/stops", "/api/v1/stops"),
        ("/api/v1/stops", "/api/v1/stops?lang=en&limit=1"),
        ("/api/v1/stops", "/api/v1/stops?limit=0"),
        ("/api/v1/stops", "/api/v1/stops?lang=fr"),
        ("/api/v1/stops/{id}", "/api/v1/stops/mercado-2025"),
        ("/api/v1/stops/{id}", "/api/v1/stops/gibt-es-nicht"),
        ("/api/v1/stops/{id}", "/api/v1/stops/mercado-2025?lang="),
        ("/api/v1/services", "/api/v1/services"),
        ("/api/v1/services", "/api/v1/services?q=umgezogen&lang=en"),
        ("/api/v1/services", "/api/v1/services?limit=1001"),
        ("/api/v1/services/{id}", "/api/v1/services/wohnsitz-ummelden"),
        ("/api/v1/services/{id}", "/api/v1/services/gibt-es-nicht"),
        ("/api/v1/services/{id}", "/api/v1/services/wohnsitz-ummelden?lang=de-DE"),
        ("/api/v1/venues.geojson", "/api/v1/venues.geojson"),
    ] {
        hold(&document, path, asked, &app.get(asked).await);
    }
    assert_eq!(app.get("/api/openapi.json").await.ok(), web::openapi_json(&Lang::ALL));
    let small = TestApp::start().await;
    for id in ["offen", "unterbrochen", "abgesagt", "kommend", "angekuendigt", "vorbei"] {
        let asked = format!("/api/v1/stops/{id}");
        hold(&document, "/api/v1/stops/{id}", &asked, &small.get(&asked).await);
    }
}

#[tokio::test]
async fn stops_are_told_in_each_state() {
    let app = TestApp::start().await;
    let all = app.get("/api/v1/stops").await.json();
    let states: Vec<_> =
        all["results"].as_array().unwrap().iter().map(|s| (s["id"].clone(), s["state"].clone())).collect();
    assert_eq!(
        json!(states),
        json!([
            ["vorbei", "ended"],
            ["offen", "open"],
            ["unterbrochen", "interrupted"],
            ["abgesagt", "cancelled"],
            ["kommend", "not_started"],
            ["angekuendigt", "announced"],
        ])
    );
    let open = app.get("/api/v1/stops/offen?lang=en").await.json();
    assert_eq!(open["state_text"], "Open now, today until 7 pm");
    assert_eq!(open["hours"], "Mo-Sa 10:00-19:00");
    assert_eq!(open["page"], "/en/termine/offen");
    assert_eq!(open["calendar"], "/en/termine/offen.ics");
    assert_eq!(app.get(open["calendar"].as_str().unwrap()).await.status, 200);
}

#[tokio::test]
async fn limits_hold_and_wrong_ones_are_refused() {
    let app = TestApp::start().await;
    let count = async |path: &str| app.get(path).await.json()["results"].as_array().unwrap().len();
    assert_eq!(count("/api/v1/stops?limit=2").await, 2);
    assert_eq!(count("/api/v1/stops?limit=1000").await, 6);
    assert_eq!(count("/api/v1/services?limit=1").await, 1);
    assert_eq!(count("/api/v1/services?q=anmelden&limit=1").await, 1);
    assert_eq!(count("/api/v1/services?q=").await, 0);
    for wrong in ["", "0", "-1", "1001", "1.5", "1e3", "zehn", "99999999999999999999", "%00", "٣"] {
        for path in ["/api/v1/stops", "/api/v1/services", "/api/v1/services?q=a"] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let answer = app.get(&format!("{path}{sign}limit={wrong}")).await;
            assert_eq!(answer.status, 400, "{path} {wrong}");
            assert_eq!(answer.json()["error"]["message"], "`limit` must be a whole number from 1 to 1000.");
        }
    }
}

#[tokio::test]
async fn refusals_are_json_below_api() {
    let app = TestApp::start().await;
    for (method, path, status) in [
        ("GET", "/api", 404),
        ("GET", "/api/v1/gibt-es-nicht", 404),
        ("GET", "/api/v1/stops/offen/", 308),
        ("GET", "/api/v1/stops/%FF", 400),
        ("GET", "/en/api/v1/stops", 404),
        ("POST", "/api/v1/stops", 405),
        ("DELETE", "/api/v1/services/hund-anmelden", 405),
    ] {
        let answer = app.ask(method.parse().unwrap(), path, &[]).await;
        assert_eq!(answer.status, status, "{method} {path}");
        if path.starts_with("/api/") && status != 308 {
            assert_eq!(answer.header("content-type"), "application/json", "{method} {path}");
            assert_eq!(answer.json()["error"]["status"], status, "{method} {path}");
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{method} {path}");
        }
    }
}

#[tokio::test]
async fn venues_are_points_on_earth() {
    let app = TestApp::start().await;
    let answer = app.get("/api/v1/venues.geojson").await;
    assert_eq!(answer.header("content-type"), "application/geo+json");
    let mall = &answer.json()["features"][1];
    assert_eq!(mall["geometry"], json!({"type": "Point", "coordinates": [9.9316, 53.5516]}));
    assert_eq!(mall["properties"]["stops"], json!(["vorbei", "offen", "angekuendigt"]));
}
