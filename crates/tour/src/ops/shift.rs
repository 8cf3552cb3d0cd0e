//! Moving the example tour, so that it always lies around today.

use db::{Db, DbError};
use jiff::{Span, civil::Date};
use kernel::{Actor, Clock, Forbidden, Rng};

use super::Author;
use crate::{model::Stop, store};

/// Why nothing was moved.
#[derive(Debug, thiserror::Error)]
pub enum ShiftError {
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A day would lie outside the calendar.
    #[error("{weeks} weeks from {day} lie outside the calendar")]
    Range {
        /// How far.
        weeks: i64,
        /// From which day.
        day: Date,
    },
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Moves every example stop by whole weeks, with its exceptions and interruptions; other stops stay. How many moved.
pub async fn shift_examples(
    db: &Db,
    actor: &Actor,
    clock: &dyn Clock,
    rng: &dyn Rng,
    weeks: i64,
) -> Result<usize, ShiftError> {
    let author = Author::of(actor, clock, rng)?;
    if weeks == 0 {
        return Ok(0);
    }
    let mut tx = super::begin(db).await?;
    let mut moved = 0;
    for mut stored in store::tour_read(&mut tx).await?.stops.into_iter().filter(|s| s.stop.example) {
        shift(&mut stored.stop, weeks)?;
        stored.sequence += 1;
        stored.changed_at = author.at;
        store::stop_update(&mut tx, &stored).await?;
        author
            .audit(&mut tx, "stop-shift", format!("stop:{}", stored.stop.id), Some(stored.sequence))
            .await?;
        moved += 1;
    }
    if moved == 0 {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(moved)
}

fn shift(stop: &mut Stop, weeks: i64) -> Result<(), ShiftError> {
    let days = |day: Date| {
        let by = Span::new().try_weeks(weeks).map_err(|_| ShiftError::Range { weeks, day })?;
        let moved = day.checked_add(by).ok().filter(|d| (1..=9998).contains(&d.year()));
        moved.ok_or(ShiftError::Range { weeks, day })
    };
    for day in [&mut stop.from, &mut stop.to].into_iter().flatten() {
        *day = days(*day)?;
    }
    for exception in &mut stop.exceptions {
        exception.day = days(exception.day)?;
    }
    for interruption in &mut stop.interruptions {
        for time in [&mut interruption.from, &mut interruption.until] {
            *time = days(time.date())?.to_datetime(time.time());
        }
    }
    Ok(())
}
