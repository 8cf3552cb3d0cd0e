//! Open data: tables, catalogue, list of pages.

use std::collections::BTreeSet;

use testkit::{Setup, TestApp};

/// Lines of a table, as long as no cell holds a line break.
fn lines(csv: &str) -> Vec<&str> {
    csv.strip_prefix('\u{feff}').expect("begins with a byte order mark").split_terminator("\r\n").collect()
}

#[tokio::test]
async fn stops_and_services_are_tables() {
    let app = TestApp::start().await;
    let stops = app.get("/daten/halte.csv").await;
    assert_eq!(stops.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(stops.header("access-control-allow-origin"), "*");
    let rows = lines(stops.ok());
    assert!(rows[0].starts_with("id,status,venue,street,postcode,town,district,lat,lon,from,to,hours,"));
    assert_eq!(rows.len(), 7);
    let open = rows.iter().find(|r| r.starts_with("offen,")).unwrap();
    assert!(open.starts_with("offen,confirmed,Mercado,Ottenser Hauptstraße 10,22765,Hamburg,altona,53.5516,9.9316,2026-03-16,2026-04-04,Mo-Sa 10:00-19:00,"));
    assert!(open.ends_with(",http://localhost:8080/termine/offen"));
    assert!(stops.ok().contains("Der Raum ist gesperrt."));
    assert!(app.get("/en/daten/halte.csv").await.ok().contains("The room is closed."));

    let services = app.get("/en/daten/dienste.csv").await;
    let rows = lines(services.ok());
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().any(|r| r.starts_with("wohnsitz-ummelden,Change your address,Wohnsitz ändern,")));
}

#[tokio::test]
async fn a_formula_in_the_data_is_text_in_the_table() {
    let app = TestApp::start().await;
    let mut stop = app.stored("offen").await;
    stop.notice = Some(testkit::text("=HYPERLINK(\"https://evil.example\")", "@SUM(A1)"));
    app.store(&app.db, vec![], vec![stop]).await;
    app.app.reload().await.unwrap();
    assert!(
        app.get("/daten/halte.csv").await.ok().contains(",\"'=HYPERLINK(\"\"https://evil.example\"\")\",")
    );
    assert!(app.get("/en/daten/halte.csv").await.ok().contains(",'@SUM(A1),"));
}

#[tokio::test]
async fn the_catalogue_names_files_that_are_there() {
    let app = Setup::new().public_url("https://popup.example.org").start().await;
    let answer = app.get("/daten/katalog.jsonld").await;
    assert_eq!(answer.header("content-type"), "application/ld+json");
    let catalogue = answer.json();
    assert_eq!(catalogue["@type"], "dcat:Catalog");
    assert_eq!(catalogue["dct:publisher"]["foaf:name"][0]["@value"], "Hamburg");
    let sets = catalogue["dcat:dataset"].as_array().unwrap();
    assert_eq!(sets.len(), 2);
    for set in sets {
        assert!(set["dct:identifier"].as_str().unwrap().starts_with("hamburg-"));
        assert!(
            set["dct:spatial"]["dcat:bbox"]["@value"].as_str().unwrap().starts_with("POLYGON((9.73 53.4,")
        );
        for file in set["dcat:distribution"].as_array().unwrap() {
            let url = file["dcat:downloadURL"]["@id"].as_str().unwrap();
            let path = url.strip_prefix("https://popup.example.org").unwrap();
            let answer = app.get(path).await;
            answer.ok();
            let media = file["dcat:mediaType"]["@id"]
                .as_str()
                .unwrap()
                .rsplit_once("assignments/media-types/")
                .unwrap()
                .1;
            assert!(answer.header("content-type").starts_with(media), "{path}: {media}");
        }
    }
    assert_eq!(sets[0]["dcat:distribution"][0]["dct:license"]["@id"], "http://dcat-ap.de/def/licenses/odbl");
    assert_eq!(sets[0]["dct:modified"]["@type"], "xsd:dateTime");
    assert!(sets[1]["dcat:distribution"][0].get("dct:license").is_none(), "a licence nobody named");
}

#[tokio::test]
async fn the_list_of_pages_holds_all_that_can_be_reached() {
    let app = Setup::new().hamburg().start().await;
    let answer = app.get("/sitemap.xml").await;
    let doc = roxmltree::Document::parse(answer.ok()).unwrap();
    let urls: Vec<_> = doc
        .root_element()
        .children()
        .filter(|n| n.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "url")))
        .collect();
    let text = |n: &roxmltree::Node<'_, '_>| {
        n.first_element_child().unwrap().text().unwrap().replace("http://localhost:8080", "")
    };
    let listed: BTreeSet<String> =
        urls.iter().map(text).map(|p| if p.is_empty() { "/".to_owned() } else { p }).collect();
    assert_eq!(listed.len(), urls.len(), "an address twice");
    for url in &urls {
        let others: Vec<_> = url.children().filter_map(|n| n.attribute("hreflang")).collect();
        assert_eq!(others, ["de", "en"]);
    }
    let reached: BTreeSet<String> =
        crate::pages::crawl(&app).await.into_keys().filter(|p| !p.contains('?')).collect();
    let missing: Vec<_> = reached.difference(&listed).collect();
    let unreached: Vec<_> = listed.difference(&reached).collect();
    assert!(missing.is_empty() && unreached.is_empty(), "not listed: {missing:?}; not linked: {unreached:?}");
    assert!(app.get("/robots.txt").await.ok().ends_with("\nSitemap: http://localhost:8080/sitemap.xml\n"));
}

#[tokio::test]
async fn example_data_have_no_list_of_pages() {
    let app = Setup::new().demo().start().await;
    assert_eq!(app.get("/sitemap.xml").await.status, 404);
}
