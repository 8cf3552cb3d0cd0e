//! One immutable picture of everything published, at one instant. Public pages read from it and never ask the database.

use std::sync::Arc;

use db::{Db, DbError};
use directory::Directory;
use jiff::{Timestamp, civil::Date};
use kernel::berlin;
use tour::Tour;

use super::{city::City, pages::Pages};
use crate::http::ready::ReadyAnswers;

/// What is published, as of one instant.
#[derive(Debug)]
pub struct Snapshot {
    /// The version of the published data.
    pub version: i64,
    /// The instant for which "open now" is true.
    pub now: Timestamp,
    /// From here on the words about time may be wrong.
    pub valid_until: Timestamp,
    /// The tour.
    pub tour: Arc<Tour>,
    /// The directory with its search.
    pub directory: Arc<Directory>,
    pub(crate) pages: Pages,
    pub(crate) ready: ReadyAnswers,
}

impl Snapshot {
    /// Reads what is published. A directory that did not change is taken over from the previous snapshot.
    pub async fn load(
        db: &Db,
        city: &City,
        now: Timestamp,
        previous: Option<&Self>,
    ) -> Result<Self, DbError> {
        // The version is read first: a change in between makes the snapshot newer than it says, never older.
        let version = db.published_version().await?;
        let tour = Arc::new(tour::load(db).await?);
        let services = directory::load(db).await?;
        let directory = match previous {
            Some(p) if p.directory.is_made_of(&services) => Arc::clone(&p.directory),
            Some(p) => Arc::new(p.directory.renewed(services, &city.taxonomy)),
            None => Arc::new(Directory::new(services, &city.taxonomy)),
        };
        Ok(Self::new(version, city, now, tour, directory))
    }

    /// The same data at a later instant.
    #[must_use]
    pub fn at(&self, city: &City, now: Timestamp) -> Self {
        Self::new(self.version, city, now, Arc::clone(&self.tour), Arc::clone(&self.directory))
    }

    /// The same moment with the same services in a directory that finds more.
    #[must_use]
    pub fn with_directory(&self, city: &City, directory: Arc<Directory>) -> Self {
        Self::new(self.version, city, self.now, Arc::clone(&self.tour), directory)
    }

    /// Whether the words about time still hold. A clock that went back makes them invalid too.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.now <= now && now < self.valid_until
    }

    /// How many rendered pages lie in memory.
    pub fn kept_pages(&self) -> usize {
        self.pages.len()
    }

    /// The local day.
    pub fn today(&self) -> Date {
        berlin(self.now).date()
    }

    fn new(version: i64, city: &City, now: Timestamp, tour: Arc<Tour>, directory: Arc<Directory>) -> Self {
        let valid_until = tour::next_change(&tour, &city.calendar, now);
        Self {
            version,
            now,
            valid_until,
            tour,
            directory,
            pages: Pages::default(),
            ready: ReadyAnswers::default(),
        }
    }
}
