//! Any bytes as a command and as a response: what is read is written again and read as the same.
#![no_main]

use eac::apdu::{Command, Response};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(command) = Command::parse(bytes) {
        assert_eq!(Command::parse(&command.to_bytes()), Ok(command));
    }
    if let Ok(response) = Response::parse(bytes) {
        assert_eq!(response.to_bytes(), bytes);
    }
});
