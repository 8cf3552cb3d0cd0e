//! Any bytes as a certificate description: an error, or one that can be written and read.
#![no_main]

use eac::description::Description;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = Description::parse(bytes) {
        assert!(Description::parse(&read.to_der()).is_ok());
    }
    let _ = Description::parse_implicitly_tagged(bytes);
});
