//! Any bytes inside a channel: nothing is believed that its keys did not protect.
#![no_main]

use eac::apdu::{Command, Response};
use eac::keys::{Cipher, SessionKeys};
use eac::messaging::{ChipChannel, TerminalChannel};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let keys = || SessionKeys::derive(Cipher::Aes128, b"shared", &[]);
    if let Ok(response) = Response::parse(bytes) {
        assert!(TerminalChannel::new(keys()).open(&response).is_err());
    }
    if let Ok(command) = Command::parse(bytes) {
        assert!(ChipChannel::new(keys()).open(&command).is_err());
    }
});
