//! Whole answers that lie ready. What was sent for a page that depends on its address alone is sent again without going
//! through routes, layers and handlers; it belongs to one snapshot and goes with it.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Instant,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, Response, StatusCode, header},
};
use tower::ServiceExt as _;

use super::{observe::About, rendered::Offer};
use crate::{App, site::snapshot::Snapshot};

/// The answers of one snapshot by path; one for each set of encodings that a client may take.
#[derive(Debug, Default)]
pub(crate) struct ReadyAnswers(RwLock<HashMap<Box<str>, Entry>>);

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
    path: Box<str>,
    offer: Offer,
}

impl Wanted {
    /// None when the answer depends on more than path and encoding.
    pub(crate) fn of<B>(request: &axum::http::Request<B>) -> Option<Self> {
        let path = request.uri().path().into();
        plain(request).then(|| Self { path, offer: Offer::of(request.headers()) })
    }

    /// Keeps an answer as it is sent, if it may be sent again.
    pub(crate) fn keep(self, route: &MatchedPath, response: &mut Response<Body>) {
        let Some(Keep { snapshot, body }) = response.extensions_mut().remove() else { return };
        if response.status() != StatusCode::OK {
            return;
        }
        let answer = Answer { headers: response.headers().clone(), body };
        let mut all = snapshot.ready.0.write().unwrap_or_else(PoisonError::into_inner);
        let new = || Entry { route: route.clone(), answers: Default::default() };
        if let Some(place) = all.entry(self.path).or_insert_with(new).answers.get_mut(self.offer.index()) {
            *place = Some(answer);
        }
    }
}

fn plain<B>(request: &axum::http::Request<B>) -> bool {
    let headers = request.headers();
    *request.method() == Method::GET
        && request.uri().query().is_none()
        && !headers.contains_key(header::IF_NONE_MATCH)
        && !headers.contains_key(header::CONTENT_LENGTH)
}

fn find(app: &App, request: &Request) -> Option<(MatchedPath, Response<Body>)> {
    let snapshot = plain(request).then(|| app.snapshot())?;
    let all = snapshot.ready.0.read().unwrap_or_else(PoisonError::into_inner);
    let entry = all.get(request.uri().path())?;
    let answer = entry.answers.get(Offer::of(request.headers()).index())?.as_ref()?;
    let mut response = Response::new(Body::from(answer.body.clone()));
    *response.headers_mut() = answer.headers.clone();
    Some((entry.route.clone(), response))
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
    let begun = Instant::now();
    let Some((route, response)) = find(&app, &request) else {
        return site.oneshot(request).await.unwrap_or_else(|never| match never {});
    };
    About::of(&request).note(&app, Some(&route), &response, begun.elapsed());
    response
}

impl fmt::Debug for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keep").finish_non_exhaustive()
    }
}
