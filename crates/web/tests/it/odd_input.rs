//! Odd and hostile input: the right status, a helpful page, and nobody's words in the log.

use std::{
    io,
    sync::{Arc, Mutex},
};

use axum::{
    body::Body,
    http::{Request, header},
};
use testkit::TestApp;

use crate::html::skeleton;

/// Questions as they stand in an address, with what the field must show again.
const QUESTIONS: [(&str, &str); 12] = [
    ("%F0%9F%90%95", "🐕"),
    ("%D7%A9%D7%9C%D7%95%D7%9D%20%E2%80%8F", "שלום"),
    ("'%20OR%201%3D1;--%20DROP%20TABLE%20stop", "&#39; OR 1=1;-- DROP TABLE stop"),
    ("%3Cscript%3Ealert(1)%3C%2Fscript%3E", "&#60;script&#62;alert(1)&#60;/script&#62;"),
    ("%22%20onfocus%3D%22alert(1)", "&#34; onfocus=&#34;alert(1)"),
    ("%26lt%3Bb%26gt%3B", "&#38;lt;b&#38;gt;"),
    ("a%00b%07c%1Bd%7Fe", ""),
    ("%0D%0ASet-Cookie:%20x=1", "Set-Cookie: x=1"),
    ("100%", "100%"),
    ("%E4%FF", ""),
    ("%%%zz", "%%%zz"),
    ("+", ""),
];

#[tokio::test]
async fn questions_are_answered_and_shown_as_text() {
    let app = TestApp::start().await;
    let harmless = skeleton(app.get("/dienste?q=xyzzyx").await.ok());
    let harmless_words = skeleton(app.get("/dienste?q=OR+1+1+DROP+TABLE+stop").await.ok());
    let harmless_place = skeleton(app.get("/termine?ort=xyzzyx").await.ok());
    for (typed, shown) in QUESTIONS {
        for path in ["/dienste?q=", "/en/dienste?q=", "/termine?ort=", "/en/termine?ort="] {
            let answer = app.get(&format!("{path}{typed}")).await;
            let html = answer.ok();
            assert!(
                html.contains(&format!("value=\"{shown}")),
                "{path}{typed}: {shown:?} is not in the field"
            );
            assert!(!html.contains("<script>") && !html.contains("onfocus=\""), "{path}{typed}");
            assert!(html.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'), "{path}{typed}");
            assert!(!answer.headers.contains_key(header::SET_COOKIE), "{path}{typed}");
        }
        // A question changes no tag of the page but those of what its words find.
        if typed.starts_with(['%', '\'']) && shown.starts_with("&#") {
            let words = if shown.contains("DROP") { &harmless_words } else { &harmless };
            assert_eq!(&skeleton(app.get(&format!("/dienste?q={typed}")).await.ok()), words, "{typed}");
            assert_eq!(
                skeleton(app.get(&format!("/termine?ort={typed}")).await.ok()),
                harmless_place,
                "{typed}"
            );
        }
        for path in ["/dienste/vorschlaege?q=", "/api/v1/services?q="] {
            let answer = app.get(&format!("{path}{typed}")).await;
            assert_eq!(answer.status, 200, "{path}{typed}");
            assert!(answer.json()["results"].is_array(), "{path}{typed}");
        }
    }
}

#[tokio::test]
async fn long_questions_are_cut_and_longer_ones_refused() {
    let app = TestApp::start().await;
    let cut = app.get(&format!("/dienste?q={}", "%C3%A4".repeat(1_000))).await;
    assert!(cut.ok().contains(&format!("value=\"{}\"", "ä".repeat(200))));
    for path in ["/dienste?q=", "/termine?ort=", "/termine/", "/"] {
        let refused = app.get(&format!("{path}{}", "a".repeat(10_000))).await;
        assert_eq!(refused.status, 414, "{path}");
        assert!(
            refused.text().contains("Ihre Eingabe ist zu lang.") && refused.text().contains("name=\"q\"")
        );
        assert!(!refused.text().contains("aaaaaaaa"), "{path}");
    }
    let refused = app.get(&format!("/api/v1/services?q={}", "a".repeat(10_000))).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["error"]["status"]), (414, &414.into()));
}

#[tokio::test]
async fn odd_parameters_do_no_harm() {
    let app = TestApp::start().await;
    for path in [
        "/dienste?",
        "/dienste?&&&==&",
        "/dienste?q=a&q=b&q[]=c",
        "/dienste?unbekannt=1",
        "/dienste?online=vielleicht&ausweis=%00",
        "/termine?nah=",
        "/termine?nah=NaN,inf",
        "/termine?nah=1e400,-1e400",
        "/termine?nah=53.5",
        "/termine?nah=53.5,9.9,1",
        "/termine?ort=",
        "/termine?ort=a&nah=b",
        "/?%FF=%FF",
        "/healthz?x",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    let (odd, plain) = (app.get("/termine/offen?x=%3Cb%3E").await, app.get("/termine/offen").await);
    assert_eq!(odd.ok(), plain.ok());
}

#[tokio::test]
async fn odd_paths_lead_nowhere() {
    let app = TestApp::start().await;
    let long = format!("/termine/{}", "lang-".repeat(1_000));
    for path in [
        "/termine/..%2f..%2fetc%2fpasswd",
        "/termine/../../etc/passwd",
        "/termine/%2e%2e",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/../manifest.json",
        "/assets/%2e%2e/manifest.json",
        "/assets/manifest.json",
        "/assets/site.css.br",
        "/termine/%00",
        "/termine/offen%00",
        "/termine/offen%0d%0aX:%20y",
        "/termine/%3Cscript%3E",
        "/termine/%F0%9F%90%95",
        "/dienste/%FF",
        "/bezirke/.ics",
        "/termine/.ics",
        "/termine/offen.ics.ics",
        "/%65n/termine",
        long.as_str(),
    ] {
        let answer = app.get(path).await;
        assert!(matches!(answer.status.as_u16(), 400 | 404), "{path}: {}", answer.status);
        assert!(answer.text().contains("<h1>") && answer.text().contains("href=\"/termine\""), "{path}");
        assert!(!answer.text().contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let app = TestApp::start().await;
    for path in ["/", "/api/v1/stops"] {
        let post =
            Request::post(path).header(header::CONTENT_LENGTH, "65537").body(Body::from(vec![b'x'; 65_537]));
        assert_eq!(app.send(post.unwrap()).await.status, 413, "{path}");
        let get = Request::get(path).header(header::CONTENT_LENGTH, "10").body(Body::from("0123456789"));
        assert_eq!(app.send(get.unwrap()).await.status, 200, "{path}");
    }
}

/// Collects what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// P6: what people ask for is nobody's business, at no level of detail.
#[tokio::test]
async fn nothing_that_was_asked_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    tracing::info!("the log works");
    let app = TestApp::start().await;
    for path in [
        "/dienste?q=geheimfrage".to_owned(),
        "/termine?ort=geheimfrage".to_owned(),
        "/termine?nah=53.geheimfrage".to_owned(),
        "/api/v1/services?q=geheimfrage&limit=geheimfrage".to_owned(),
        "/dienste/vorschlaege?q=geheimfrage".to_owned(),
        "/gibt-es-nicht?q=geheimfrage".to_owned(),
        format!("/dienste?q={}", "geheimfrage".repeat(1_000)),
    ] {
        app.get_with(&path, &[(header::COOKIE, "x=geheimkeks"), (header::AUTHORIZATION, "geheimkeks")]).await;
    }
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("the log works"));
    assert!(!logged.contains("geheim"), "{logged}");
}
