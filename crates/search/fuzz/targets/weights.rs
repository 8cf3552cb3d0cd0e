//! Any bytes as an archive of weights: an error or weights, no panic, and no more memory than weights take.
#![no_main]

use libfuzzer_sys::fuzz_target;
use search::encoder::Weights;

fuzz_target!(|bytes: &[u8]| {
    let _ = Weights::read(&bytes);
});
