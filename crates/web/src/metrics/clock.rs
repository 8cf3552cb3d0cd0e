//! Notices when the machine's clock jumps: somebody set it, or the machine slept. Pages go on with the new time; who
//! watches the server is told, because times in the record and one-time codes depend on it.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep};

use crate::App;

/// Pause between two looks.
const LOOK: Duration = Duration::from_secs(10);
/// A time service moves a clock by less than this between two looks.
const MOST: SignedDuration = SignedDuration::from_secs(30);
/// How long a jump is told.
const TOLD: Duration = Duration::from_hours(1);

/// The last jump, if there was one.
#[derive(Debug, Default)]
pub(crate) struct ClockWatch(Mutex<Option<(Instant, SignedDuration)>>);

impl ClockWatch {
    /// How far the clock jumped within the last hour; negative when it was put back.
    pub(crate) fn jumped(&self) -> Option<SignedDuration> {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.filter(|(when, _)| when.elapsed() < TOLD).map(|(_, by)| by)
    }

    fn note(&self, by: SignedDuration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), by));
    }
}

impl App {
    /// Compares the clock with the time that has really passed, for as long as the site runs.
    pub async fn watch_clock(self) {
        let mut before = (Instant::now(), self.now());
        loop {
            sleep(LOOK).await;
            let now = (Instant::now(), self.now());
            if let Some(by) = jump(now.0 - before.0, before.1, now.1) {
                tracing::warn!(seconds = by.as_secs(), "the clock jumped");
                self.metrics().clock.note(by);
            }
            before = now;
        }
    }
}

/// How far a clock moved beyond the time that passed, if that is no mere correction.
fn jump(passed: Duration, before: Timestamp, now: Timestamp) -> Option<SignedDuration> {
    let by = now.duration_since(before) - SignedDuration::try_from(passed).ok()?;
    (by.abs() > MOST).then_some(by)
}
