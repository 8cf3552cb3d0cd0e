//! Slow clients, in a time that passes at once.

use axum::routing::{get, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};

use super::*;

/// Smaller than the large answer, as a network's buffers are.
const BUFFER: usize = 1024;

fn connect(stopped: watch::Receiver<bool>) -> (DuplexStream, tokio::task::JoinHandle<Duration>) {
    let router = Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/large", get(|| async { "x".repeat(100_000) }))
        .route("/slow", get(|| async { sleep(Duration::from_secs(2)).await }))
        .route("/body", post(|body: String| async move { body }));
    let (ours, theirs) = duplex(BUFFER);
    let begun = tokio::time::Instant::now();
    let served = tokio::spawn(async move {
        converse(theirs, move |r| answer(router.clone(), r), stopped).await;
        begun.elapsed()
    });
    (ours, served)
}

fn never() -> (watch::Sender<bool>, watch::Receiver<bool>) {
    watch::channel(false)
}

#[tokio::test(start_paused = true)]
async fn who_does_not_finish_a_head_is_cut() {
    let (_keep, stopped) = never();
    let (mut client, served) = connect(stopped);
    client.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    let took = served.await.unwrap();
    assert!(took >= HEAD_TIMEOUT && took < HEAD_TIMEOUT * 2, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn who_sends_a_head_byte_by_byte_gains_nothing() {
    let (_keep, stopped) = never();
    let (mut client, served) = connect(stopped);
    client.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    while client.write_all(b"x").await.is_ok() {
        sleep(Duration::from_secs(1)).await;
    }
    assert!(served.await.unwrap() < HEAD_TIMEOUT * 2);
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_or_nothing_more_is_cut() {
    for request in [&b""[..], b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"] {
        let (_keep, stopped) = never();
        let (mut client, served) = connect(stopped);
        client.write_all(request).await.unwrap();
        assert!(served.await.unwrap() < HEAD_TIMEOUT * 2);
    }
}

#[tokio::test(start_paused = true)]
async fn who_does_not_read_the_answer_is_cut() {
    let (_keep, stopped) = never();
    let (mut client, served) = connect(stopped);
    client.write_all(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let took = served.await.unwrap();
    assert!(took >= super::super::patient::WRITE_PATIENCE && took < Duration::from_mins(1), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn who_reads_the_answer_drop_by_drop_is_cut_in_the_end() {
    let (_keep, stopped) = never();
    let (mut client, served) = connect(stopped);
    client.write_all(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut drop_of = [0; 16];
    while !served.is_finished() {
        let _ = client.read(&mut drop_of).await;
        sleep(Duration::from_secs(5)).await;
    }
    assert!(served.await.unwrap() <= CONNECTION_LIFE + LAST_ANSWER + Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn an_old_connection_is_closed_behind_its_answer() {
    let (_keep, stopped) = never();
    let (mut client, served) = connect(stopped);
    let mut seen = String::new();
    while !seen.contains("connection: close") && !served.is_finished() {
        client.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut answer = [0; BUFFER];
        let read = client.read(&mut answer).await.unwrap();
        seen = String::from_utf8_lossy(&answer[..read]).into_owned();
        assert!(seen.starts_with("HTTP/1.1 200"), "cut in the middle: {seen:?}");
    }
    let took = served.await.unwrap();
    assert!(took >= CONNECTION_LIFE && took < CONNECTION_LIFE + Duration::from_secs(5), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn stopping_finishes_the_answer_under_way() {
    let (stopping, stopped) = never();
    let (mut client, served) = connect(stopped);
    client.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    sleep(Duration::from_secs(1)).await;
    stopping.send_replace(true);
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(served.await.unwrap() < Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn a_head_that_is_too_long_is_refused() {
    let (_keep, stopped) = never();
    let (client, served) = connect(stopped);
    let (mut read, mut write) = tokio::io::split(client);
    let sending = tokio::spawn(async move {
        let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(100_000));
        let _ = write.write_all(head.as_bytes()).await;
    });
    let mut answer = Vec::new();
    let _ = read.read_to_end(&mut answer).await;
    assert!(answer.starts_with(b"HTTP/1.1 431"), "{}", String::from_utf8_lossy(&answer));
    served.await.unwrap();
    sending.abort();
}
