//! Every page in every language, found by following links as a visitor would.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use kernel::Lang;
use testkit::{Setup, TestApp};

use crate::{
    html::{between, links, tags},
    routes::in_lang,
};

/// Asks for everything that can be reached from the start pages.
pub(crate) async fn crawl(app: &TestApp) -> BTreeMap<String, String> {
    crawl_from(app, &["/", "/en"]).await
}

/// Asks for everything that can be reached from these pages. The form for barriers, which every page links with its own
/// address, counts once. Numbers are no published pages: they change with every visitor (`queue` tests them).
pub(crate) async fn crawl_from(app: &TestApp, starts: &[&str]) -> BTreeMap<String, String> {
    let mut ahead: VecDeque<String> = starts.iter().copied().map(str::to_owned).collect();
    let mut seen: BTreeSet<String> = ahead.iter().cloned().collect();
    let mut pages = BTreeMap::new();
    while let Some(path) = ahead.pop_front() {
        let answer = app.get(&path).await;
        assert_eq!(answer.status, 200, "{path} is linked, but not there");
        if answer.header("content-type").starts_with("text/html") {
            let html = answer.text().to_owned();
            let plain = |link: String| match link.split_once("?seite=") {
                Some((form, _)) => form.to_owned(),
                None => link,
            };
            let published = links(&html).into_iter().filter(|link| !link.contains("/nummer/"));
            ahead.extend(published.map(plain).filter(|link| seen.insert(link.clone())));
            pages.insert(path, html);
        }
    }
    pages
}

/// What is asked of every page.
fn check(path: &str, html: &str) {
    let lang = if path == "/en" || path.starts_with("/en/") { Lang::En } else { Lang::De };
    let start = format!("<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">", lang.tag(), lang.dir());
    assert!(html.starts_with(&start), "{path}: {}", &html[..80]);
    assert!(!between(html, "<title>", "</title>").trim().is_empty(), "{path}");
    let (head, body) = html.split_once("</head>").unwrap();
    let head = head.split_once("<script type=\"application/ld+json\">").map_or(head, |(before, _)| before);
    for mark in ["{{", "}}", "{%", "%}", "{#", "Some(", "None)", "Localized {", "TODO"] {
        assert!(!head.contains(mark) && !body.contains(mark), "{path}: {mark:?} is left over");
    }
    let tags = tags(html);
    assert_eq!(tags.iter().filter(|t| t.name == "h1").count(), 1, "{path}");
    let mut ids = BTreeSet::new();
    for tag in &tags {
        assert!(
            tag.get("id").is_none_or(|id| ids.insert(id.to_owned())),
            "{path}: id {:?} twice",
            tag.get("id")
        );
        assert!(tag.get("style").is_none() && tag.name != "style", "{path}: inline style");
        assert!(
            tag.attributes.iter().all(|(n, _)| !n.starts_with("on")),
            "{path}: inline handler in {tag:?}"
        );
        let data = tag.get("type") == Some("application/ld+json");
        assert!(tag.name != "script" || data || tag.get("src").is_some(), "{path}: inline script");
    }
    for tag in tags.iter().filter(|t| t.name == "a") {
        let target = tag.get("href").unwrap_or_default();
        let here = target.strip_prefix('#');
        assert!(here.is_none_or(|id| ids.contains(id)), "{path}: {target} leads nowhere");
    }
    // The same help in the same place, easy language and sign language on every page.
    let footer = between(html, "<footer", "</footer>");
    for part in ["tel:115", "/termine\"", "/barriere-melden?seite=/"] {
        assert!(footer.contains(part), "{path}: {part} is missing in the footer");
    }
    for part in ["/leichte-sprache\"", "/gebaerdensprache\""] {
        assert!(between(html, "<header", "</header>").contains(part), "{path}: {part} is missing");
    }
}

#[tokio::test]
async fn every_page_of_hamburg_is_whole_and_asks_the_database_nothing() {
    let app = Setup::new().hamburg().start().await;
    let before = app.db.statements_run();
    let pages = crawl(&app).await;
    assert_eq!(app.db.statements_run(), before, "a public page asked the database");
    assert!(pages.len() > 600, "only {} pages were found", pages.len());
    for (path, html) in &pages {
        check(path, html);
    }
    for (path, html) in pages.iter().filter(|(path, _)| !path.contains('?')) {
        let other = match path.strip_prefix("/en") {
            Some("") => "/".to_owned(),
            Some(german) => german.to_owned(),
            None => in_lang(Lang::En, path),
        };
        assert!(pages.contains_key(&other), "{path} has no page in the other language");
        assert!(
            html.contains(&format!("<a href=\"{other}\" lang=")),
            "{path}: the switch does not lead to {other}"
        );
    }
}

#[tokio::test]
async fn pages_of_an_empty_city_stand_too() {
    let app = Setup::new().empty().start().await;
    for (path, html) in crawl(&app).await {
        check(&path, &html);
    }
    assert!(app.get("/").await.ok().contains("Zurzeit ist kein Halt geplant."));
    assert_eq!(app.get("/api/v1/stops").await.json(), serde_json::json!({"results": []}));
    assert!(app.get("/termine.ics").await.ok().ends_with("END:VCALENDAR\r\n"));
    roxmltree::Document::parse(app.get("/termine.atom").await.ok()).unwrap();
}

#[tokio::test]
async fn text_pages_show_the_citys_texts() {
    let app = TestApp::start().await;
    for name in web::TEXT_PAGES {
        for lang in Lang::ALL {
            let file = format!("{}/../../data/hamburg/texts/{name}.{lang}.md", env!("CARGO_MANIFEST_DIR"));
            let title = std::fs::read_to_string(file).unwrap();
            let title = title.lines().next().unwrap().trim_start_matches("# ").to_owned();
            let page = app.get(&in_lang(lang, &format!("/{name}"))).await;
            assert_eq!(between(page.ok(), "<h1>", "</h1>"), title, "{name} {lang}");
        }
    }
}

#[tokio::test]
async fn the_start_page_says_first_where_we_are_now() {
    let app = TestApp::start().await;
    let page = app.get("/").await;
    let main = between(page.ok(), "<main", "</main>");
    let at = |text: &str| main.find(text).unwrap_or_else(|| panic!("{text:?} is missing"));
    // Interrupted stops come first: people may be on their way.
    assert!(at("Eine Kollegin ist krank.") < at("Mercado, Altona"));
    assert!(at("Mercado, Altona") < at("Heute bis 19 Uhr") && main.contains("Jetzt geöffnet"));
}

#[tokio::test]
async fn the_list_of_stops_keeps_past_and_cancelled_ones() {
    let app = TestApp::start().await;
    let page = app.get("/termine").await;
    for id in ["offen", "unterbrochen", "kommend", "angekuendigt", "abgesagt", "vorbei"] {
        assert!(page.ok().contains(&format!("href=\"/termine/{id}\"")), "{id}");
    }
    let near = app.get("/termine?ort=22765").await;
    assert!(near.ok().contains("In der Nähe von"));
    let unknown = app.get("/termine?ort=Entenhausen").await;
    assert!(unknown.ok().contains("Diesen Ort kennen wir nicht: Entenhausen"));
    let device = app.get("/termine?nah=53.55,9.93").await;
    assert!(device.ok().contains("In der Nähe Ihres Standorts"));
    let far = app.get("/termine?nah=48.1,11.6").await;
    assert!(far.ok().contains("Ihr Standort liegt weit außerhalb der Stadt."));
    for no_position in ["abc", "53.5", "53.5,abc", "91,9.9", ""] {
        let page = app.get(&format!("/termine?nah={no_position}")).await;
        assert!(page.ok().contains("Das haben wir nicht als Ort verstanden."), "{no_position}");
        assert!(page.ok().contains("Geben Sie einen Stadtteil oder eine Postleitzahl"), "{no_position}");
        assert!(!page.ok().contains("weit außerhalb"), "{no_position}");
    }
}

#[tokio::test]
async fn a_search_without_hit_offers_ways_on() {
    let app = TestApp::start().await;
    let page = app.get("/dienste?q=xyzzyx").await;
    for way in
        ["href=\"tel:115\"", "href=\"/themen/", "href=\"/termine\"", "Mercado, Altona – Heute bis 19 Uhr"]
    {
        assert!(page.ok().contains(way), "{way}");
    }
    assert!(app.get("/dienste?q=umzug").await.ok().contains("href=\"/dienste/wohnsitz-ummelden\""));
    let suggestions = app.get("/en/dienste/vorschlaege?q=wohn").await.json();
    assert_eq!(suggestions["results"][0]["href"], "/en/dienste/wohnsitz-ummelden");
}
