use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderName, HeaderValue, Method, Request, header},
};
use db::{DatabaseUrl, Db, testing::PostgresDatabase};
use jiff::civil::DateTime;
use kernel::{Actor, FixedClock, SeededRng};
use tempfile::TempDir;
use tour::{ImportReport, Known, Stop, Venue};
use tower::ServiceExt as _;
use web::App;

use crate::{Answer, Setup, local, sample};

/// No answer of ours is larger.
const MAX_ANSWER: usize = 16 * 1024 * 1024;

/// A started app on a database of its own.
pub struct TestApp {
    /// The app.
    pub app: App,
    /// Its database.
    pub db: Db,
    /// Where its database is, for a second opening.
    pub url: DatabaseUrl,
    /// Its clock.
    pub clock: FixedClock,
    rng: SeededRng,
    router: Router,
    kept: Kept,
}

/// What lives as long as the app.
pub(crate) enum Kept {
    Folder(TempDir),
    Server(PostgresDatabase),
}

impl TestApp {
    /// The small tour in a SQLite file, at [`crate::NOW`].
    pub async fn start() -> Self {
        Setup::new().start().await
    }

    pub(crate) fn new(app: App, db: Db, url: DatabaseUrl, clock: FixedClock, kept: Kept) -> Self {
        let router = web::router(app.clone());
        Self { app, db, url, clock, rng: SeededRng::new(2), router, kept }
    }

    /// Asks for an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[]).await
    }

    /// Asks with further headers.
    pub async fn get_with(&self, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
        self.ask(Method::GET, path, headers).await
    }

    /// Asks with any method, and without a body.
    pub async fn ask(&self, method: Method, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path).body(Body::empty()).expect(path);
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost"));
        for (name, value) in headers {
            request.headers_mut().append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        self.send(request).await
    }

    /// Sends a form, by default from a page of our own; `headers` replace what they name.
    pub async fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let own = [
            ("host", "localhost:8080"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        let mut request = Request::builder().method(Method::POST).uri(path);
        for (name, value) in
            own.iter().filter(|(name, _)| !headers.iter().any(|(n, _)| n == name)).chain(headers)
        {
            request = request.header(name.parse::<HeaderName>().unwrap(), *value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, MAX_ANSWER).await.unwrap(),
        }
    }

    /// Sets the clock to a local time in Hamburg.
    pub fn set_time(&self, at: DateTime) {
        self.clock.set(local(at));
    }

    /// Lets the app hear of changes, as a served one does.
    pub fn follow_changes(&self) {
        tokio::spawn(self.app.clone().follow_changes());
    }

    /// Takes the lines of a tour file.
    pub async fn import_tour(&self, lines: &str) -> ImportReport {
        let known = Known::default();
        tour::import_file(&self.db, &Actor::Operator, &self.clock, &self.rng, lines.as_bytes(), &known, false)
            .await
            .unwrap()
    }

    /// Takes venues and stops through an open database, its own or a second handle on the same.
    pub async fn store(&self, db: &Db, venues: Vec<Venue>, stops: Vec<Stop>) {
        let file = sample::file(venues, stops);
        tour::import(db, &Actor::Operator, &self.clock, &self.rng, &file, false).await.unwrap();
    }

    /// A stop as stored now, for changing it.
    pub async fn stored(&self, id: &str) -> Stop {
        let tour = tour::load(&self.db).await.unwrap();
        tour.stop(id).expect("the stop is there").stop.clone()
    }

    /// Closes the database and removes it.
    pub async fn end(self) {
        self.db.close().await;
        match self.kept {
            Kept::Folder(folder) => folder.close().unwrap(),
            Kept::Server(database) => database.drop().await,
        }
    }
}
