//! Every address, who may ask for it and how. An address that is not in the table fails a test here.

use std::{collections::BTreeSet, path::Path};

use axum::http::{Method, header};
use kernel::Lang;
use testkit::TestApp;
use web::TEXT_PAGES;

use crate::staff::table::STAFF;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Anybody, without signing in.
    Everybody,
}

/// One address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    /// As the router has it.
    pub template: &'static str,
    /// One that exists in the small tour.
    pub example: &'static str,
    pub who: Who,
    /// Exists in every language.
    pub localized: bool,
    pub status: u16,
    /// Takes a form.
    pub form: bool,
}

const fn page(template: &'static str, example: &'static str) -> Route {
    Route { template, example, who: Who::Everybody, localized: true, status: 200, form: false }
}

const fn plain(template: &'static str, example: &'static str) -> Route {
    Route { localized: false, ..page(template, example) }
}

/// The permission table. All of it may be read by everybody, and everybody may send a form.
const ROUTES: &[Route] = &[
    page("/", "/"),
    page("/termine", "/termine"),
    page("/termine.ics", "/termine.ics"),
    page("/termine.atom", "/termine.atom"),
    page("/termine/{stop}", "/termine/offen"),
    page("/bezirke/{district}", "/bezirke/altona"),
    Route { form: true, ..page("/barriere-melden", "/barriere-melden") },
    page("/barriere-melden/danke", "/barriere-melden/danke"),
    page("/dienste", "/dienste"),
    page("/dienste/vorschlaege", "/dienste/vorschlaege?q=umzug"),
    page("/dienste/{service}", "/dienste/wohnsitz-ummelden"),
    page("/themen/{topic}", "/themen/umzug-wohnen"),
    page("/lebenslagen/{situation}", "/lebenslagen/umzug"),
    Route { form: true, ..page("/nummer/{stop}", "/nummer/offen") },
    Route { form: true, status: 410, ..page("/besuch/{token}", "/besuch/0123456789abcdef0123456789abcdef") },
    Route { form: true, ..page("/kiosk/{stop}", "/kiosk/offen") },
    page("/anzeige/{stop}", "/anzeige/offen"),
    page("/anzeige/{stop}/strom", "/anzeige/offen/strom"),
    page("/leichte-sprache", "/leichte-sprache"),
    page("/gebaerdensprache", "/gebaerdensprache"),
    page("/datenschutz", "/datenschutz"),
    page("/impressum", "/impressum"),
    page("/barrierefreiheit", "/barrierefreiheit"),
    page("/daten", "/daten"),
    page("/daten/halte.csv", "/daten/halte.csv"),
    page("/daten/dienste.csv", "/daten/dienste.csv"),
    plain("/daten/katalog.jsonld", "/daten/katalog.jsonld"),
    plain("/sitemap.xml", "/sitemap.xml"),
    Route { status: 404, ..plain("/stadt.css", "/stadt.css") },
    Route { status: 404, ..plain("/stadt/logo", "/stadt/logo") },
    page("/online-ausweis", "/online-ausweis"),
    plain("/api/v1/stops", "/api/v1/stops"),
    plain("/api/v1/stops/{id}", "/api/v1/stops/offen"),
    plain("/api/v1/services", "/api/v1/services?q=umzug"),
    plain("/api/v1/services/{id}", "/api/v1/services/hund-anmelden"),
    plain("/api/v1/venues.geojson", "/api/v1/venues.geojson"),
    plain("/api/openapi.json", "/api/openapi.json"),
    plain("/healthz", "/healthz"),
    plain("/readyz", "/readyz"),
    plain("/robots.txt", "/robots.txt"),
    Route { status: 308, ..plain("/favicon.ico", "/favicon.ico") },
    plain("/assets/{name}", ""),
];

/// Addresses that exist beside the templates: the same handlers with `.ics` behind the name.
pub(crate) const CALENDARS: [&str; 2] = ["/termine/offen.ics", "/bezirke/altona.ics"];

/// Every example with its status, in every language it exists in.
pub(crate) async fn examples(app: &TestApp) -> Vec<(String, u16)> {
    let mut all = Vec::new();
    for route in ROUTES {
        let example = if route.example.is_empty() { style(app).await } else { route.example.to_owned() };
        let langs = Lang::ALL.into_iter().filter(|l| route.localized || l.prefix().is_empty());
        all.extend(langs.map(|l| (in_lang(l, &example), route.status)));
    }
    all.extend(Lang::ALL.into_iter().flat_map(|l| CALENDARS.map(|c| (in_lang(l, c), 200))));
    all
}

/// Whether an example takes a form.
fn takes_form(path: &str) -> bool {
    ROUTES.iter().any(|r| r.form && Lang::ALL.iter().any(|l| in_lang(*l, r.example) == path))
}

/// An address in a language.
pub(crate) fn in_lang(lang: Lang, path: &str) -> String {
    if path == "/" && !lang.prefix().is_empty() {
        lang.prefix().to_owned()
    } else {
        format!("{}{path}", lang.prefix())
    }
}

/// The style sheet's address, which changes with its content.
pub(crate) async fn style(app: &TestApp) -> String {
    let page = app.get("/").await;
    let (_, rest) = page.ok().split_once("<link rel=\"stylesheet\" href=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// What stands in `.route(…)` anywhere in the source.
fn routes_in_source() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for call in ["nest_service(", "route_service(", "fallback_service("] {
            assert!(!text.contains(call), "{}: {call}…) hides addresses from this test", file.display());
        }
        let nests = text.matches(".nest(").count();
        assert_eq!(nests, text.matches(".nest(lang.prefix(), pages)").count(), "{}", file.display());
        for argument in text.split(".route(").skip(1) {
            let argument = argument.trim_start();
            if let Some(literal) = argument.strip_prefix('"') {
                found.insert(literal.split_once('"').unwrap().0.to_owned());
            } else {
                assert!(
                    argument.starts_with("&format!(\"/{name}\")"),
                    "not readable here: .route({argument:.60}"
                );
                found.extend(TEXT_PAGES.map(|name| format!("/{name}")));
            }
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    // What only tests serve is no address of the site.
    files.filter(|p| p.extension().is_some_and(|e| e == "rs") && !p.ends_with("tests.rs")).collect()
}

#[test]
fn every_address_is_in_the_table() {
    let mut table: BTreeSet<_> = ROUTES.iter().map(|r| r.template.to_owned()).collect();
    assert_eq!(table.len(), ROUTES.len(), "an address stands twice in the table");
    table.extend(STAFF.iter().map(|r| r.template.to_owned()));
    let source = routes_in_source();
    let missing: Vec<_> = source.difference(&table).collect();
    let gone: Vec<_> = table.difference(&source).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in the table: {missing:?}; no longer routed: {gone:?}"
    );
}

#[tokio::test]
async fn nobody_needs_to_sign_in_and_nobody_gets_a_cookie() {
    let app = TestApp::start().await;
    assert!(ROUTES.iter().all(|r| r.who == Who::Everybody));
    for (path, status) in examples(&app).await {
        for headers in [&[][..], &[(header::COOKIE, "__Host-x=1; y=2"), (header::AUTHORIZATION, "Bearer x")]]
        {
            let answer = app.get_with(&path, headers).await;
            assert_eq!(answer.status.as_u16(), status, "{path}");
            assert!(!answer.headers.contains_key(header::SET_COOKIE), "{path}");
        }
    }
}

#[tokio::test]
async fn other_methods_are_refused_and_the_right_ones_named() {
    let app = TestApp::start().await;
    let others = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"];
    for (path, _) in examples(&app).await {
        let form = takes_form(&path);
        let allow = if form { "GET,HEAD,POST" } else { "GET,HEAD" };
        for method in others.into_iter().filter(|m| !(form && *m == "POST")) {
            let answer = app.ask(method.parse().unwrap(), &path, &[]).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow").replace(' ', ""), allow, "{method} {path}");
            assert!(!answer.headers.contains_key(header::SET_COOKIE), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn head_says_what_get_says_without_the_body() {
    let app = TestApp::start().await;
    for (path, _) in examples(&app).await {
        let (get, head) = (app.get(&path).await, app.ask(Method::HEAD, &path, &[]).await);
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        for name in ["etag", "content-type", "cache-control", "vary", "content-security-policy", "location"] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
}

#[tokio::test]
async fn addresses_that_do_not_exist_are_404_with_a_way_out() {
    let app = TestApp::start().await;
    let paths = [
        "/gibt-es-nicht",
        "/termine/gibt-es-nicht",
        "/termine/gibt-es-nicht.ics",
        "/bezirke/atlantis",
        "/bezirke/atlantis.ics",
        "/dienste/gibt-es-nicht",
        "/themen/gibt-es-nicht",
        "/lebenslagen/gibt-es-nicht",
        "/termine/offen/mehr",
        "/Termine",
        "//termine",
        "/fr",
        "/fr/termine",
        "/de",
        "/de/termine",
        "/EN/termine",
    ];
    for path in paths {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        let text = answer.text();
        assert!(text.contains("<html lang=\"de\"") && text.contains("Diese Seite gibt es nicht."), "{path}");
        for way in ["href=\"/\"", "href=\"/termine\"", "href=\"/dienste\"", "href=\"tel:115\"", "name=\"q\""]
        {
            assert!(text.contains(way), "{path}: {way}");
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let slash = app.get("/en/termine/").await;
    assert_eq!((slash.status.as_u16(), slash.header("location")), (308, "/en/termine"));
    let english = app.get("/en/termine/gibt-es-nicht").await;
    assert_eq!(english.status, 404);
    assert!(
        english.text().contains("<html lang=\"en\"") && english.text().contains("This page does not exist.")
    );
}
