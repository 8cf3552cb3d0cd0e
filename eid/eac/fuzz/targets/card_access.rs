//! Any bytes as EF.CardAccess: an error or a set that can be written.
#![no_main]

use eac::card_access::SecurityInfos;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(infos) = SecurityInfos::parse(bytes) {
        assert!(SecurityInfos::parse(&infos.to_der()).is_ok());
    }
});
