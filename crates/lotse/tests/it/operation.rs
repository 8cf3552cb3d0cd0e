//! What an operator relies on: metrics apart from the site, a log without persons, TLS by files, proxies that are
//! believed and others that are not.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::ToSpan as _;
use kernel::{Clock as _, SystemClock, berlin};
use rcgen::{CertificateParams, CertifiedKey, KeyPair, date_time_ymd, generate_simple_self_signed};
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};

use crate::place::{Place, Server};

/// A port that is free now.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn get_with(server: &Server, path: &str, headers: &str) -> String {
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
    server.send(head.as_bytes())
}

/// Asks until the condition holds.
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20), "in vain: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn metrics_are_on_their_own_listener_only() {
    let place = Place::new();
    let port = free_port();
    let server = place.serve(&["--metrics-listen", &format!("127.0.0.1:{port}")]);
    assert!(server.get("/termine").starts_with("HTTP/1.1 200"));
    assert!(server.get("/metrics").starts_with("HTTP/1.1 404"));
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    for part in [
        "content-type: text/plain; version=0.0.4",
        "lotse_http_requests_total{route=\"/termine\",status=\"2xx\"} 1\n",
        "lotse_http_requests_total{route=\"none\",status=\"4xx\"} 1\n",
        "\nlotse_open_connections ",
        "\nlotse_database_up 1\n",
        "\nprocess_resident_memory_bytes ",
        "\nprocess_start_time_seconds ",
        "\nlotse_build_info{version=\"",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn the_log_names_routes_and_nobody() {
    for format in ["text", "json"] {
        let place = Place::new();
        let server = place.serve(&["--log-format", format, "--trusted-proxy", "127.0.0.1"]);
        let headers = "X-Forwarded-For: 203.0.113.77\r\nUser-Agent: planted\r\nReferer: http://x/planted\r\nCookie: a=planted\r\n\
             Authorization: Bearer planted\r\nX-Planted: planted\r\n";
        for path in
            ["/dienste?q=planted", "/planted", "/termine/planted", "/api/v1/services?q=planted&limit=planted"]
        {
            get_with(&server, path, headers);
        }
        server.send(b"PLANTED /termine HTTP/1.1\r\nHost: planted\r\nConnection: close\r\n\r\n");
        let post =
            "POST /termine HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 7\r\n\r\nplanted";
        server.send(post.as_bytes());
        let log = server.stop();
        assert!(!log.to_lowercase().contains("planted"), "{format}: {log}");
        assert!(log.contains("/termine/{stop}") && log.contains("203.0.113.0"), "{format}: {log}");
        assert!(!log.contains("203.0.113.77"), "{format}: {log}");
        let lines: Vec<_> = log.lines().filter(|l| l.contains("203.0.113.0")).collect();
        assert_eq!(lines.len(), 4, "one line a request, {format}: {lines:#?}");
        if format == "json" {
            for line in log.lines() {
                let line: serde_json::Value = serde_json::from_str(line).expect(line);
                assert!(line["timestamp"].is_string() && line["level"].is_string(), "{line}");
            }
        }
    }
}

/// How many of so many API requests of one claimed client are answered.
fn answered(server: &Server, claim: &str, asked: usize) -> usize {
    let ok = |_: &usize| get_with(server, "/api/v1/venues.geojson", claim).starts_with("HTTP/1.1 200");
    (0..asked).filter(ok).count()
}

#[test]
fn a_proxy_is_believed_only_when_it_is_named() {
    let place = Place::new();
    let behind = place.serve(&["--trusted-proxy", "127.0.0.0/8,10.0.0.0/8"]);
    let flood = 500;
    let start = Instant::now();
    let granted = answered(&behind, "X-Forwarded-For: 192.0.2.1, 203.0.113.5\r\n", flood);
    let most = 200 + 51 * (usize::try_from(start.elapsed().as_secs()).unwrap() + 1);
    if most < flood {
        assert!(granted <= most, "{granted} of {flood} were answered");
    }
    assert!(granted >= 200);
    assert_eq!(answered(&behind, "X-Forwarded-For: 203.0.113.6\r\n", 20), 20, "another client");
    drop(behind);
    let place = Place::new();
    let alone = place.serve(&[]);
    assert_eq!(answered(&alone, "X-Forwarded-For: 203.0.113.5\r\n", 220), 220, "a claim changes nothing");
    assert!(!alone.stop().contains("203.0.113"), "nor does it reach the log");
}

struct Files {
    cert: String,
    key: String,
}

/// Writes a fresh pair for localhost over the two files.
fn write_pair(place: &Place, params: &CertificateParams) -> (Files, CertificateDer<'static>) {
    let key = KeyPair::generate().unwrap();
    let cert = params.self_signed(&key).unwrap();
    let pem = cert.pem();
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    (Files { cert: place.write("cert.pem", pem), key: place.write("key.pem", key.serialize_pem()) }, der)
}

fn localhost() -> CertificateParams {
    CertificateParams::new(vec!["localhost".to_owned()]).unwrap()
}

/// The answer to a request by TLS, if the server shows this certificate.
fn get_by_tls(server: &Server, known: &CertificateDer<'static>) -> Option<String> {
    let mut roots = RootCertStore::empty();
    roots.add(known.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream =
        StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), server.connect());
    stream.write_all(b"GET /termine HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    // The server may end the connection without saying so.
    let _ = stream.read_to_string(&mut answer);
    Some(answer).filter(|a| !a.is_empty())
}

#[test]
fn tls_is_served_and_its_certificate_exchanged_while_running() {
    let place = Place::new();
    let (files, first) = write_pair(&place, &localhost());
    let server = place.serve(&["--tls-cert", &files.cert, "--tls-key", &files.key]);
    let answer = get_by_tls(&server, &first).expect("served by TLS");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer:.200}");
    assert!(answer.contains("strict-transport-security: max-age=31536000; includeSubDomains\r\n"));
    assert!(!server.get("/").starts_with("HTTP/1.1 200"), "nothing is served in the clear");
    let (_, second) = write_pair(&place, &localhost());
    server.signal("-HUP");
    eventually("the second certificate is shown", || get_by_tls(&server, &second).is_some());
    assert!(get_by_tls(&server, &first).is_none());
    fs::write(&files.cert, "broken").unwrap();
    server.signal("-HUP");
    eventually("the log tells of the broken file", || {
        place.log().contains("the certificate in use was kept")
    });
    assert!(get_by_tls(&server, &second).is_some(), "a broken file replaces nothing");
    server.stop();
}

#[test]
fn a_certificate_that_ends_soon_is_named_in_the_log() {
    let place = Place::new();
    let mut soon = localhost();
    let last = berlin(SystemClock.now()).date().saturating_add(3.days());
    soon.not_after =
        date_time_ymd(last.year().into(), last.month().try_into().unwrap(), last.day().try_into().unwrap());
    let (files, cert) = write_pair(&place, &soon);
    let server = place.serve(&["--tls-cert", &files.cert, "--tls-key", &files.key]);
    assert!(get_by_tls(&server, &cert).is_some());
    eventually("the log tells of the end", || place.log().contains("the certificate ends soon: renew it"));
    server.stop();
}

#[test]
fn a_hangup_without_tls_is_no_reason_to_end() {
    let place = Place::new();
    let server = place.serve(&[]);
    server.signal("-HUP");
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    server.stop();
}

/// What is said when the server cannot start with these arguments.
#[track_caller]
fn refused(place: &Place, args: &[&str]) -> String {
    let done = place.lotse(&[&["serve", "--listen", "127.0.0.1:0"], args].concat());
    assert_eq!(done.code, Some(1), "{}", done.err);
    done.err
}

#[test]
fn a_certificate_that_is_no_good_is_refused_in_words() {
    let place = Place::new();
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let good = place.write("good.pem", cert.pem());
    let key = place.write("good.key", signing_key.serialize_pem());
    let other = place.write("other.key", KeyPair::generate().unwrap().serialize_pem());
    let broken = place.write("broken.pem", cert.pem().replace("MII", "AAA"));
    let mut old = localhost();
    (old.not_before, old.not_after) = (date_time_ymd(2019, 1, 1), date_time_ymd(2020, 1, 1));
    let expired = place.write("expired.pem", old.self_signed(&signing_key).unwrap().pem());
    let mut early = localhost();
    early.not_before = date_time_ymd(2199, 1, 1);
    let early = place.write("early.pem", early.self_signed(&signing_key).unwrap().pem());
    for (cert, key, words) in [
        ("/nowhere.pem", key.as_str(), "the certificate /nowhere.pem cannot be read"),
        (&good, "/nowhere.key", "the key /nowhere.key cannot be read"),
        (&key, &key, "holds no certificate that can be read"),
        (&good, &good, "holds no private key that can be read"),
        (&broken, &key, "cannot be used"),
        (&good, &other, "does not belong to the certificate"),
        (&expired, &key, "it ended at 2020-01-01T00:00:00Z: renew it"),
        (&early, &key, "it is valid only from 2199-01-01T00:00:00Z on"),
    ] {
        let said = refused(&place, &["--tls-cert", cert, "--tls-key", key]);
        assert!(said.contains(words), "{words:?} is not in {said:?}");
    }
    assert!(refused(&place, &["--tls-cert", &good]).contains("name it with --tls-key FILE"));
    assert!(refused(&place, &["--tls-key", &key]).contains("name it with --tls-cert FILE"));
    let plain = ["--tls-cert", &good, "--tls-key", &key, "--public-url", "http://x.example"];
    assert!(refused(&place, &plain).contains("must begin with https://"));
    let status =
        Command::new(env!("CARGO_BIN_EXE_lotse")).args(["serve", "--trusted-proxy", "x"]).output().unwrap();
    assert_eq!(status.status.code(), Some(2));
}
