//! Taking a tour file: all or nothing, and nothing when nothing changed.

use std::{collections::BTreeMap, io::Read};

use db::{Db, DbError, Tx};
use kernel::{Actor, Clock, Rng, berlin};

use super::{
    Author,
    report::{Change, ImportError, ImportReport, LineReport},
};
use crate::{
    exchange::{self, Known, TourFile, TourFileError},
    model::{Status, Stop, StopId, StoredStop, Tour, Venue, VenueId},
    store,
};

/// Reads a file and takes it, as [`import`] does. Venues already stored count as known.
pub async fn import_file(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
    reader: impl Read,
    known: &Known,
    dry_run: bool,
) -> Result<ImportReport, ImportError> {
    actor.require(kernel::Permission::TourWrite)?;
    let mut known = known.clone();
    known.venues.get_or_insert_default().extend(super::load(db).await?.venues.into_keys());
    let file = exchange::parse(reader, &known)?;
    import(db, actor, clock, rng, &file, dry_run).await
}

/// Takes venues and stops in one transaction, or none of them.
///
/// Records that are stored already, word for word, stay untouched; when all are, nothing is written. A changed stop gets
/// the next sequence number, and so does a stop that is not over when the name, address or point of its venue changed.
/// Records that are not in the file stay as they are: a stop is never deleted, only cancelled.
pub async fn import(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
    file: &TourFile,
    dry_run: bool,
) -> Result<ImportReport, ImportError> {
    let author = Author::of(actor, clock, rng)?;
    let mut tx = super::begin(db).await?;
    let stored = store::tour_read(&mut tx).await?;
    let known = Known { venues: Some(stored.venues.keys().cloned().collect()), ..Known::default() };
    let errors = exchange::problems(file, &known);
    if !errors.is_empty() {
        tx.rollback().await?;
        return Err(TourFileError { errors }.into());
    }
    let mut run = Run {
        tx,
        author,
        before: Before::new(&stored),
        report: ImportReport { dry_run, ..Default::default() },
    };
    run.all(file).await?;
    let Run { tx, report, .. } = run;
    if dry_run || report.changed_nothing() {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(report)
}

/// What was stored before.
struct Before<'a> {
    venues: &'a BTreeMap<VenueId, Venue>,
    stops: BTreeMap<&'a StopId, &'a StoredStop>,
}

impl<'a> Before<'a> {
    fn new(tour: &'a Tour) -> Self {
        Self { venues: &tour.venues, stops: tour.stops.iter().map(|s| (&s.stop.id, s)).collect() }
    }
}

struct Run<'a> {
    tx: Tx,
    author: Author<'a>,
    before: Before<'a>,
    report: ImportReport,
}

impl Run<'_> {
    async fn all(&mut self, file: &TourFile) -> Result<(), DbError> {
        for (line, venue) in &file.venues {
            self.venue(*line, venue).await?;
        }
        for (line, stop) in &file.stops {
            self.stop(*line, stop, file).await?;
        }
        self.rest(file).await
    }

    async fn venue(&mut self, line: usize, venue: &Venue) -> Result<(), DbError> {
        let change = match self.before.venues.get(&venue.id) {
            Some(before) if before == venue => Change::Unchanged,
            Some(_) => Change::Changed,
            None => Change::Created,
        };
        match change {
            Change::Created => store::venue_insert(&mut self.tx, venue, self.author.at).await?,
            Change::Changed => store::venue_update(&mut self.tx, venue, self.author.at).await?,
            _ => {}
        }
        self.note(line, format!("venue:{}", venue.id), change, None).await
    }

    async fn stop(&mut self, line: usize, stop: &Stop, file: &TourFile) -> Result<(), DbError> {
        let object = format!("stop:{}", stop.id);
        let Some(&before) = self.before.stops.get(&stop.id) else {
            let stored = StoredStop { stop: stop.clone(), sequence: 0, changed_at: self.author.at };
            store::stop_insert(&mut self.tx, &stored).await?;
            return self.note(line, object, Change::Created, Some(0)).await;
        };
        let change = match () {
            () if before.stop == *stop && self.must_tell(stop, file) => Change::Touched,
            () if before.stop == *stop => Change::Unchanged,
            () if stop.status == Status::Cancelled && before.stop.status != Status::Cancelled => {
                Change::Cancelled
            }
            () => Change::Changed,
        };
        if change == Change::Unchanged {
            return self.note(line, object, change, None).await;
        }
        let sequence = before.sequence + 1;
        let stored = StoredStop { stop: stop.clone(), sequence, changed_at: self.author.at };
        store::stop_update(&mut self.tx, &stored).await?;
        self.note(line, object, change, Some(sequence)).await
    }

    /// Stops that are not in the file, but whose venue is and changed where subscribers see it.
    async fn rest(&mut self, file: &TourFile) -> Result<(), DbError> {
        let in_file = |id: &StopId| file.stops.iter().any(|(_, s)| s.id == *id);
        let others: Vec<StoredStop> =
            self.before.stops.values().filter(|s| !in_file(&s.stop.id)).map(|s| (*s).clone()).collect();
        for mut stored in others {
            if self.must_tell(&stored.stop, file) {
                stored.sequence += 1;
                stored.changed_at = self.author.at;
                store::stop_update(&mut self.tx, &stored).await?;
                let object = format!("stop:{}", stored.stop.id);
                self.note(0, object, Change::Touched, Some(stored.sequence)).await?;
            }
        }
        Ok(())
    }

    /// The stop is not over, and its venue's name, address or point changes with this file.
    fn must_tell(&self, stop: &Stop, file: &TourFile) -> bool {
        let today = berlin(self.author.at).date();
        let over = stop.status == Status::Ended || stop.to.is_some_and(|to| to < today);
        let after = file.venues.iter().map(|(_, v)| v).find(|v| v.id == stop.venue);
        !over && self.before.venues.get(&stop.venue).zip(after).is_some_and(|(b, a)| is_elsewhere(b, a))
    }

    async fn note(
        &mut self,
        line: usize,
        object: String,
        change: Change,
        sequence: Option<i64>,
    ) -> Result<(), DbError> {
        let verb = match change {
            Change::Created => Some("create"),
            Change::Changed => Some("change"),
            Change::Cancelled => Some("cancel"),
            Change::Touched => Some("venue-change"),
            Change::Unchanged => None,
        };
        if let (Some(verb), Some((kind, _))) = (verb, object.split_once(':')) {
            self.author.audit(&mut self.tx, &format!("{kind}-{verb}"), object.clone(), sequence).await?;
        }
        self.report.lines.push(LineReport { line, object, change });
        Ok(())
    }
}

/// What a subscriber's calendar shows of a venue differs.
fn is_elsewhere(before: &Venue, after: &Venue) -> bool {
    let shown = |v: &Venue| {
        (v.name.clone(), v.street.clone(), v.postcode.clone(), v.town.clone(), v.spot.clone(), v.shop_hours)
    };
    shown(before) != shown(after) || (before.lat, before.lon) != (after.lat, after.lon)
}
