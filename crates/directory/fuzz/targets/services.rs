//! Any bytes as a file of services: every refusal names a line, and what was read is read unchanged from what is written.
#![no_main]

use directory::exchange::{ExchangeError, parse, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| match parse(bytes) {
    Ok(parsed) => {
        let again = parse(write(&parsed.services).as_bytes()).unwrap();
        let mut services = parsed.services;
        services.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(again.services, services);
    }
    Err(ExchangeError::Lines(remarks)) => assert!(!remarks.is_empty()),
    Err(ExchangeError::TooLarge | ExchangeError::Io(_)) => {}
});
