//! PACE with libeac on every curve, with every cipher and password, and the channel that it opens.

use eac::apdu::{Command, Response};
use eac::curve::Curve;
use eac::keys::Cipher;
use eac::messaging::{ChipChannel, TerminalChannel};
use eac::pace::{PaceError, Parameters, Secret, TerminalPace};

use super::card::{Card, Reader};
use super::{CARD, pace_as_chip, pace_as_terminal, peer, pin};
use crate::support::Dice;

#[test]
fn every_curve_and_cipher_both_ways() {
    let curves = [Curve::P256, Curve::BrainpoolP256r1, Curve::BrainpoolP384r1, Curve::BrainpoolP512r1];
    for curve in curves {
        for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
            let parameters = Parameters { cipher, curve };
            if cipher == Cipher::Aes128 {
                let opened = pace_as_terminal(&mut peer(parameters), parameters, &pin());
                assert!(opened.is_ok(), "terminal, {parameters:?}");
            }
            assert!(pace_as_chip(&mut peer(parameters), parameters, &pin()).is_ok(), "chip, {parameters:?}");
        }
    }
}

/// libeac's chip always chooses a nonce of one block; longer keys want two (ICAO 9303-11, section 4.4.3.3).
#[test]
fn a_nonce_shorter_than_the_key_is_refused() {
    for cipher in [Cipher::Aes192, Cipher::Aes256] {
        let parameters = Parameters { cipher, ..CARD };
        let short = peer(parameters).value("pace-nonce", &[]);
        let refused = TerminalPace::new(parameters, &pin()).nonce(&short, &mut Dice::new("short"));
        assert_eq!((short.len(), refused.err()), (16, Some(PaceError::Nonce)));
    }
}

#[test]
fn every_password_both_ways() {
    let zone = "IDD<<T220001293<<<<<<<<<<<<<<<6408125<2010315D<<<<<<<<<<<<<4MUSTERMANN<<ERIKA<<<<<<<<<<<<<";
    let passwords = [
        ("secret can", "123456", Secret::from_digits("123456")),
        ("secret pin", "654321", Secret::from_digits("654321")),
        ("secret puk", "9876543210", Secret::from_digits("9876543210")),
        ("secret mrz", zone, Secret::from_mrz("T22000129364081252010315")),
    ];
    for (command, typed, secret) in passwords {
        for run in [pace_as_terminal, pace_as_chip] {
            let mut peer = peer(CARD);
            peer.ask(command, &[typed.as_bytes()]);
            assert!(run(&mut peer, CARD, &secret).is_ok(), "{command}");
        }
    }
}

#[test]
fn a_wrong_password_opens_nothing() {
    let wrong = Secret::from_digits("123457");
    assert_eq!(pace_as_terminal(&mut peer(CARD), CARD, &wrong).unwrap_err(), "verify token");
    assert_eq!(pace_as_chip(&mut peer(CARD), CARD, &wrong).unwrap_err(), "PACE: the password is wrong");
}

fn commands() -> [Command; 3] {
    [
        Command::new(0, 0x22, 0x81, 0xB6).with(b"DECVCATEST00001".to_vec()),
        Command::new(0, 0x84, 0, 0).expecting(8),
        Command::new(0, 0x2A, 0, 0xBE).with(vec![0x5A; 300]),
    ]
}

#[test]
fn our_commands_are_opened_by_libeac_and_its_answers_by_us() {
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        let parameters = Parameters { cipher, ..CARD };
        let mut peer = peer(parameters);
        // Keys are the same on both sides, so who began does not matter.
        let opened = pace_as_chip(&mut peer, parameters, &pin()).unwrap();
        let (mut terminal, mut card) = (TerminalChannel::new(opened.keys), Card::new(peer, "pace"));
        for (command, length) in commands().into_iter().zip([0, 8, 300]) {
            assert_eq!(card.open(&terminal.protect(&command).unwrap()), command);
            let answer = Response::data(vec![0xA5; length]);
            assert_eq!(terminal.open(&card.protect(&answer)).unwrap(), answer);
        }
    }
}

#[test]
fn libeacs_commands_are_opened_by_us_and_our_answers_by_it() {
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        let parameters = Parameters { cipher, ..CARD };
        let mut peer = peer(parameters);
        let opened = pace_as_chip(&mut peer, parameters, &pin()).unwrap();
        let (mut chip, mut reader) = (ChipChannel::new(opened.keys), Reader::new(peer, "pace"));
        for (command, length) in commands().into_iter().zip([0, 8, 300]) {
            assert_eq!(chip.open(&reader.protect(&command)).unwrap(), command);
            let answer = Response::data(vec![0xA5; length]);
            assert_eq!(reader.open(&chip.protect(&answer).unwrap()), answer);
        }
    }
}
