//! Whole answers that lie ready. What was sent for a page that depends on its address alone is sent again without going
//! through routes, layers and handlers; it belongs to one snapshot and goes with it. So are answers to the questions
//! asked first, up to a number: people ask for the same things. What they asked is not kept: addresses are known by
//! hashes with a random key that goes with the snapshot, too.

use std::{
    collections::HashMap,
    fmt,
    hash::{BuildHasher as _, RandomState},
    sync::{Arc, PoisonError, RwLock},
    time::Instant,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, Request as Asked, Response, StatusCode, header},
};
use tower::ServiceExt as _;

use super::{observe::About, rendered::Offer, throttle};
use crate::{App, site::snapshot::Snapshot};

/// Questions whose answers are kept, some 3 kB each.
const MOST_QUESTIONS: usize = 1_000;
/// Longest path and query in bytes whose answer is kept.
const MOST_LENGTH: usize = 300;

/// The answers of one snapshot by path and query; one for each set of encodings that a client may take.
#[derive(Debug, Default)]
pub(crate) struct ReadyAnswers {
    keys: [RandomState; 2],
    answers: RwLock<Answers>,
}

/// Stands for a path and query; 128 bits, so that no two will meet.
type Hashed = [u64; 2];

#[derive(Debug, Default)]
struct Answers {
    known: HashMap<Hashed, Entry>,
    questions: usize,
}

impl ReadyAnswers {
    fn hashed(&self, address: &str) -> Hashed {
        self.keys.each_ref().map(|key| key.hash_one(address))
    }
}

#[derive(Debug)]
struct Entry {
    route: MatchedPath,
    answers: [Option<Answer>; Offer::COUNT],
}

#[derive(Debug)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

/// Marks an answer that depends on address and encoding alone.
#[derive(Clone)]
pub(crate) struct Keep {
    pub snapshot: Arc<Snapshot>,
    pub body: Bytes,
}

/// Which answer a request asks for.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// Held for this request only.
    address: Box<str>,
    offer: Offer,
}

impl Wanted {
    /// None when the answer depends on more than address and encoding.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        let address = plain(request)?.into();
        Some(Self { address, offer: Offer::of(request.headers()) })
    }

    /// Keeps an answer as it is sent, if it may be sent again.
    pub(crate) fn keep(self, route: &MatchedPath, response: &mut Response<Body>) {
        let Some(Keep { snapshot, body }) = response.extensions_mut().remove() else { return };
        if response.status() != StatusCode::OK {
            return;
        }
        let answer = Answer { headers: response.headers().clone(), body };
        let hashed = snapshot.ready.hashed(&self.address);
        let mut all = snapshot.ready.answers.write().unwrap_or_else(PoisonError::into_inner);
        if !all.known.contains_key(&hashed) && self.address.contains('?') {
            if all.questions == MOST_QUESTIONS {
                return;
            }
            all.questions += 1;
        }
        let new = || Entry { route: route.clone(), answers: Default::default() };
        let entry = all.known.entry(hashed).or_insert_with(new);
        if let Some(place) = entry.answers.get_mut(self.offer.index()) {
            *place = Some(answer);
        }
    }
}

/// The address, when nothing else of a request but encodings decides on the answer.
fn plain<B>(request: &Asked<B>) -> Option<&str> {
    let (headers, address) = (request.headers(), request.uri().path_and_query()?.as_str());
    let plain = *request.method() == Method::GET
        && address.len() <= MOST_LENGTH
        && !headers.contains_key(header::IF_NONE_MATCH)
        && !headers.contains_key(header::CONTENT_LENGTH);
    plain.then_some(address)
}

fn find<B>(app: &App, request: &Asked<B>) -> Option<(MatchedPath, Response<Body>)> {
    let address = plain(request)?;
    let snapshot = app.snapshot();
    let hashed = snapshot.ready.hashed(address);
    let all = snapshot.ready.answers.read().unwrap_or_else(PoisonError::into_inner);
    let entry = all.known.get(&hashed)?;
    let answer = entry.answers.get(Offer::of(request.headers()).index())?.as_ref()?;
    let mut response = Response::new(Body::from(answer.body.clone()));
    *response.headers_mut() = answer.headers.clone();
    Some((entry.route.clone(), response))
}

/// The answer that lies ready for a request, counted and logged. None too for whoever asked too much: the site says so.
pub(crate) fn at_once<B>(app: &App, request: &Asked<B>) -> Option<Response<Body>> {
    let begun = Instant::now();
    let (route, response) = find(app, request)?;
    throttle::count(app, request).ok()?;
    About::of(request).note(app, Some(&route), &response, begun.elapsed());
    Some(response)
}

/// Puts the ready answers before a site.
pub(crate) fn before(site: Router, app: App) -> Router {
    Router::new().fallback(answer).with_state(Behind { app, site })
}

/// The site behind its ready answers.
#[derive(Clone)]
struct Behind {
    app: App,
    site: Router,
}

async fn answer(State(Behind { app, site }): State<Behind>, request: Request) -> Response<Body> {
    match at_once(&app, &request) {
        Some(response) => response,
        None => site.oneshot(request).await.unwrap_or_else(|never| match never {}),
    }
}

impl fmt::Debug for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keep").finish_non_exhaustive()
    }
}
