//! `--demo`: fills an empty database with the city's data and lays the example tour around today.
//!
//! A database that somebody else filled is never touched. One that was filled here is kept as it is, changes included;
//! only its example stops move on, by whole weeks, so that the tour lies around today again.

use std::path::Path;

use anyhow::{Context as _, bail};
use db::Db;
use jiff::{Unit, civil::Date};
use kernel::{Actor, Clock, Rng, berlin};
use tour::Known;
use web::City;

/// The setting that marks a database filled here; its value is the Monday the example tour is laid around.
const MARK: &str = "demo_week";

/// Fills the database, goes on where a first filling was cut off, or moves the example tour on.
pub(crate) async fn fill(
    db: &Db,
    city: &City,
    folder: Option<&Path>,
    clock: &dyn Clock,
    rng: &dyn Rng,
) -> anyhow::Result<()> {
    let anchor =
        city.profile.example_anchor.context("city.toml has no `example_anchor`, which --demo needs")?;
    let laid = match db.setting_get(MARK).await? {
        Some(monday) => monday.parse::<Date>().context("the database's demo_week is no day")?,
        None if is_empty(db).await? => anchor,
        None => bail!(
            "--demo fills an empty database only, and this one holds a city's own data: start without --demo"
        ),
    };
    mark(db, laid).await?;
    if laid == anchor {
        import_all(db, city, folder, clock, rng).await?;
    }
    if db.setting_get(staff::PRACTICE_SETTING).await?.is_none() {
        staff::practice_accounts(db, &Actor::Operator, clock, rng).await?;
    }
    let monday = monday_of(berlin(clock.now()).date());
    let weeks = i64::from(laid.until((Unit::Day, monday))?.get_days()) / 7;
    tour::shift_examples(db, &Actor::Operator, clock, rng, weeks).await?;
    mark(db, monday).await
}

async fn is_empty(db: &Db) -> anyhow::Result<bool> {
    let tour = tour::load(db).await?;
    Ok(tour.venues.is_empty() && tour.stops.is_empty() && directory::load(db).await?.is_empty())
}

async fn mark(db: &Db, monday: Date) -> anyhow::Result<()> {
    let mut tx = db.begin().await?;
    tx.setting_put(MARK, &monday.to_string()).await?;
    tx.commit().await?;
    Ok(())
}

async fn import_all(
    db: &Db,
    city: &City,
    folder: Option<&Path>,
    clock: &dyn Clock,
    rng: &dyn Rng,
) -> anyhow::Result<()> {
    let file = |name: &str| {
        crate::city::file(folder, name)?.with_context(|| format!("the city's folder has no file {name}"))
    };
    for name in ["tour.jsonl", "example-tour.jsonl"] {
        let text = file(name)?;
        tour::import_file(db, &Actor::Operator, clock, rng, text.as_bytes(), &known(city), false)
            .await
            .with_context(|| name.to_owned())?;
    }
    let services =
        directory::exchange::parse(file("services.jsonl")?.as_bytes()).context("services.jsonl")?;
    directory::import(db, &Actor::Operator, clock, rng, services, false).await?;
    Ok(())
}

/// What a tour file may refer to in this city.
pub(crate) fn known(city: &City) -> Known {
    Known {
        offers: Some(city.offers.all.iter().map(|o| o.id.clone()).collect()),
        // A city without a list of districts may name them as it likes.
        districts: city
            .knows_places()
            .then(|| city.geography.districts().iter().map(|d| d.id.clone()).collect()),
        venues: None,
    }
}

fn monday_of(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(jiff::Span::new().days(back))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!(monday_of(date(2026, 11, 24)), date(2026, 11, 23));
        assert_eq!(monday_of(date(2026, 11, 23)), date(2026, 11, 23));
        assert_eq!(monday_of(date(2026, 11, 29)), date(2026, 11, 23));
    }
}
