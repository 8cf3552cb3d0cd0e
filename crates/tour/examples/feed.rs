//! Prints the calendar feed of a city's tour files; with `--spans` what it must say: one line per open span.
//!
//! `cargo run -p tour --example feed -- data/hamburg data/hamburg/tour.jsonl > tour.ics`
#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use jiff::{Timestamp, civil::Time};
use tour::{Calendar, FeedMeta, Known, StoredStop, Venue, calendar_feed, exchange::parse, plan};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a == "--spans");
    let (folder, files) = paths.split_first().ok_or("needs a city's folder and tour files")?;
    let read = |name: &str| fs::read_to_string(Path::new(folder).join(name));
    let calendar = Calendar::parse(&read("holidays.csv")?, &read("special_sundays.csv")?)?;
    let mut bytes = Vec::new();
    for file in files {
        bytes.extend(fs::read(file)?);
    }
    let file = parse(bytes.as_slice(), &Known::default())?;
    let venues: BTreeMap<_, _> = file.venues.into_iter().map(|(_, v)| (v.id.clone(), v)).collect();
    let stored = |stop| StoredStop { stop, sequence: 0, changed_at: Timestamp::UNIX_EPOCH };
    let stops: Vec<StoredStop> = file.stops.into_iter().map(|(_, s)| stored(s)).collect();
    let pairs: Vec<_> = stops.iter().filter_map(|s| Some((s, venues.get(&s.stop.venue)?))).collect();
    if flags.is_empty() {
        print!("{}", calendar_feed(pairs, &calendar, &meta()));
    } else {
        for (stop, venue) in pairs {
            print_spans(stop, venue, &calendar)?;
        }
    }
    Ok(())
}

fn meta() -> FeedMeta {
    FeedMeta {
        name: "Lotse".into(),
        service: "Hamburg Service Pop-Up".into(),
        public_url: "https://lotse.example".into(),
        host: "lotse.example".into(),
        lang: kernel::Lang::De,
        offers: BTreeMap::new(),
    }
}

/// `stop start end`, local times; cancelled stops too, because their events stay.
fn print_spans(stored: &StoredStop, venue: &Venue, calendar: &Calendar) -> Result<(), jiff::Error> {
    let stop = &stored.stop;
    let Some((from, to)) = stop.from.zip(stop.to) else { return Ok(()) };
    for day in from.series(jiff::Span::new().days(1)).take_while(|d| *d <= to) {
        for span in plan(stop, venue, calendar, day).spans {
            let end_day = if span.to() == Time::midnight() { day.tomorrow().unwrap_or(day) } else { day };
            let (start, end) = (day.to_datetime(span.from()), end_day.to_datetime(span.to()));
            // A span that the clock skips altogether does not take place.
            if start.in_tz(kernel::BERLIN)? < end.in_tz(kernel::BERLIN)? {
                println!("{} {start} {end}", stop.id);
            }
        }
    }
    Ok(())
}
