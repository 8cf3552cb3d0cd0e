//! Whatever an editor writes or a visitor types is text: in pages, JSON-LD, calendars and Atom.

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use testkit::{TestApp, text};
use tour::{Exception, Interruption, Stop, Venue};

use crate::html::{between, skeleton};

const HOSTILE: [&str; 9] = [
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "<!-- --><![CDATA[ ]]>",
    "a\r\nBEGIN:VALARM\r\nTRIGGER:PT0S",
    "a\\nEND:VEVENT\\; , ;",
    "&lt;b&gt; &amp; &#x3c;",
    "{{ 7*7 }} {% raw %}",
    "\u{202e}\u{2066}\u{feff}\u{fffe}\u{1f415}",
];

/// Texts of every kind, never empty after cleaning, since an empty text is refused.
fn hostile() -> impl Strategy<Value = String> {
    let any = prop_oneof![
        proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        "\\PC{1,40}",
        proptest::collection::vec(any::<char>(), 1..40).prop_map(|c| c.into_iter().collect()),
        "[<>\"'&;:,\\\\\\r\\n/=a-z\\-\\]!]{1,40}",
    ];
    any.prop_map(|s| kernel::text::clean(&format!("x{s}x")))
}

/// The stop that is open now, with one text wherever an editor may write one.
async fn write_everywhere(app: &TestApp, words: &str) {
    let tour = tour::load(&app.db).await.unwrap();
    let said = Some(text(words, words));
    let stop = tour.stop("offen").unwrap().stop.clone();
    let venue = tour.venues[&stop.venue].clone();
    let venue = Venue {
        name: words.to_owned(),
        street: Some(words.to_owned()),
        town: words.to_owned(),
        quarter: Some(words.to_owned()),
        spot: said.clone(),
        note: said.clone(),
        source: Some(words.to_owned()),
        ..venue
    };
    let day = jiff::civil::date(2026, 3, 25);
    let (from, until) = (day.at(12, 0, 0, 0), day.at(13, 0, 0, 0));
    let stop = Stop {
        hours_note: said.clone(),
        exceptions: vec![Exception {
            day: day.tomorrow().unwrap(),
            hours: "closed".parse().unwrap(),
            why: said.clone(),
        }],
        interruptions: vec![Interruption { from, until, why: said.clone() }],
        what: said.clone(),
        notice: said,
        source: Some(words.to_owned()),
        ..stop
    };
    app.store(&app.db, vec![venue], vec![stop]).await;
    app.app.reload().await.unwrap();
}

/// Everything but the words: tags and attributes of the pages, property names of the calendar.
async fn shape(app: &TestApp) -> Vec<Vec<String>> {
    let mut shape = Vec::new();
    for page in ["/", "/termine", "/termine/offen", "/bezirke/altona"] {
        shape.push(skeleton(app.get(page).await.ok()));
    }
    let feed = app.get("/termine.ics").await;
    let unfolded = feed.ok().replace("\r\n ", "");
    assert!(!unfolded.replace("\r\n", "").contains(['\r', '\n']), "a bare line break in the calendar");
    shape.push(unfolded.lines().map(|l| l.split([':', ';']).next().unwrap().to_owned()).collect());
    shape
}

/// JSON-LD and Atom are read as their readers do, and hold the words unchanged.
async fn readable(app: &TestApp, words: &str) {
    let page = app.get("/termine/offen").await;
    let event = between(page.ok(), "<script type=\"application/ld+json\">", "</script>");
    let event: serde_json::Value = serde_json::from_str(event).unwrap();
    assert_eq!(event["location"]["name"], words);
    let atom = app.get("/termine.atom").await;
    let atom = roxmltree::Document::parse(atom.ok()).unwrap();
    let summaries: Vec<_> = atom.descendants().filter(|n| n.has_tag_name("summary")).collect();
    assert!(summaries.iter().all(|s| s.children().all(|c| c.is_text())), "no element within the words");
    assert_eq!(app.get("/api/v1/stops/offen").await.json()["notice"], words);
}

#[test]
fn no_text_of_an_editor_becomes_code() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = runtime.block_on(TestApp::start());
    runtime.block_on(write_everywhere(&app, "harmlos"));
    let harmless = runtime.block_on(shape(&app));
    let check = |words: &str| {
        runtime.block_on(async {
            write_everywhere(&app, words).await;
            assert_eq!(shape(&app).await, harmless, "{words:?}");
            readable(&app, words).await;
        });
    };
    for words in HOSTILE {
        check(&kernel::text::clean(words));
    }
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    runner
        .run(&hostile(), |words| {
            check(&words);
            Ok(())
        })
        .unwrap();
}
