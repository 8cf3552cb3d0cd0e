//! Commands and responses, as bytes and back.

use eac::apdu::{ApduError, Command, Response};
use proptest::prelude::*;

use crate::support::{digits, hex};

/// The seven cases of ISO 7816-4, section 5.2.
#[test]
fn every_case() {
    let bare = Command::new(0, 0xA4, 4, 0x0C);
    let long = Command::new(0, 0x2A, 0, 0xBE).with(vec![0xEE; 300]);
    let cases = [
        (bare.clone(), "00A4040C"),
        (bare.clone().expecting(256), "00A4040C00"),
        (bare.clone().expecting(8), "00A4040C08"),
        (bare.clone().with(vec![0x3F, 0]), "00A4040C023F00"),
        (bare.clone().with(vec![0x3F, 0]).expecting(256), "00A4040C023F0000"),
        (bare.clone().expecting(257), "00A4040C000101"),
        (bare.clone().expecting(65_536), "00A4040C000000"),
        (bare.with(vec![0x3F]).expecting(512), "00A4040C0000013F0200"),
    ];
    for (command, bytes) in cases {
        assert_eq!(digits(&command.to_bytes()), bytes);
        assert_eq!(Command::parse(&hex(bytes)), Ok(command));
    }
    let bytes = long.to_bytes();
    assert_eq!((&bytes[4..7], bytes.len()), ([0, 1, 44].as_slice(), 307));
    assert_eq!(Command::parse(&bytes), Ok(long.clone()));
    assert_eq!(Command::parse(&long.clone().expecting(65_536).to_bytes()), Ok(long.expecting(65_536)));
}

#[test]
fn lengths_that_do_not_fit_are_refused() {
    for bytes in ["", "00", "00A404"] {
        assert_eq!(Command::parse(&hex(bytes)), Err(ApduError::TooShort(bytes.len() / 2)));
    }
    for bytes in [
        "00A4040C0200",
        "00A4040C02AABBCCDD",
        "00A4040C0001",
        "00A4040C000001EE00",
        "00A4040C0000000000",
        "00A4040C000001EE000000",
    ] {
        assert_eq!(Command::parse(&hex(bytes)), Err(ApduError::Length(bytes.len() / 2)), "{bytes}");
    }
    assert_eq!(Response::parse(&[0x90]), Err(ApduError::TooShort(1)));
    assert_eq!(ApduError::Length(6).to_string(), "the length field does not fit 6 bytes");
    assert_eq!(ApduError::TooShort(1).to_string(), "1 bytes are too short");
}

#[test]
fn data_do_not_print() {
    let command = Command::new(0, 0x2C, 2, 3).with(b"123456".to_vec());
    assert_eq!(format!("{command:?}"), "Command 00 2C 02 03, 6 bytes, expects None");
    assert_eq!(format!("{:?}", Response::data(vec![1, 2])), "Response 9000, 2 bytes");
    assert!(Response::data(vec![1]).is_ok() && !Response::status(0x6300).is_ok());
}

proptest! {
    #[test]
    fn what_is_written_is_read(head: [u8; 4], data in prop::collection::vec(any::<u8>(), 0..600),
                               most in prop::option::of(1_usize..=65_536)) {
        let [class, instruction, p1, p2] = head;
        let mut command = Command::new(class, instruction, p1, p2).with(data);
        command.expected = most;
        prop_assert_eq!(Command::parse(&command.to_bytes()), Ok(command));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(command) = Command::parse(&bytes) {
            prop_assert_eq!(Command::parse(&command.to_bytes()), Ok(command));
        }
        if let Ok(response) = Response::parse(&bytes) {
            prop_assert_eq!(response.to_bytes(), bytes);
        }
    }
}
