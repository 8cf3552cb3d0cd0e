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

/// A head of so many bytes, most of them in its line, in one field or in many. `last` ends it.
fn heads(bytes: usize, last: &str) -> [(&'static str, String); 3] {
    let rest = format!("Host: localhost\r\n{last}\r\n");
    let line = |room: usize| format!("GET /{} HTTP/1.1\r\n{rest}", "x".repeat(room));
    let field = |room: usize| format!("GET / HTTP/1.1\r\nX: {}\r\n{rest}", "x".repeat(room));
    let many = |room: usize| {
        let fields = format!("X: {}\r\n", "x".repeat(395)).repeat(room / 400);
        format!("GET / HTTP/1.1\r\n{fields}Y: {}\r\n{rest}", "y".repeat(room % 400))
    };
    let fill = |head: &dyn Fn(usize) -> String| head(bytes - head(0).len());
    [("line", fill(&line)), ("field", fill(&field)), ("many fields", many(bytes - many(0).len()))]
}

/// The largest head that is read.
const HEAD: usize = 32 * 1024;

#[test]
fn a_head_up_to_the_limit_is_read() {
    let place = Place::new();
    let server = place.serve(&[]);
    for (what, head) in heads(HEAD, "Connection: close\r\n") {
        assert_eq!(head.len(), HEAD, "{what}");
        let status = if what == "line" { "HTTP/1.1 414" } else { "HTTP/1.1 200" };
        let answer = server.send(head.as_bytes());
        assert!(answer.starts_with(status), "{what}: {answer:.80}");
    }
}

#[test]
fn too_large_heads_are_refused_and_the_connection_is_closed() {
    let place = Place::new();
    let server = place.serve(&[]);
    for bytes in [HEAD + 1, 40_000, 60_000, 100_000, 1_000_000] {
        for (what, head) in heads(bytes, "") {
            // Nobody asked for an end: it is the server that closes, or `send` would wait for the idle limit.
            let start = Instant::now();
            let answer = server.send(head.as_bytes());
            assert!(answer.starts_with("HTTP/1.1 431"), "{what}, {bytes}: {answer:.80}");
            assert!(start.elapsed() < LIMIT.start, "{what}, {bytes}: closed after {:?}", start.elapsed());
        }
    }
    let small = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X: y\r\n".repeat(1_000));
    assert!(server.send(small.as_bytes()).starts_with("HTTP/1.1 431"), "a thousand fields");
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
}

/// HTTP/2 has limits of its own that nobody has set, so nothing may speak it.
#[test]
fn nobody_speaks_http_2() {
    let place = Place::new();
    let server = place.serve(&[]);
    let preface = server.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0");
    assert!(preface.is_empty() || preface.starts_with("HTTP/1.1 4"), "{preface:.80}");
    let upgrade = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\
                   Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";
    assert!(server.send(upgrade.as_bytes()).starts_with("HTTP/1.1 200"), "asked to change, it stays");
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
