//! A second city: from a folder with one file of three lines to a whole site, and what is refused on the way.

use std::path::Path;

use jiff::civil::date;
use kernel::Lang;
use tempfile::TempDir;
use testkit::{Setup, TestApp};
use web::{City, CityFolder};

use crate::{
    html::between,
    pages::{crawl, crawl_from},
};

const LEAST: &str = "name = \"Bad Überlauf\"\nservice_name = \"Bürger-Mobil\"\nphone = \"0800 123 45\"\n";

/// Two venues and three stops, all that a small town needs.
const TOUR: &str = r#"{"kind":"venue","id":"rathaus","name":"Rathaus","place":"community centre","street":"Markt 1","town":"Bad Überlauf","district":"mitte","lat":47.77,"lon":9.17,"position":"exact"}
{"kind":"venue","id":"bad","name":"Freibad","place":"street","town":"Bad Überlauf","district":"see","lat":47.78,"lon":9.15,"position":"exact"}
{"kind":"stop","id":"rathaus-maerz","venue":"rathaus","from":"2026-03-23","to":"2026-03-28","hours":"Mo-Sa 10:00-16:00","offers":["services-help","eid-check"]}
{"kind":"stop","id":"bad-april","venue":"bad","from":"2026-04-06","to":"2026-04-11","hours":"Mo-Sa 10:00-16:00","offers":["pin-set"]}
{"kind":"stop","id":"rathaus-mai","venue":"rathaus","from":"2026-05-04","to":"2026-05-09","status":"announced"}
"#;

fn folder(city_toml: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("city.toml"), city_toml).unwrap();
    folder
}

fn load(folder: &Path) -> Result<City, String> {
    City::load(&CityFolder(folder)).map_err(|e| e.to_string())
}

async fn town(city_toml: &str) -> TestApp {
    let folder = folder(city_toml);
    let app = Setup::new().city(folder.path()).start().await;
    app.import_tour(TOUR).await;
    app.app.reload().await.unwrap();
    app
}

#[tokio::test]
async fn three_lines_and_a_tour_of_five_make_a_site() {
    let app = town(LEAST).await;
    let pages = crawl(&app).await;
    assert!(pages.len() > 20, "{}", pages.len());
    for (path, html) in &pages {
        assert!(html.contains("Bürger-Mobil") && html.contains("tel:08001234"), "{path}");
        let leftover = ["Hamburg", "{{", "Altona", "Statistikamt", ">115<", "data-none=\"\""]
            .into_iter()
            .find(|w| html.contains(w));
        assert_eq!(leftover, None, "{path}");
    }
    let start = &pages["/"];
    assert!(start.contains("Rathaus, Bad Überlauf") && start.contains("Heute bis 16 Uhr"));
    assert!(
        start.contains("<b>Freibad</b>")
            && between(start, "id=\"nah\"", "</section>").contains("Alle Termine ansehen")
    );
    let stops = &pages["/termine"];
    assert!(!stops.contains("l-chips") && !stops.contains("name=\"ort\"") && stops.contains("data-locate"));
    assert!(stops.contains("class=\"l-map\"") && stops.contains("Nadeln mit Nummer sind Halte."));
    assert!(!pages["/termine/bad-april"].contains("/bezirke/"));
    let services = &pages["/dienste"];
    assert!(
        services.contains("Hier stehen noch keine Dienste.") && services.contains("Rathaus, Bad Überlauf")
    );
    assert!(!services.contains("l-az") && !services.contains("l-chips"));
    assert!(app.get("/dienste?q=umzug").await.ok().contains("Dazu haben wir nichts gefunden"));
    assert!(
        pages["/impressum"].contains("Von der Stadt auszufüllen")
            && pages["/impressum"].contains("0800 123 45")
    );
    assert!(pages["/barriere-melden"].contains("(Datenschutzgesetz des Landes)"));
    assert!(!start.contains("/stadt.css") && !start.contains("/stadt/logo"));
    assert!(app.get("/termine?nah=47.775,9.16").await.ok().contains("In der Nähe Ihres Standorts"));
}

#[tokio::test]
async fn before_the_first_stop_there_is_no_map_and_no_dead_end() {
    let folder = folder(LEAST);
    let app = Setup::new().city(folder.path()).start().await;
    let pages = crawl(&app).await;
    assert!(!pages["/termine"].contains("l-map"));
    assert!(pages["/"].contains("Zurzeit ist kein Halt geplant."));
    assert_eq!(app.get("/api/v1/venues.geojson").await.json()["attribution"], "");
}

#[tokio::test]
async fn a_german_site_has_no_english_addresses() {
    let app = town(&format!("languages = [\"de\"]\n{LEAST}")).await;
    let pages = crawl_from(&app, &["/"]).await;
    assert!(pages.keys().all(|p| !p.starts_with("/en")));
    let start = &pages["/"];
    assert!(!start.contains("hreflang") && !start.contains("English") && start.contains("Leichte Sprache"));
    let description = app.get("/api/openapi.json").await.json();
    let lang = &description["paths"]["/api/v1/stops"]["get"]["parameters"][0];
    assert_eq!((&lang["name"], &lang["schema"]["enum"]), (&"lang".into(), &serde_json::json!(["de"])));
    for path in ["/en", "/en/termine"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 404);
        assert!(answer.text().contains("<html lang=\"de\"") && !answer.text().contains("\"/en"), "{path}");
    }
    assert!(!app.get("/sitemap.xml").await.ok().contains("/en"));
    assert!(!app.get("/robots.txt").await.ok().contains("/en"));
    assert_eq!(app.get("/api/v1/stops?lang=en").await.status, 400);
}

#[tokio::test]
async fn colours_and_logo_are_linked_and_kept() {
    let folder = folder(&format!(
        "logo = \"wappen.svg\"\nland = \"BW\"\n{LEAST}[colours]\naccent = \"#005b5b\"\nbrand = \"#ffcc00\"\n"
    ));
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><rect width=\"8\" height=\"8\" fill=\"#005b5b\"/></svg>";
    std::fs::write(folder.path().join("wappen.svg"), svg).unwrap();
    let app = Setup::new().city(folder.path()).start().await;
    let start = app.get("/").await;
    let (ours, city) = (start.ok().find("/assets/site.").unwrap(), start.ok().find("/stadt.css?").unwrap());
    assert!(ours < city, "the city's styles must come after ours");
    for (mark, kind, part) in [
        ("href=\"/stadt.css?", "text/css; charset=utf-8", "--stadt-accent:#005b5b;--stadt-brand:#ffcc00;"),
        ("src=\"/stadt/logo?", "image/svg+xml", "<svg"),
    ] {
        let path = mark.split_once('"').unwrap().1;
        let address = format!("{path}{}", between(start.ok(), mark, "\""));
        let answer = app.get(&address).await;
        assert!(answer.ok().contains(part), "{address}");
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        let plain = app.get(path.trim_end_matches('?')).await;
        assert_eq!(plain.header("cache-control"), "no-cache");
        assert_eq!(plain.header("etag"), answer.header("etag"));
    }
    let form = app.get("/barriere-melden").await;
    assert!(form.ok().contains("Landesdatenschutzgesetz Baden-Württemberg"));
    assert!(
        app.get("/barrierefreiheit").await.ok().contains("Landes-Behindertengleichstellungsgesetz (L-BGG)")
    );
}

#[test]
fn holidays_follow_the_land_and_a_file_wins() {
    let bavaria = folder(&format!("land = \"BY\"\n{LEAST}"));
    let of = |city: &City, day| city.calendar.holiday(day).map(|h| h.get(Lang::De).text.to_owned());
    let city = load(bavaria.path()).unwrap();
    assert_eq!(of(&city, date(2027, 1, 6)).as_deref(), Some("Heilige Drei Könige"));
    assert_eq!(of(&load(folder(LEAST).path()).unwrap(), date(2027, 1, 6)), None);
    std::fs::write(bavaria.path().join("holidays.csv"), "date,name_de,name_en\n2027-08-08,Friedensfest,\n")
        .unwrap();
    let city = load(bavaria.path()).unwrap();
    assert_eq!(of(&city, date(2027, 8, 8)).as_deref(), Some("Friedensfest"));
    assert_eq!(of(&city, date(2027, 1, 6)), None);
}

#[test]
fn what_cannot_be_used_is_told_in_words() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(load(empty.path()).unwrap_err(), "the city's folder has no file city.toml");

    let with = |more: &str, file: &str, content: &[u8]| {
        let folder = folder(&format!("{more}\n{LEAST}"));
        std::fs::write(folder.path().join(file), content).unwrap();
        load(folder.path()).unwrap_err()
    };
    let svg = "logo = \"l.svg\"";
    assert_eq!(
        load(folder(&format!("{svg}\n{LEAST}")).path()).unwrap_err(),
        "the city's folder has no file l.svg"
    );
    assert!(with(svg, "l.svg", b"<svg><script/></svg>").contains("may hold no code, and it has \"<script\""));
    assert!(with(svg, "l.svg", b"<svg onload=\"x\"/>").contains("\"onload\""));
    assert!(
        with(svg, "l.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path").contains("damaged or cut off")
    );
    assert!(with(svg, "l.svg", b"GIF89a").contains("neither an SVG nor a PNG"));
    assert!(with(svg, "l.svg", b"\xff\xfe<svg/>").contains("neither an SVG nor a PNG"));
    assert!(with(svg, "l.svg", &vec![b'x'; 204_801]).contains("has 204801 bytes, 204800 are possible"));
    assert!(with("logo = \"../l.svg\"", "x", b"").contains("in the city's folder itself"));
    let low = format!("{LEAST}[colours]\naccent = \"#ffcc00\"\non_accent = \"#000000\"\n");
    let error = load(folder(&low).path()).unwrap_err();
    assert_eq!(
        error,
        "city.toml: [colours] accent #ffcc00 on the light ground #ffffff has a contrast of 1.51:1 and needs 4.5:1 to be readable"
    );
    let broken = with("", "holidays.csv", b"date;name\n2027-01-01;x\n");
    assert!(broken.starts_with("holidays.csv, special_sundays.csv: "), "{broken}");
    assert!(with("", "topics.toml", b"\xff").contains("topics.toml: is not UTF-8 text (byte 0)"));
}

#[test]
fn a_png_may_be_a_logo_if_it_is_whole() {
    let folder = folder(&format!("logo = \"l.png\"\n{LEAST}"));
    // One pixel.
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
        \0\0\0\nIDAT\x78\xda\x63\x68\0\0\0\x82\0\x81\x4c\x17\xd7\xdf\0\0\0\0IEND\xae\x42\x60\x82";
    std::fs::write(folder.path().join("l.png"), png).unwrap();
    load(folder.path()).unwrap();
    std::fs::write(folder.path().join("l.png"), &png[..60]).unwrap();
    assert_eq!(load(folder.path()).unwrap_err(), "l.png: the logo is damaged or cut off; export it again");
}
