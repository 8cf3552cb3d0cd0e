//! One stop today: what the tour says about it and what its queue comes to.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{StatusCode, request::Parts},
    response::Response,
};
use jiff::Timestamp;
use kernel::Lang;
use tour::{Seen, StoredStop, Venue};
use visits::{Forecast, Queue, Today};

use crate::{
    App,
    format::{language, near_day, time},
    http::error_page,
    public::view::{Notice, place},
    site::snapshot::Snapshot,
    staff::signed::whole,
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

/// The stop that an address names with `{stop}`; a page that says that there is none.
impl FromRequestParts<App> for Here {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let named = RawPathParams::from_request_parts(parts, app).await.ok();
        let id = named.iter().flatten().find(|(name, _)| *name == "stop").map(|(_, id)| id);
        let here = id.and_then(|id| Self::find(app, id));
        here.ok_or_else(|| error_page::show(app, &whole(parts), StatusCode::NOT_FOUND))
    }
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

    /// Languages spoken at the stand beside German, each with its name.
    pub(crate) fn spoken(&self, lang: Lang) -> Vec<(String, String)> {
        let all =
            stop(&self.snapshot, &self.id).map(|(s, _)| s.stop.languages.as_slice()).unwrap_or_default();
        all.iter().filter(|l| *l != "de").map(|l| (l.clone(), language(lang, l))).collect()
    }
}

fn stop<'a>(snapshot: &'a Snapshot, id: &str) -> Option<(&'a StoredStop, &'a Venue)> {
    let stored = snapshot.tour.stop(id)?;
    Some((stored, snapshot.tour.venue_of(&stored.stop)?))
}
