//! Log lines on standard error, as text or JSON. A thread of its own writes them, several at a time, so that no answer
//! waits for the log; when standard error is stuck, lines are lost and counted rather than visitors kept waiting.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
};

use clap::ValueEnum;
use serde::Deserialize;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

/// What is logged unless `LOTSE_LOG` says otherwise; `info,access=off` leaves out the access log.
const DEFAULT_FILTER: &str = "info,sqlx=warn";
/// Lines that may wait.
const WAITING: usize = 8192;
/// Bytes written at once.
const AT_ONCE: usize = 64 * 1024;

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Keeps the log going; when it is dropped, everything logged has been written.
pub(crate) struct Log {
    lines: Lines,
    writer: Option<JoinHandle<()>>,
}

#[derive(Clone)]
struct Lines {
    queue: SyncSender<Message>,
    lost: Arc<AtomicU64>,
}

enum Message {
    Line(Vec<u8>),
    End,
}

/// Starts the log of this process.
pub(crate) fn start(format: LogFormat) -> Log {
    let (queue, waiting) = sync_channel(WAITING);
    let lines = Lines { queue, lost: Arc::default() };
    let lost = Arc::clone(&lines.lost);
    let writer = thread::spawn(move || write_all(&waiting, &lost));
    let filter = EnvFilter::try_from_env("LOTSE_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(lines.clone());
    match format {
        LogFormat::Text => log.with_target(false).with_ansi(false).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    Log { lines, writer: Some(writer) }
}

impl Drop for Log {
    fn drop(&mut self) {
        let told = self.lines.queue.send(Message::End);
        if let (Ok(()), Some(writer)) = (told, self.writer.take()) {
            let _ = writer.join();
        }
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.queue.try_send(Message::Line(bytes.to_vec())).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_all(waiting: &Receiver<Message>, lost: &AtomicU64) {
    let mut batch = Vec::new();
    while let Ok(Message::Line(line)) = waiting.recv() {
        batch.extend(line);
        let mut ended = false;
        while batch.len() < AT_ONCE && !ended {
            match waiting.try_recv() {
                Ok(Message::Line(line)) => batch.extend(line),
                Ok(Message::End) => ended = true,
                Err(_) => break,
            }
        }
        let missing = lost.swap(0, Ordering::Relaxed);
        if missing > 0 {
            let _ = writeln!(batch, "{missing} log lines were lost: standard error does not keep up");
        }
        let _ = io::stderr().write_all(&batch);
        batch.clear();
        if ended {
            return;
        }
    }
}
