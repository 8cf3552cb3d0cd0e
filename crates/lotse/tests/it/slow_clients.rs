//! Clients that take their time or send too much are cut, and nobody else has to wait.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use crate::place::Place;

/// The limit for a request's head, and what a busy machine may need beside it.
const LIMIT: std::ops::Range<Duration> = Duration::from_secs(8)..Duration::from_secs(14);

/// How long a connection lives after these bytes.
fn lives(mut stream: TcpStream, bytes: &[u8]) -> Duration {
    let start = Instant::now();
    stream.write_all(bytes).unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    start.elapsed()
}

/// The same for one who sends a byte a moment, and so never is idle for long.
fn drop_by_drop(mut stream: TcpStream) -> Duration {
    let start = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nX: ").unwrap();
    loop {
        let cut = stream.write_all(b"x").is_err() || matches!(stream.read(&mut [0]), Ok(0));
        if cut || start.elapsed() > LIMIT.end {
            return start.elapsed();
        }
    }
}

#[test]
fn slow_clients_are_cut() {
    let place = Place::new();
    let server = place.serve(&[]);
    thread::scope(|s| {
        let half = s.spawn(|| lives(server.connect(), b"GET / HTTP/1.1\r\nHost: localhost\r\n"));
        let silent = s.spawn(|| lives(server.connect(), b""));
        let idle = s.spawn(|| lives(server.connect(), b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        let drops = s.spawn(|| drop_by_drop(server.connect()));
        assert!(server.get("/").starts_with("HTTP/1.1 200"), "others are served meanwhile");
        for (who, lived) in
            [("half a head", half), ("silent", silent), ("idle", idle), ("drop by drop", drops)]
        {
            let lived = lived.join().unwrap();
            assert!(LIMIT.contains(&lived), "{who}: {lived:?}");
        }
    });
}

#[test]
fn too_large_heads_are_refused() {
    let place = Place::new();
    let server = place.serve(&[]);
    let long = "x".repeat(100_000);
    let many = "X: y\r\n".repeat(1_000);
    for head in [
        format!("GET / HTTP/1.1\r\nX: {long}"),
        format!("GET /{long} HTTP/1.1"),
        format!("GET / HTTP/1.1\r\n{many}"),
    ] {
        let answer = server.send(format!("{head}\r\nHost: localhost\r\n\r\n").as_bytes());
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer:.80}");
    }
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_body_without_end_is_not_read() {
    let place = Place::new();
    let server = place.serve(&[]);
    let chunk = format!("{:x}\r\n{}\r\n", 60_000, "x".repeat(60_000));
    let head = "POST /termine HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    let answer = server.send((head.to_owned() + &chunk.repeat(50)).as_bytes());
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer:.80}");
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
}
