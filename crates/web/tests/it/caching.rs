//! What was made once is sent once: entity tags, 304, encodings.

use std::io::Read as _;

use axum::http::{HeaderName, Method, header};
use testkit::{Answer, TestApp};

use crate::routes::style;

const PAGES: [&str; 5] = ["/", "/termine/offen", "/termine.ics", "/termine.atom", "/api/v1/stops"];

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    match answer.header("content-encoding") {
        "" => plain.extend_from_slice(&answer.body),
        "gzip" => drop(flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut plain).unwrap()),
        "br" => drop(brotli::Decompressor::new(&answer.body[..], 4096).read_to_end(&mut plain).unwrap()),
        other => panic!("{other} was not asked for"),
    }
    plain
}

async fn encoded(app: &TestApp, path: &str, accept: &str) -> Answer {
    app.get_with(path, &[(header::ACCEPT_ENCODING, accept)]).await
}

#[tokio::test]
async fn every_encoding_holds_the_same_and_has_its_own_tag() {
    let app = TestApp::start().await;
    let style = style(&app).await;
    for path in PAGES.into_iter().chain([style.as_str()]) {
        let plain = app.get(path).await;
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        let mut tags = vec![plain.header("etag").to_owned()];
        for coding in ["gzip", "br"] {
            let packed = encoded(&app, path, coding).await;
            assert_eq!(packed.header("content-encoding"), coding, "{path}");
            assert_eq!(unpacked(&packed), plain.body, "{path} {coding}");
            assert!(packed.body.len() * 2 < plain.body.len(), "{path} {coding}");
            assert_eq!(packed.header("vary"), "accept-encoding", "{path}");
            tags.push(packed.header("etag").to_owned());
        }
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 3, "{path}: {tags:?}");
        assert!(tags.iter().all(|t| t.starts_with('"') && t.ends_with('"')), "{path}: {tags:?}");
    }
}

#[tokio::test]
async fn the_best_encoding_the_client_takes_is_sent() {
    let app = TestApp::start().await;
    for (accept, sent) in [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0", "gzip"),
        ("GZIP", "gzip"),
        ("identity", ""),
        ("br;q=0, gzip;q=0", ""),
        ("", ""),
        (",;q=,,br;q=x", "br"),
        ("gzipbr", ""),
    ] {
        let answer = encoded(&app, "/", accept).await;
        assert_eq!(answer.header("content-encoding"), sent, "{accept:?}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{accept:?}");
    }
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let app = TestApp::start().await;
    for path in PAGES {
        for coding in ["", "gzip", "br"] {
            let tag = encoded(&app, path, coding).await.header("etag").to_owned();
            for given in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag} , \"y\""), "*".to_owned()] {
                for method in [Method::GET, Method::HEAD] {
                    let headers =
                        [(header::ACCEPT_ENCODING, coding), (header::IF_NONE_MATCH, given.as_str())];
                    let answer = app.ask(method, path, &headers).await;
                    assert_eq!(answer.status, 304, "{path} {coding} {given}");
                    assert!(
                        answer.body.is_empty() && answer.header("content-type").is_empty(),
                        "{path} {given}"
                    );
                    assert_eq!(answer.header("etag"), tag, "{path}");
                    assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
                    assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
                }
            }
        }
    }
}

/// A tag of one encoding must not stand for another: a cache would keep bytes that the client cannot read.
#[tokio::test]
async fn a_tag_of_another_encoding_does_not_count() {
    let app = TestApp::start().await;
    let tag = encoded(&app, "/", "gzip").await.header("etag").to_owned();
    let headers = [(header::ACCEPT_ENCODING, "br"), (header::IF_NONE_MATCH, tag.as_str())];
    assert_eq!(app.get_with("/", &headers).await.status, 200);
}

#[tokio::test]
async fn broken_conditions_are_passed_over() {
    let app = TestApp::start().await;
    let bare = app.get("/").await.header("etag").trim_matches('"').to_owned();
    for given in ["\"", "W/", "\"abc", ",,,", "", bare.as_str(), "\"ä\"", &"x".repeat(5_000)] {
        let answer = app.get_with("/", &[(header::IF_NONE_MATCH, given)]).await;
        assert_eq!(answer.status, 200, "{given:?}");
        assert!(!answer.body.is_empty(), "{given:?}");
    }
    for (name, value) in [
        (header::IF_MODIFIED_SINCE, "yesterday"),
        (header::RANGE, "bytes=0-10"),
        (header::ACCEPT, "application/x-nothing"),
        (header::ACCEPT_LANGUAGE, "*;;q=,"),
        (HeaderName::from_static("x-forwarded-host"), "evil.example"),
        (header::HOST, "evil.example"),
    ] {
        let answer = app.get_with("/", &[(name.clone(), value)]).await;
        assert!(!answer.ok().contains("evil.example"), "{name}");
    }
}

#[tokio::test]
async fn files_with_a_hash_in_their_name_are_kept_for_ever() {
    let app = TestApp::start().await;
    let answer = app.get(&style(&app).await).await;
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    let icon = app.get("/favicon.ico").await;
    assert_eq!(app.get(icon.header("location")).await.header("content-type"), "image/svg+xml");
}
