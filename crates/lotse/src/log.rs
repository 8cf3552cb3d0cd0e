//! Log lines on standard error, as text or JSON. A thread of its own writes them, many at a time, so that no answer
//! waits for the log; when standard error is stuck, lines are lost and counted rather than visitors kept waiting.

use std::{
    io::{self, Write},
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use clap::ValueEnum;
use serde::Deserialize;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

/// What is logged unless `LOTSE_LOG` says otherwise; `info,access=off` leaves out the access log.
const DEFAULT_FILTER: &str = "info,sqlx=warn";
/// Bytes of lines that may wait to be written.
const MOST_WAITING: usize = 4 * 1024 * 1024;
/// How long lines gather before they are written together.
const GATHER: Duration = Duration::from_millis(20);

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
    lines: Arc<Lines>,
    writer: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Lines {
    waiting: Mutex<Waiting>,
    some: Condvar,
}

#[derive(Default)]
struct Waiting {
    bytes: Vec<u8>,
    lost: u64,
    ended: bool,
}

/// Starts the log of this process.
pub(crate) fn start(format: LogFormat) -> Log {
    let lines = Arc::new(Lines::default());
    let taken = Arc::clone(&lines);
    let writer = thread::spawn(move || while taken.write_gathered() {});
    let wanted = std::env::var("LOTSE_LOG").ok().filter(|wanted| !wanted.is_empty());
    let (filter, wrong) = match wanted.as_deref().map(EnvFilter::try_new) {
        Some(Ok(filter)) => (filter, None),
        Some(Err(why)) => (EnvFilter::new(DEFAULT_FILTER), Some(why)),
        None => (EnvFilter::new(DEFAULT_FILTER), None),
    };
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Pen(Arc::clone(&lines)));
    match format {
        LogFormat::Text => log.with_target(false).with_ansi(false).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    if let Some(why) = wrong {
        tracing::warn!("LOTSE_LOG is not understood ({why}), so the log is as without it: {DEFAULT_FILTER}");
    }
    Log { lines, writer: Some(writer) }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.lines.lock().ended = true;
        self.lines.some.notify_one();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

impl Lines {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, line: &[u8]) {
        let mut waiting = self.lock();
        if waiting.bytes.len() + line.len() > MOST_WAITING {
            waiting.lost += 1;
            return;
        }
        let first = waiting.bytes.is_empty();
        waiting.bytes.extend_from_slice(line);
        drop(waiting);
        if first {
            self.some.notify_one();
        }
    }

    /// Waits for lines and writes them; whether more may come.
    fn write_gathered(&self) -> bool {
        let quiet = |waiting: &mut Waiting| waiting.bytes.is_empty() && !waiting.ended;
        let waiting = self.some.wait_while(self.lock(), quiet).unwrap_or_else(PoisonError::into_inner);
        let ended = waiting.ended;
        drop(waiting);
        if !ended {
            thread::sleep(GATHER);
        }
        let mut waiting = self.lock();
        let mut bytes = mem::take(&mut waiting.bytes);
        let (lost, ended) = (mem::take(&mut waiting.lost), waiting.ended);
        drop(waiting);
        if lost > 0 {
            let _ = writeln!(bytes, "{lost} log lines were lost: standard error does not keep up");
        }
        let _ = io::stderr().write_all(&bytes);
        !ended
    }
}

/// Writes whole lines.
#[derive(Clone)]
struct Pen(Arc<Lines>);

impl<'a> MakeWriter<'a> for Pen {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
