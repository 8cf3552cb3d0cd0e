//! One stop today: what the tour says about it and what its queue comes to.

use std::sync::Arc;

use jiff::Timestamp;
use kernel::Lang;
use tour::{Seen, StoredStop, Venue};
use visits::{Forecast, Queue, Today};

use crate::{
    App,
    format::{near_day, time},
    public::view::{Notice, place},
    site::snapshot::Snapshot,
};

/// A stop that may have a queue today.
pub(crate) struct Here {
    pub snapshot: Arc<Snapshot>,
    pub today: Today,
    pub now: Timestamp,
    /// Place and district.
    pub place: String,
    id: String,
}

impl Here {
    /// Finds a published stop.
    pub(crate) fn find(app: &App, id: &str) -> Option<Self> {
        let snapshot = app.snapshot();
        let now = app.now();
        let (stored, venue) = stop(&snapshot, id)?;
        let today = Today::of(stored, venue, &app.city().calendar, now);
        let place = place(app, venue);
        Some(Self { today, now, place, id: id.to_owned(), snapshot })
    }

    /// The queue as it is now.
    pub(crate) async fn queue(&self, app: &App) -> Result<Arc<Queue>, db::DbError> {
        app.queues().queue(&self.today.stop, self.today.day).await
    }

    pub(crate) fn forecast(&self, queue: &Queue) -> Forecast {
        Forecast::of(queue, &self.today, self.now)
    }

    /// What is special about the stop now: interrupted, cancelled, a notice by the editor.
    pub(crate) fn notices(&self, app: &App, lang: Lang) -> Vec<Notice<'_>> {
        let Some((stop, venue)) = stop(&self.snapshot, &self.id) else { return Vec::new() };
        let state = tour::state(stop, venue, &app.city().calendar, self.now);
        Notice::of(lang, &Seen { stop, venue, state }).into_iter().collect()
    }

    /// When it is open next, in words: "morgen ab 10 Uhr".
    pub(crate) fn next(&self, lang: Lang) -> Option<String> {
        let next = self.today.next.as_ref()?;
        let day = near_day(lang, next.date(), self.today.day);
        let from = lang.pick("ab", "from");
        Some(format!("{day} {from} {}", time(lang, next.time())))
    }

    /// Languages spoken at the stand, beside German.
    pub(crate) fn languages(&self) -> Vec<&str> {
        let all =
            stop(&self.snapshot, &self.id).map(|(s, _)| s.stop.languages.as_slice()).unwrap_or_default();
        all.iter().map(String::as_str).filter(|l| *l != "de").collect()
    }
}

fn stop<'a>(snapshot: &'a Snapshot, id: &str) -> Option<(&'a StoredStop, &'a Venue)> {
    let stored = snapshot.tour.stop(id)?;
    Some((stored, snapshot.tour.venue_of(&stored.stop)?))
}
