//! Any bytes as a certificate and as a request: an error, or a certificate that is what was read.
#![no_main]

use eac::curve::Curve;
use eac::cvc::{Certificate, Request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = Certificate::parse(bytes) {
        assert_eq!(Certificate::parse(&read.to_tlv()).as_ref(), Ok(&read));
        if let Ok(key) = read.key().verifying_key(Some(Curve::BrainpoolP256r1)) {
            let _ = read.verify(&key);
        }
    }
    let _ = Certificate::parse_content(bytes);
    let _ = Request::parse(bytes);
});
