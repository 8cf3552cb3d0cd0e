//! Any bytes as EF.CardSecurity: an error, or something that nobody believes without an authority.
#![no_main]

use eac::card_access::SecurityInfos;
use eac::card_security::CardSecurity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = CardSecurity::parse(bytes) {
        assert!(read.verify(&[], jiff::civil::date(2026, 11, 26)).is_err());
        let _ = SecurityInfos::parse(read.unproven_content());
    }
});
