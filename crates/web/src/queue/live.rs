//! Tells displays, phones and counters that a queue changed (server-sent events). What changed they fetch themselves:
//! so a stream carries nothing that is about a person, and one address serves everybody at a stop.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{OriginalUri, Query, State},
    http::{HeaderName, Response, StatusCode, header},
    response::IntoResponse,
};
use futures_util::stream::{self, Stream};
use jiff::Timestamp;
use serde::Deserialize;
use tokio::{sync::watch, time};
use visits::{Queue, rules::UNDO_FOR};

use super::here::Here;
use crate::{App, http::error_page};

/// How often a stream says that it is alive.
const BEAT: Duration = Duration::from_secs(10);
/// So many beats long; the stream ends before the server cuts the connection, and the browser opens the next one.
const BEATS: u32 = 24;

/// Pages that say how long something takes or took are fetched anew after so many seconds although nothing happened.
pub(crate) const AGAIN: i64 = 60;

/// For how many seconds a page is true that offers to take an act of this instant back.
pub(crate) fn true_for(acted: Option<Timestamp>, now: Timestamp) -> i64 {
    let left = |at: Timestamp| (UNDO_FOR - now.duration_since(at)).as_secs() + 1;
    acted.map_or(AGAIN, |at| left(at).clamp(1, AGAIN))
}

/// What the page knows already.
#[derive(Debug, Deserialize)]
pub(super) struct Known {
    /// The state of the queue that the page shows.
    stand: Option<u64>,
}

/// `change` when the page is no longer true, `beat` in between. Without `stand` there is nothing to compare with: the
/// stream says so and ends.
pub(super) async fn stream(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    here: Here,
    Query(known): Query<Known>,
) -> Response<Body> {
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // Proxies must not wait until a buffer is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let Some(stand) = known.stand else { return (headers, Event::Change.bytes()).into_response() };
    match app.queues().watch(&here.today.stop, here.today.day).await {
        Ok(queue) => (headers, Body::from_stream(events(app, &here, queue, stand))).into_response(),
        Err(_) => error_page::show(&app, &uri, StatusCode::SERVICE_UNAVAILABLE),
    }
}

#[derive(Debug, Clone, Copy)]
enum Event {
    Change,
    Beat,
}

impl Event {
    fn bytes(self) -> Bytes {
        Bytes::from_static(match self {
            Self::Change => b"event: change\ndata:\n\n",
            Self::Beat => b"retry: 2000\nevent: beat\ndata:\n\n",
        })
    }
}

/// One who watches. Holds a receiver and two numbers, and no task: thousands of them cost little.
struct Watcher {
    app: App,
    queue: watch::Receiver<Arc<Queue>>,
    /// The state of the queue that the page has heard of.
    stand: u64,
    /// Until when what the tour says about the stop holds, and as of which version.
    tour: (i64, Timestamp),
    beats: u32,
    greeted: bool,
}

fn events(
    app: App,
    here: &Here,
    queue: watch::Receiver<Arc<Queue>>,
    stand: u64,
) -> impl Stream<Item = Result<Bytes, Infallible>> + use<> {
    let tour = (here.snapshot.version, here.snapshot.valid_until);
    let watcher = Watcher { app, queue, stand, tour, beats: 0, greeted: false };
    stream::unfold(watcher, |mut watcher| async {
        let event = watcher.next().await?;
        Some((Ok(event.bytes()), watcher))
    })
}

impl Watcher {
    async fn next(&mut self) -> Option<Event> {
        // The first words come at once, so that proxies and browsers know that the stream stands.
        if !std::mem::replace(&mut self.greeted, true) {
            return Some(if self.is_news() { Event::Change } else { Event::Beat });
        }
        if self.beats >= BEATS {
            return None;
        }
        match time::timeout(BEAT, self.queue.changed()).await {
            Ok(Ok(())) => {
                self.is_news();
                Some(Event::Change)
            }
            Ok(Err(_)) => None,
            Err(_) => {
                self.beats += 1;
                Some(if self.is_news() { Event::Change } else { Event::Beat })
            }
        }
    }

    /// Whether something changed that the page has not heard of; it has, afterwards.
    fn is_news(&mut self) -> bool {
        let snapshot = self.app.snapshot();
        let tour = (snapshot.version, snapshot.valid_until);
        let stand = self.queue.borrow_and_update().version();
        let news = stand != self.stand || tour != self.tour;
        (self.stand, self.tour) = (stand, tour);
        news
    }
}
