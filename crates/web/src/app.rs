use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use db::{Db, DbError};
use directory::{Directory, Encoder, Misses};
use kernel::{Clock, OsRng};
use outreach::Post;
use staff::{Cost, Gate, Site};
use tokio::sync::Mutex;
use visits::{Queues, Today};

use crate::{
    http::{
        throttle::{Pace, Throttle},
        turns::Turns,
    },
    metrics::Metrics,
    settings::Settings,
    site::{city::City, snapshot::Snapshot},
};

/// Pause before a failed reload is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// The running site: what handlers share.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    settings: Settings,
    city: City,
    db: Db,
    clock: Arc<dyn Clock>,
    current: ArcSwap<Snapshot>,
    /// Held while a snapshot is made from the one before, so that neither of two is lost.
    replacing: Mutex<()>,
    database_answers: AtomicBool,
    metrics: Metrics,
    throttle: Throttle,
    numbers: Throttle,
    turns: Turns,
    queues: Queues,
    misses: Misses,
    gate: Gate,
    post: Option<Post>,
}

impl App {
    /// Reads what is published and is ready to serve. Without `post` no mail is offered.
    pub async fn start(
        db: Db,
        city: City,
        settings: Settings,
        clock: Arc<dyn Clock>,
        post: Option<Post>,
    ) -> Result<Self, DbError> {
        let now = clock.now();
        let first = Snapshot::load(&db, &city, now, None).await?;
        let site = Site {
            public_url: Some(settings.public_url.to_string()),
            name: city.profile.service_name.get(kernel::Lang::De).text.to_owned(),
            practice: settings.demo,
            cost: Cost::SERVING,
        };
        let gate = Gate::new(db.clone(), Arc::clone(&clock), Arc::new(OsRng), &site);
        let queues = Queues::start(db.clone(), Arc::clone(&clock), Arc::new(OsRng));
        Ok(Self(Arc::new(Inner {
            settings,
            city,
            db,
            clock,
            current: ArcSwap::from_pointee(first),
            replacing: Mutex::new(()),
            database_answers: AtomicBool::new(true),
            metrics: Metrics::new(now),
            throttle: Throttle::new(Pace::REQUESTS),
            numbers: Throttle::new(Pace::NUMBERS),
            turns: Turns::for_this_machine(),
            gate,
            post,
            queues,
            misses: Misses::default(),
        })))
    }

    /// The operator's settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The city's own files.
    pub fn city(&self) -> &City {
        &self.0.city
    }

    /// The door of those who serve.
    pub fn gate(&self) -> &Gate {
        &self.0.gate
    }

    /// The way of mail out of the house, if there is a mail server.
    pub fn post(&self) -> Option<&Post> {
        self.0.post.as_ref()
    }

    /// The database, for health checks and operations; public pages never use it.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// What is published now. Replaced here when the clock has passed its next change, so that "open now" is true.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let current = self.0.current.load_full();
        let now = self.0.clock.now();
        if current.holds_at(now) {
            return current;
        }
        let later = Arc::new(current.at(&self.0.city, now));
        // If a reload won meanwhile, its data are newer than ours: keep it.
        self.0.current.compare_and_swap(&current, Arc::clone(&later));
        later
    }

    /// Lets the search find by meaning, too. The directory is built anew beside the serving threads; pages go on
    /// meanwhile with words alone.
    pub async fn add_encoder(self, encoder: Arc<Encoder>) {
        let before = Arc::clone(&self.0.current.load().directory);
        let services = |d: &Directory| d.services().iter().map(|l| l.service.clone()).collect::<Vec<_>>();
        let app = self.clone();
        let of = Arc::clone(&before);
        let built = move || Directory::with_encoder(services(&of), &app.0.city.taxonomy, &encoder);
        let Ok(built) = tokio::task::spawn_blocking(built).await else { return };
        let _alone = self.0.replacing.lock().await;
        let current = self.0.current.load_full();
        // A change came in between: its services, this search.
        let changed = !Arc::ptr_eq(&before, &current.directory);
        let built =
            if changed { built.renewed(services(&current.directory), &self.0.city.taxonomy) } else { built };
        self.0.current.store(Arc::new(current.with_directory(&self.0.city, Arc::new(built))));
    }

    /// Reads again what is published.
    pub async fn reload(&self) -> Result<(), DbError> {
        let _alone = self.0.replacing.lock().await;
        let previous = self.0.current.load_full();
        let next = Snapshot::load(&self.0.db, &self.0.city, self.0.clock.now(), Some(&previous)).await?;
        self.0.current.store(Arc::new(next));
        Ok(())
    }

    /// Keeps the snapshot fresh until the database is closed: a change by this or another process is on the pages
    /// within a second. While the database is away the pages go on from memory.
    pub async fn follow_changes(self) {
        let mut published = self.0.db.watch_published(self.0.current.load().version);
        loop {
            let state = *published.borrow_and_update();
            let mut reachable = state.reachable;
            if reachable
                && state.version != self.0.current.load().version
                && let Err(error) = self.reload().await
            {
                tracing::error!(%error, "what is published could not be read; pages go on from memory");
                reachable = false;
            }
            self.0.database_answers.store(reachable, Ordering::Relaxed);
            if state.reachable && !reachable {
                tokio::time::sleep(RETRY).await;
                published.mark_changed();
            }
            if published.changed().await.is_err() {
                return;
            }
        }
    }

    /// Where time comes from.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// The queues of all stops.
    pub fn queues(&self) -> &Queues {
        &self.0.queues
    }

    /// All stops as they are today, for those who look after queues.
    pub fn queue_days(&self) -> Vec<Today> {
        let (snapshot, now) = (self.snapshot(), self.now());
        let today = |(stop, venue)| Today::of(stop, venue, &self.0.city.calendar, now);
        snapshot.tour.with_venues().map(today).collect()
    }

    /// What is counted while the site runs.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    /// Counts the numbers that an address draws.
    pub(crate) fn numbers(&self) -> &Throttle {
        &self.0.numbers
    }

    /// Who may find by meaning now.
    pub(crate) fn turns(&self) -> &Turns {
        &self.0.turns
    }

    /// Words that visitors searched for in vain; a job writes them, never a request.
    pub fn misses(&self) -> &Misses {
        &self.0.misses
    }

    /// The present instant.
    pub fn now(&self) -> jiff::Timestamp {
        self.0.clock.now()
    }

    /// Whether the database answered when it was last asked.
    pub fn database_answers(&self) -> bool {
        self.0.database_answers.load(Ordering::Relaxed)
    }
}
