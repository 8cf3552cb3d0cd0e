//! Any bytes as a tour file with its opening hours: every error is told, and what was read says the same when it is read
//! again from what an export writes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tour::{
    Known, ReadError, StoredStop, Tour,
    exchange::{export, parse},
};

fuzz_target!(|bytes: &[u8]| match parse(bytes, &Known::default()) {
    Ok(file) => {
        let venues = file.venues.iter().map(|(_, venue)| (venue.id.clone(), venue.clone())).collect();
        let stops = file
            .stops
            .iter()
            .map(|(_, stop)| StoredStop { stop: stop.clone(), sequence: 0, changed_at: Default::default() })
            .collect();
        let text = export(&Tour { venues, stops }).unwrap();
        let again = parse(text.as_bytes(), &Known::default()).unwrap();
        assert_eq!(again.venues.len(), file.venues.len());
        assert!(
            file.stops.iter().all(|(_, stop)| again.stops.iter().any(|(_, other)| other == stop)),
            "{text}"
        );
    }
    Err(ReadError::Content(error)) => assert!(!error.errors.is_empty()),
    Err(ReadError::Io(_)) => {}
});
