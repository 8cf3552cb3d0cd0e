//! What an operator's Prometheus reads: counters and gauges in its text format (version 0.0.4), on a listener of its
//! own. Labels hold route patterns and status classes only, so their number is bounded and nobody's path is among them.

use std::{
    collections::HashMap,
    fmt::{self, Write as _},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use crate::App;

mod clock;

/// Upper bounds of the histogram's buckets in microseconds, each with its label in seconds.
const BOUNDS: [(u64, &str); 11] = [
    (500, "0.0005"),
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (25_000, "0.025"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (250_000, "0.25"),
    (1_000_000, "1"),
    (5_000_000, "5"),
];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// What is counted while the site runs.
#[derive(Debug)]
pub struct Metrics {
    started: Timestamp,
    routes: RwLock<HashMap<Box<str>, Arc<Route>>>,
    open_connections: Arc<AtomicUsize>,
    certificate_expires: AtomicI64,
    pub(crate) clock: clock::ClockWatch,
}

#[derive(Debug, Default)]
struct Route {
    by_class: [AtomicU64; CLASSES.len()],
    /// One more than [`BOUNDS`]: what took longer than the last.
    by_time: [AtomicU64; BOUNDS.len() + 1],
    microseconds: AtomicU64,
}

impl Metrics {
    pub(crate) fn new(started: Timestamp) -> Self {
        Self {
            started,
            routes: RwLock::default(),
            open_connections: Arc::default(),
            certificate_expires: AtomicI64::new(0),
            clock: clock::ClockWatch::default(),
        }
    }

    /// The gauge of open connections, for the listening loop.
    pub fn open_connections(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.open_connections)
    }

    /// Notes until when the TLS certificate is valid.
    pub fn certificate_expires(&self, at: Timestamp) {
        self.certificate_expires.store(at.as_second(), Relaxed);
    }

    pub(crate) fn count(&self, route: &str, status: StatusCode, took: Duration) {
        let route = self.of_route(route);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        let bucket = BOUNDS.iter().position(|(bound, _)| micros <= *bound).unwrap_or(BOUNDS.len());
        for counter in [route.by_class.get(class), route.by_time.get(bucket)].into_iter().flatten() {
            counter.fetch_add(1, Relaxed);
        }
        route.microseconds.fetch_add(micros, Relaxed);
    }

    fn of_route(&self, pattern: &str) -> Arc<Route> {
        if let Some(route) = self.routes.read().unwrap_or_else(PoisonError::into_inner).get(pattern) {
            return Arc::clone(route);
        }
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(routes.entry(pattern.into()).or_default())
    }
}

/// The metrics' own site: `/metrics` and nothing else. Not to be reached from outside.
pub fn metrics_router(app: App) -> Router {
    Router::new().fallback(show).with_state(app)
}

async fn show(State(app): State<App>, uri: Uri) -> Response {
    let plain = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    if uri.path() != "/metrics" {
        return (StatusCode::NOT_FOUND, plain, "the metrics are at /metrics\n").into_response();
    }
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ = write_requests(&mut text, app.metrics()).and_then(|()| write_state(&mut text, &app));
    (plain, text).into_response()
}

fn write_requests(out: &mut String, metrics: &Metrics) -> fmt::Result {
    let routes = metrics.routes.read().unwrap_or_else(PoisonError::into_inner);
    let mut routes: Vec<_> = routes.iter().collect();
    routes.sort_by_key(|(pattern, _)| *pattern);
    head(out, "lotse_http_requests_total", "counter", "Requests answered, by route and class of status.")?;
    for (pattern, route) in &routes {
        for (class, count) in CLASSES.iter().zip(&route.by_class) {
            let count = count.load(Relaxed);
            if count > 0 {
                writeln!(out, "lotse_http_requests_total{{route=\"{pattern}\",status=\"{class}\"}} {count}")?;
            }
        }
    }
    let name = "lotse_http_request_duration_seconds";
    head(out, name, "histogram", "Time from the request's head to the answer's head.")?;
    for (pattern, route) in &routes {
        let mut sum = 0;
        for (count, label) in route.by_time.iter().zip(BOUNDS.map(|(_, l)| l).into_iter().chain(["+Inf"])) {
            sum += count.load(Relaxed);
            writeln!(out, "{name}_bucket{{route=\"{pattern}\",le=\"{label}\"}} {sum}")?;
        }
        let total = Duration::from_micros(route.microseconds.load(Relaxed)).as_secs_f64();
        writeln!(
            out,
            "{name}_sum{{route=\"{pattern}\"}} {total}\n{name}_count{{route=\"{pattern}\"}} {sum}"
        )?;
    }
    Ok(())
}

fn write_state(out: &mut String, app: &App) -> fmt::Result {
    let (metrics, snapshot) = (app.metrics(), app.snapshot());
    let age = app.now().duration_since(snapshot.now).as_secs().max(0);
    let open = metrics.open_connections.load(Relaxed);
    gauge(out, "lotse_open_connections", "Connections open on the public listener.", open)?;
    gauge(out, "lotse_snapshot_version", "Version of what is published, as served.", snapshot.version)?;
    gauge(out, "lotse_snapshot_age_seconds", "Time since the pages in memory were last replaced.", age)?;
    gauge(out, "lotse_pages_kept", "Pages rendered and kept in memory.", snapshot.kept_pages())?;
    let name = "lotse_searches_by_words_total";
    head(out, name, "counter", "Questions answered by words alone because too many came at once.")?;
    writeln!(out, "{name} {}", app.turns().refused())?;
    let up = u8::from(app.database_answers());
    gauge(
        out,
        "lotse_database_up",
        "1 when the database answered when last asked; 0: served from memory.",
        up,
    )?;
    let expires = metrics.certificate_expires.load(Relaxed);
    if expires != 0 {
        let name = "lotse_certificate_expires_timestamp_seconds";
        gauge(out, name, "When the TLS certificate in use ends.", expires)?;
    }
    if let Some(bytes) = resident_memory() {
        gauge(out, "process_resident_memory_bytes", "Memory held.", bytes)?;
    }
    if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
        gauge(out, "process_open_fds", "Files and connections open.", files.count())?;
    }
    gauge(out, "process_start_time_seconds", "Start of the process.", metrics.started.as_second())?;
    head(out, "lotse_build_info", "gauge", "The version that runs.")?;
    writeln!(out, "lotse_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"))
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) -> fmt::Result {
    writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

fn gauge(out: &mut String, name: &str, help: &str, value: impl fmt::Display) -> fmt::Result {
    head(out, name, "gauge", help)?;
    writeln!(out, "{name} {value}")
}

/// Bytes of memory in use, where the system tells (Linux).
fn resident_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
