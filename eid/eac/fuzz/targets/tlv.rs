//! Any bytes as data objects: each is what was read again when it is written, and none reaches beyond the end.
#![no_main]

use eac::tlv::{Reader, object};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut reader = Reader::new(bytes);
    while let Ok(read) = reader.any() {
        assert_eq!(&bytes[read.value_at..read.value_at + read.value.len()], read.value);
        let written = object(read.tag, read.value);
        assert_eq!(Reader::new(&written).any().map(|again| again.value.len()), Ok(read.value.len()));
    }
});
