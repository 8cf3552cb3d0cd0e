//! Any bytes as the data of every command and answer of the protocols.
#![no_main]

use eac::ca::Answer;
use eac::chat::Chat;
use eac::pace::wire::{SetAt, Step};
use eac::ta::Auxiliary;
use eac::{ca, ri, ta};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = SetAt::parse(bytes);
    let _ = Step::parse(bytes);
    for step in [Step::Nonce, Step::Map, Step::Agree, Step::Token] {
        let _ = step.read_answer(bytes);
    }
    if let Ok(read) = ta::wire::SetAt::parse(bytes) {
        assert_eq!(ta::wire::SetAt::parse(&read.command().data), Ok(read));
    }
    if let Ok(read) = Auxiliary::parse(bytes) {
        assert_eq!(read.to_tlv(), bytes);
    }
    if let Ok(read) = Chat::parse(bytes) {
        assert_eq!(Chat::parse(&read.to_tlv()), Ok(read));
    }
    let _ = ta::wire::parse_set_dst(bytes);
    let _ = ca::wire::parse_set_at(bytes);
    let _ = ca::wire::parse_general_authenticate(bytes);
    let _ = Answer::parse(bytes);
    let _ = ri::Sector::parse(bytes);
    let _ = ri::parse_general_authenticate(bytes);
    let _ = ri::parse_answer(bytes);
});
