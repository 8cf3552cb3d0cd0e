//! Secure messaging: the example of the BSI, both ends against each other, and what a third party may try.

use eac::apdu::{Command, Response};
use eac::keys::{Cipher, SessionKeys};
use eac::messaging::{ChipChannel, MessagingError, TerminalChannel};
use eac::tlv::{Reader, object};
use proptest::prelude::*;

use crate::support::{example, hex};

fn channel(cipher: Cipher) -> (TerminalChannel, ChipChannel) {
    let keys = SessionKeys::derive(cipher, b"shared", &[]);
    (TerminalChannel::new(keys.clone()), ChipChannel::new(keys))
}

fn example_channel() -> TerminalChannel {
    TerminalChannel::new(SessionKeys::derive(Cipher::Aes128, &example("shared-secret-k"), &[]))
}

#[test]
fn the_worked_example() {
    let mut terminal = example_channel();
    let select = terminal.protect(&Command::new(0, 0x22, 0x81, 0xB6).with(example("d1"))).unwrap();
    let cryptogram = Reader::new(&select.data).expect(0x87).unwrap();
    assert_eq!((cryptogram.value[0], &cryptogram.value[1..]), (1, &example("e1")[..]));
    let answer = [example("ad1"), object(0x8E, &example("a1"))].concat();
    assert_eq!(terminal.open(&Response::data(answer)), Ok(Response::status(0x9000)));
}

#[test]
fn a_session_of_many_commands() {
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        let (mut terminal, mut chip) = channel(cipher);
        for length in [0, 1, 15, 16, 17, 223, 255, 256, 1000] {
            let plain = Command::new(0x00, 0x2A, 0x00, 0xBE).with(vec![0xC3; length]);
            for plain in [plain.clone(), plain.clone().expecting(256), plain.expecting(1024)] {
                let secure = terminal.protect(&plain).unwrap();
                assert!(secure.is_secure() && secure.class == 0x0C);
                let sent = Command::parse(&secure.to_bytes()).unwrap();
                assert_eq!(chip.open(&sent).unwrap(), plain);
                let answer = Response { data: vec![0x3C; length], status: 0x6282 };
                let secure = chip.protect(&answer).unwrap();
                assert_eq!(terminal.open(&secure).unwrap(), answer);
            }
        }
    }
}

#[test]
fn odd_instructions_have_their_own_cryptogram() {
    let (mut terminal, mut chip) = channel(Cipher::Aes128);
    let plain = Command::new(0, 0x21, 0, 0).with(vec![1, 2, 3]);
    let secure = terminal.protect(&plain).unwrap();
    assert!(Reader::new(&secure.data).expect(0x85).is_ok());
    assert_eq!(chip.open(&secure), Ok(plain));
}

#[test]
fn a_command_that_comes_twice_ends_the_channel() {
    let (mut terminal, mut chip) = channel(Cipher::Aes128);
    let first = terminal.protect(&Command::new(0, 0x44, 0x10, 0x03)).unwrap();
    chip.open(&first).unwrap();
    chip.protect(&Response::status(0x9000)).unwrap();
    assert_eq!(chip.open(&first), Err(MessagingError::WrongMac));
    let second = terminal.protect(&Command::new(0, 0x44, 0x10, 0x03)).unwrap();
    assert_eq!(chip.open(&second), Err(MessagingError::Closed));
    assert_eq!(chip.protect(&Response::status(0x9000)), Err(MessagingError::Closed));
}

#[test]
fn a_response_that_comes_twice_ends_the_channel() {
    let (mut terminal, mut chip) = channel(Cipher::Aes256);
    let ask = Command::new(0, 0x84, 0, 0).expecting(8);
    chip.open(&terminal.protect(&ask).unwrap()).unwrap();
    let answer = chip.protect(&Response::data(vec![7; 8])).unwrap();
    terminal.open(&answer).unwrap();
    terminal.protect(&ask).unwrap();
    assert_eq!(terminal.open(&answer), Err(MessagingError::WrongMac));
    assert_eq!(terminal.open(&answer), Err(MessagingError::Closed));
    assert_eq!(terminal.protect(&ask), Err(MessagingError::Closed));
    assert_eq!(format!("{terminal:?}"), "TerminalChannel(Session(None))");
}

#[test]
fn a_chip_that_leaves_the_channel_says_why() {
    let (mut terminal, _) = channel(Cipher::Aes128);
    terminal.protect(&Command::new(0, 0x84, 0, 0)).unwrap();
    assert_eq!(terminal.open(&Response::status(0x6988)), Err(MessagingError::Unprotected(0x6988)));
    assert_eq!(
        MessagingError::Unprotected(0x6988).to_string(),
        "secure messaging: the card has left the channel (status 6988)"
    );
}

/// A forged answer whose MAC is right: only somebody with the keys could send it, and it still must be well formed.
#[test]
fn authentic_nonsense_is_refused() {
    let keys = SessionKeys::derive(Cipher::Aes128, b"shared", &[]);
    let padded = |data: &[u8]| {
        let mut data = [data, &[0x80]].concat();
        data.resize(data.len().next_multiple_of(16), 0);
        data
    };
    for objects in [
        "8701019902 9000",
        "87020199 99029000",
        "871100 00112233445566778899AABBCCDDEEFF 99029000",
        "8711 01 00112233445566778899AABBCCDDEEFF 99029000",
        "8500 99029000",
        "9901 90",
        "99029000 00",
    ] {
        let mut objects = hex(objects);
        let counter = 2_u128.to_be_bytes();
        let mac = keys.token(&[&counter[..], &padded(&objects)].concat());
        objects.extend(object(0x8E, &mac));
        let mut terminal = TerminalChannel::new(keys.clone());
        terminal.protect(&Command::new(0, 0x84, 0, 0)).unwrap();
        let refused = terminal.open(&Response::data(objects.clone())).unwrap_err();
        assert!(
            matches!(refused, MessagingError::Malformed | MessagingError::Tlv(_)),
            "{objects:02X?}: {refused}"
        );
        assert_eq!(terminal.protect(&Command::new(0, 0x84, 0, 0)), Err(MessagingError::Closed));
    }
}

#[test]
fn an_authentic_length_that_is_none_is_refused() {
    let keys = SessionKeys::derive(Cipher::Aes128, b"shared", &[]);
    for (length, most) in [
        ("9701 08", Some(8)),
        ("9701 00", Some(256)),
        ("9702 0000", Some(65_536)),
        ("9702 0100", Some(256)),
        ("9703 000000", None),
        ("9700", None),
    ] {
        let mut data = hex(length);
        let mut header = vec![0x0C, 0xB0, 0x9C, 0, 0x80];
        header.resize(16, 0);
        let mut covered = [&data[..], &[0x80]].concat();
        covered.resize(16, 0);
        let mac = keys.token(&[&1_u128.to_be_bytes()[..], &header, &covered].concat());
        data.extend(object(0x8E, &mac));
        let opened = ChipChannel::new(keys.clone()).open(&Command::new(0x0C, 0xB0, 0x9C, 0).with(data));
        match most {
            Some(most) => assert_eq!(opened.unwrap().expected, Some(most), "{length}"),
            None => assert_eq!(opened, Err(MessagingError::Malformed), "{length}"),
        }
    }
}

proptest! {
    #[test]
    fn one_changed_bit_is_seen(at in any::<prop::sample::Index>(), bit in 0..8, length in 0_usize..40) {
        let (mut terminal, mut chip) = channel(Cipher::Aes192);
        let mut bytes = terminal.protect(&Command::new(0, 0x2A, 0, 0xBE).with(vec![5; length])).unwrap().to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        // The last octet is the length of the answer that is wanted, which nobody protects.
        let unseen = Command::parse(&bytes).is_ok_and(|changed| chip.open(&changed).is_ok());
        prop_assert!(!unseen || at == bytes.len() - 1);
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..120), tag in 0_usize..6) {
        let tag = [0x87, 0x85, 0x97, 0x99, 0x8E, 0x00][tag];
        let data = if tag == 0 { bytes } else { object(tag, &bytes) };
        let (mut terminal, mut chip) = channel(Cipher::Aes128);
        prop_assert!(chip.open(&Command::new(0x0C, 0xA4, 4, 0x0C).with(data.clone())).is_err());
        prop_assert!(terminal.open(&Response::data(data)).is_err());
    }
}
