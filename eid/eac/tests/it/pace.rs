//! PACE through its door: two examples of standards word by word, both sides against each other, and every wrong turn.

use eac::apdu::{Command, Response};
use eac::card_access::{SecurityInfos, pace_cipher, pace_oid};
use eac::chat::{Chat, Level, Right, Rights, TerminalKind};
use eac::curve::Curve;
use eac::keys::Cipher;
use eac::messaging::{ChipChannel, TerminalChannel};
use eac::pace::wire::{SetAt, Step};
use eac::pace::{ChipPace, Opened, PaceError, Parameters, Password, Secret, TerminalPace};
use eac::rand_core::CryptoRng;
use proptest::prelude::*;

use crate::support::{Dice, Fixed, example, icao};

const CARD: Parameters = Parameters { cipher: Cipher::Aes128, curve: Curve::BrainpoolP256r1 };
const CURVES: [Curve; 4] =
    [Curve::P256, Curve::BrainpoolP256r1, Curve::BrainpoolP384r1, Curve::BrainpoolP512r1];

/// Both sides to the end.
fn run(
    parameters: Parameters,
    pcd: &Secret,
    picc: &Secret,
    dice: &mut impl CryptoRng,
) -> Result<[Opened; 2], PaceError> {
    let (chip, nonce) = ChipPace::new(parameters, picc).nonce(dice);
    let (terminal, own) = TerminalPace::new(parameters, pcd).nonce(&nonce, dice)?;
    let (chip, other) = chip.map(&own, dice)?;
    let (terminal, own) = terminal.map(&other, dice)?;
    let (chip, other) = chip.agree(&own, dice)?;
    let (terminal, token) = terminal.agree(&other)?;
    let (token, of_chip) = chip.finish(&token)?;
    Ok([terminal.finish(&token)?, of_chip])
}

/// An example of a standard: what each side sends when it draws the example's numbers.
fn check(value: fn(&str) -> Vec<u8>, secret: &Secret) {
    let drawn = |name| {
        let octets = value(name);
        Fixed(octets[octets.len().saturating_sub(32)..].to_vec())
    };
    let (chip, nonce) = ChipPace::new(CARD, secret).nonce(&mut drawn("nonce"));
    assert_eq!(nonce, value("nonce-enc"));
    let (terminal, own) =
        TerminalPace::new(CARD, secret).nonce(&nonce, &mut drawn("map-pcd-priv-key")).unwrap();
    assert_eq!(own, value("map-pcd-pub-key"));
    let (chip, other) = chip.map(&own, &mut drawn("map-picc-priv-key")).unwrap();
    assert_eq!(other, value("map-picc-pub-key"));
    let (terminal, own) = terminal.map(&other, &mut drawn("pcd-priv-key")).unwrap();
    assert_eq!(own, value("pcd-pub-key"));
    let (chip, other) = chip.agree(&own, &mut drawn("picc-priv-key")).unwrap();
    assert_eq!(other, value("picc-pub-key"));
    let (terminal, token) = terminal.agree(&other).unwrap();
    assert_eq!(token.as_slice(), value("authentication-token-pcd"));
    let (token, _) = chip.finish(&token).unwrap();
    assert_eq!(token.as_slice(), value("authentication-token-picc"));
    let opened = terminal.finish(&token).unwrap();
    assert_eq!(opened.id_chip, CARD.curve.compressed(&value("picc-pub-key")));
    assert_eq!(opened.id_terminal, CARD.curve.compressed(&value("pcd-pub-key")));
}

#[test]
fn the_worked_example_of_the_bsi() {
    check(example, &Secret::from_digits("123456"));
}

#[test]
fn the_example_of_icao() {
    check(icao, &Secret::from_mrz("T22000129364081251010318"));
}

#[test]
fn the_commands_of_icao() {
    let set = SetAt::new(CARD.cipher, Password::Mrz, Some(13), None);
    let nonce = Step::Nonce.command(&[]);
    assert_eq!(set.command().to_bytes(), icao("set-at"));
    assert_eq!(nonce.to_bytes(), icao("command-nonce"));
    let steps = [
        (Step::Map, "command-map", "map-pcd-pub-key", "answer-map", "map-picc-pub-key"),
        (Step::Agree, "command-agree", "pcd-pub-key", "answer-agree", "picc-pub-key"),
        (
            Step::Token,
            "command-token",
            "authentication-token-pcd",
            "answer-token",
            "authentication-token-picc",
        ),
    ];
    for (step, command, own, answer, other) in steps {
        let written = step.command(&icao(own));
        assert_eq!(written.to_bytes(), icao(command));
        assert_eq!(Step::parse(&written.data).unwrap(), (step, icao(own).as_slice()));
        let answer = Response::parse(&icao(answer)).unwrap();
        assert_eq!(step.read_answer(&answer.data).unwrap(), (icao(other).as_slice(), Vec::new()));
        assert_eq!(step.answer(&icao(other), &[]), answer.data);
    }
    let offered = SecurityInfos::parse(&icao("ef-cardaccess")).unwrap();
    assert_eq!(offered.pace[0].curve, Ok(CARD.curve));
    assert_eq!(pace_cipher(&offered.all_pace[0].0), Some(CARD.cipher));
}

#[test]
fn every_curve_every_cipher() {
    let dice = &mut Dice::new("every");
    let can = Secret::from_digits("500540");
    for curve in CURVES {
        for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
            let [terminal, chip] = run(Parameters { cipher, curve }, &can, &can, dice).unwrap();
            assert_eq!((&terminal.id_chip, &terminal.id_terminal), (&chip.id_chip, &chip.id_terminal));
            let (mut terminal, mut chip) = (TerminalChannel::new(terminal.keys), ChipChannel::new(chip.keys));
            let command = Command::new(0, 0xB0, 0x9C, 0).expecting(8);
            assert_eq!(chip.open(&terminal.protect(&command).unwrap()).unwrap(), command);
        }
    }
}

#[test]
fn a_wrong_password_is_seen_by_both_sides() {
    let (right, wrong) = (Secret::from_digits("123456"), Secret::from_digits("123457"));
    let dice = &mut Dice::new("wrong");
    assert_eq!(run(CARD, &wrong, &right, dice).unwrap_err(), PaceError::WrongPassword);

    // A chip that lets everybody in does not know the password, and the terminal sees it.
    let (_, nonce) = ChipPace::new(CARD, &right).nonce(dice);
    let (terminal, own) = TerminalPace::new(CARD, &wrong).nonce(&nonce, dice).unwrap();
    let (chip, other) = ChipPace::new(CARD, &right).nonce(dice).0.map(&own, dice).unwrap();
    let (terminal, own) = terminal.map(&other, dice).unwrap();
    let (_, other) = chip.agree(&own, dice).unwrap();
    let (terminal, _) = terminal.agree(&other).unwrap();
    assert_eq!(terminal.finish(&[0; 8]).unwrap_err(), PaceError::WrongPassword);
}

/// What is no key: nothing, the point at infinity, a compressed point, a point of another curve or of none.
fn no_keys() -> Vec<Vec<u8>> {
    let mut off = example("pcd-pub-key");
    off[64] ^= 1;
    let compressed = [&[2][..], &example("pcd-pub-key")[1..33]].concat();
    vec![vec![], vec![0], compressed, Curve::P256.domain().base, off, vec![4; 65], vec![4; 129]]
}

#[test]
fn what_is_no_key_is_refused() {
    let dice = &mut Dice::new("keys");
    let pin = Secret::from_digits("123456");
    for key in no_keys() {
        let (chip, nonce) = ChipPace::new(CARD, &pin).nonce(dice);
        let (terminal, own) = TerminalPace::new(CARD, &pin).nonce(&nonce, dice).unwrap();
        assert_eq!(chip.map(&key, dice).err(), Some(PaceError::Key), "{key:02X?}");
        assert_eq!(terminal.map(&key, dice).err(), Some(PaceError::Key), "{key:02X?}");

        let (chip, nonce) = ChipPace::new(CARD, &pin).nonce(dice);
        let (terminal, _) = TerminalPace::new(CARD, &pin).nonce(&nonce, dice).unwrap();
        let (chip, other) = chip.map(&own, dice).unwrap();
        let (terminal, _) = terminal.map(&other, dice).unwrap();
        assert_eq!(chip.agree(&key, dice).err(), Some(PaceError::Key), "{key:02X?}");
        assert_eq!(terminal.agree(&key).err(), Some(PaceError::Key), "{key:02X?}");
    }
}

/// Somebody who sends back what he got needs no password (ICAO 9303-11, section 4.4.1).
#[test]
fn an_echo_opens_nothing() {
    let pin = Secret::from_digits("123456");
    let dice = &mut Dice::new("echo");
    let (chip, nonce) = ChipPace::new(CARD, &pin).nonce(dice);
    let (terminal, own) = TerminalPace::new(CARD, &pin).nonce(&nonce, dice).unwrap();
    let (_, other) = chip.map(&own, dice).unwrap();
    let (terminal, own) = terminal.map(&other, dice).unwrap();
    assert_eq!(terminal.agree(&own).err(), Some(PaceError::Key));
    // The chip draws its key after it got the terminal's; with numbers that are known it can be foretold.
    let agree = |terminal: &[u8]| {
        let (chip, _) = ChipPace::new(CARD, &pin).nonce(&mut Fixed(vec![1; 16]));
        let (chip, _) = chip.map(&CARD.curve.domain().base, &mut Fixed(vec![3; 32])).unwrap();
        chip.agree(terminal, &mut Fixed(vec![7; 32])).map(|(_, key)| key)
    };
    let foretold = agree(&own).unwrap();
    assert_eq!(agree(&foretold), Err(PaceError::Key));
}

#[test]
fn a_nonce_of_another_length_is_refused() {
    let pin = Secret::from_digits("123456");
    for length in [0, 8, 15, 17, 32] {
        let refused = TerminalPace::new(CARD, &pin).nonce(&vec![0; length], &mut Dice::new("short"));
        assert_eq!(refused.err(), Some(PaceError::Nonce), "{length}");
    }
}

#[test]
fn what_is_asked_for_comes_with_the_password() {
    let chat = Chat::new(TerminalKind::Authentication, Level::Terminal, Rights::from([Right::PinManagement]));
    let set = SetAt::new(Cipher::Aes256, Password::Can, Some(16), Some(chat));
    assert_eq!(SetAt::parse(&set.command().data).unwrap(), set);
    let bare = SetAt::new(Cipher::Aes192, Password::Pin, None, None);
    assert_eq!(SetAt::parse(&bare.command().data).unwrap(), bare);
    assert_eq!(bare.protocol, pace_oid(Cipher::Aes192));
    let names = [b"DECVCATEST00002".as_slice(), b"DECVCATEST00001"];
    let answer = Step::Token.answer(&[1; 8], &names);
    assert_eq!(Step::Token.read_answer(&answer).unwrap(), ([1; 8].as_slice(), names.to_vec()));
}

#[test]
fn broken_commands_name_the_byte() {
    let refused = |data: &[u8]| SetAt::parse(data).unwrap_err().to_string();
    assert_eq!(refused(&[0x83, 1, 3]), "holder authorisation: no data object where 80 is expected at byte 3");
    assert_eq!(refused(&[0x80, 1, 3]), "holder authorisation: no data object where 83 is expected at byte 3");
    assert_eq!(
        refused(&[0x80, 1, 0, 0x83, 2, 0, 3]),
        "holder authorisation: a data object whose tag or length is not well written at byte 3"
    );
    let step = |data: &[u8]| Step::parse(data).unwrap_err().to_string();
    assert_eq!(step(&[0x7C, 2, 0x86, 0]), "no data object where 81 is expected at byte 2");
    assert_eq!(step(&[0x7C, 0, 0]), "bytes after the end at byte 2");
    assert_eq!(step(&[0x7C, 4, 0x81, 0, 0x83, 0]), "bytes after the end at byte 4");
    let bare = SetAt::new(CARD.cipher, Password::Pin, Some(13), None).command().data.clone();
    assert!(SetAt::parse(&[&bare[..], &[0x65, 0]].concat()).is_ok(), "a certificate extension");
    for behind in [&[0x84, 1, 13][..], &[0x83, 1, 3], &[0x53, 0], &[0]] {
        assert!(SetAt::parse(&[&bare[..], behind].concat()).is_err(), "{behind:02X?}");
    }
    let answer = |inner: &[u8]| Step::Token.read_answer(&eac::tlv::object(0x7C, inner)).map(|_| ());
    assert_eq!(answer(&[0x86, 1, 1, 0x87, 1, 1, 0x88, 1, 1]), Ok(()));
    for behind in [&[0x88, 0, 0x87, 0][..], &[0x87, 0, 0x87, 0], &[0x86, 0], &[0x8A, 0], &[0]] {
        assert!(answer(&[&[0x86, 1, 1], behind].concat()).is_err(), "{behind:02X?}");
    }
}

#[test]
fn secrets_do_not_print() {
    let secret = Secret::from_digits("123456");
    let [opened, _] = run(CARD, &secret, &secret, &mut Dice::new("print")).unwrap();
    assert_eq!(format!("{secret:?}"), "Secret(REDACTED)");
    assert_eq!(format!("{:?}", opened.keys), "SessionKeys(Aes128, REDACTED)");
    for number in 0..=u8::MAX {
        assert!(Password::from_number(number).is_none_or(|password| password as u8 == number));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_steps_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80), tagged: bool) {
        let bytes = if tagged { eac::tlv::object(0x7C, &bytes) } else { bytes };
        let _ = SetAt::parse(&bytes);
        let _ = Step::parse(&bytes);
        for step in [Step::Nonce, Step::Map, Step::Agree, Step::Token] {
            let _ = step.read_answer(&bytes);
        }
    }
}
