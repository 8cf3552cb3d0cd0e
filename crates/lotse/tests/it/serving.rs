//! A served site: starts, follows changes of other processes, keeps questions out of its log, stops in good order.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::place::{Place, Server, hamburg};

const BIG: &str = "GET /api/v1/services HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A second is promised; a program that was not optimised gets more time for building its search index.
const PROMISED: Duration = Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 1 });

#[test]
fn a_change_by_another_process_is_seen_within_a_second() {
    let place = Place::new();
    let server = place.serve(&[]);
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200 OK"));
    assert!(server.get("/termine").contains("Hier ist noch kein Halt geplant."));
    place.lotse(&["import", "tour", &hamburg("tour.jsonl"), &hamburg("example-tour.jsonl")]).ok();
    let took = server.shows("/termine", "/termine/beispiel-tibarg-center");
    assert!(took < PROMISED, "{took:?}");
    place.lotse(&["import", "services", &hamburg("services.jsonl")]).ok();
    let took = server.shows("/dienste/wohnsitz-ummelden", "HTTP/1.1 200");
    assert!(took < PROMISED, "{took:?}");
}

#[test]
fn two_servers_on_one_postgresql_show_a_change_within_a_second() {
    let (server, url) = crate::backup::postgres();
    let places = [Place::new(), Place::new()];
    let sites = places.each_ref().map(|place| place.serve_on(&url, &[]));
    places[0].run(&["import", "tour", &hamburg("tour.jsonl"), "--database", &url]).ok();
    let stored = Instant::now();
    for site in &sites {
        site.shows("/termine/mercado-2025", "HTTP/1.1 200");
        assert!(stored.elapsed() < PROMISED, "{:?}", stored.elapsed());
    }
    drop(sites);
    db::testing::run(server.drop());
}

/// P6: not even the most talkative log holds what people ask for.
#[test]
fn the_log_keeps_questions_to_itself() {
    let place = Place::new();
    let server = place.serve(&["--demo"]);
    for path in [
        "/dienste?q=geheimfrage",
        "/termine?ort=geheimfrage",
        "/x?geheimfrage",
        "/api/v1/services?q=geheimfrage&limit=y",
    ] {
        server.get(path);
    }
    server.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: geheimkeks\r\nUser-Agent: geheimkeks\r\nConnection: close\r\n\r\n");
    server.send(b"POST /termine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nConnection: close\r\n\r\ngeheimtext");
    let log = server.stop();
    assert!(log.contains("stopping") && !log.contains("geheim"), "{log}");
}

/// The port is closed at once; answers under way are finished.
#[test]
fn stops_in_good_order() {
    let place = Place::new();
    place.lotse(&["import", "services", &hamburg("services.jsonl")]).ok();
    let mut server = place.serve(&[]);
    let mut busy = under_way(&server);
    let start = Instant::now();
    server.terminate();
    while TcpStream::connect(("127.0.0.1", server.port)).is_ok() {
        assert!(start.elapsed() < Duration::from_secs(2), "the port stays open");
    }
    let mut all = Vec::new();
    busy.read_to_end(&mut all).unwrap();
    assert_eq!(server.wait().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    let answers = whole_answers(&all);
    assert!(answers > 1, "{answers}");
}

/// A connection with so many answers waiting that the server cannot have written all of them.
fn under_way(server: &Server) -> TcpStream {
    let mut stream = server.connect();
    // All requests fit into one read of the server: closing a connection with unread requests would reset it.
    stream.write_all(BIG.repeat(100).as_bytes()).unwrap();
    let mut first = [0];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"H");
    stream
}

/// How many answers came, each to its last byte. The first byte was read before.
fn whole_answers(mut rest: &[u8]) -> usize {
    let mut answers = 0;
    while !rest.is_empty() {
        let end = rest.windows(4).position(|w| w == b"\r\n\r\n").expect("a head is cut off") + 4;
        let head = String::from_utf8_lossy(&rest[..end]).to_lowercase();
        let length = head.split("content-length: ").nth(1).unwrap().split("\r\n").next().unwrap();
        let length: usize = length.parse().unwrap();
        assert!(rest.len() >= end + length, "an answer is cut off");
        rest = &rest[end + length..];
        answers += 1;
    }
    answers
}

#[test]
fn odd_bytes_are_refused_and_the_next_one_is_served() {
    let place = Place::new();
    let server = place.serve(&[]);
    for request in [
        &b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\r\n X: y HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    ] {
        let mut stream = server.connect();
        stream.write_all(request).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert!(server.get("/").starts_with("HTTP/1.1 200 OK"));
}
