//! Cards that are none, cards that answer nonsense, cards that are taken away: each has a name, and nothing is burnt.

use std::{thread, time::Duration};

use card::{
    CardTransport, InProcess, Timed, TransportError, VirtualCard,
    check::{Kind, OtherCard, Problem, State, check},
    chip::Chip,
    practice::practice_cards,
};
use eac::{
    card_access::{MobileEid, PaceProtocol, SecurityInfos},
    curve::Curve,
    keys::Cipher,
};
use rand_chacha::ChaCha20Rng;

use crate::place::{Place, card};

/// Answers by what a command begins with; everything else is unknown.
struct Scripted(&'static [(&'static [u8], &'static [u8])]);

impl CardTransport for Scripted {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        let answer =
            self.0.iter().find(|(begin, _)| command.starts_with(begin)).map_or(&[0x6A, 0x82][..], |(_, a)| a);
        Ok(answer.to_vec())
    }
}

const SELECT_PASSPORT: &[u8] = b"\x00\xA4\x04\x0C\x07\xA0\x00\x00\x02\x47\x10\x01";
const SELECT_PAYMENT: &[u8] = b"\x00\xA4\x04\x0C\x0E2PAY.SYS.DDF01";
const SELECT_HEALTH: &[u8] = b"\x00\xA4\x04\x0C\x06\xD2\x76\x00\x00\x01\x02";
const OK: &[u8] = b"\x90\x00";

fn said(card: &mut dyn CardTransport) -> Problem {
    check(card).unwrap_err()
}

#[test]
fn other_cards_are_named() {
    for (script, expected) in [
        (&[(SELECT_PASSPORT, OK)][..], OtherCard::Passport),
        (&[(SELECT_PASSPORT, b"\x69\x82")], OtherCard::Passport),
        (&[(SELECT_PAYMENT, b"\x61\x2A")], OtherCard::Bank),
        (&[(SELECT_HEALTH, OK)], OtherCard::Health),
        (&[], OtherCard::Unknown),
    ] {
        assert_eq!(said(&mut Scripted(script)), Problem::Other(expected));
    }
}

#[test]
fn a_passport_with_pace_is_no_online_id() {
    // It has EF.CardAccess, but its directory lists only the travel document.
    let script: &[(&[u8], &[u8])] = &[
        (b"\x00\xA4\x00\x0C\x02\x3F\x00", OK),
        (b"\x00\xB0\x9E", b"\x61\x09\x4F\x07\xA0\x00\x00\x02\x47\x10\x01\x90\x00"),
        (b"\x00\xB0\x9C", b"\x31\x00\x90\x00"),
        (b"\x00\xB0\x00", b"\x6B\x00"),
        (SELECT_PASSPORT, OK),
    ];
    assert_eq!(said(&mut Scripted(script)), Problem::Other(OtherCard::Passport));
}

/// EF.DIR of an ID card: eID and travel document.
const BOTH_APPLICATIONS: &[u8] =
    b"\x61\x0B\x4F\x09\xE8\x07\x04\x00\x7F\x00\x07\x03\x02\x61\x09\x4F\x07\xA0\x00\x00\x02\x47\x10\x01\x90\x00";

#[test]
fn an_online_id_that_stumbles_is_no_passport() {
    let script: &[(&[u8], &[u8])] = &[
        (b"\x00\xA4\x00\x0C\x02\x3F\x00", OK),
        (b"\x00\xB0\x9E", BOTH_APPLICATIONS),
        (b"\x00\xB0\x9C", b"\x6F\x00"),
        (b"\x00\xB0\x00", b"\x6B\x00"),
        (SELECT_PASSPORT, OK),
    ];
    assert_eq!(said(&mut Scripted(script)), Problem::NotUnderstood);
}

/// A card that offers PACE twice and knows the PIN in the second way alone, and that says "wrong parameters" where a file
/// is at its end.
#[test]
fn another_cards_habits_are_borne() {
    struct Other;
    impl CardTransport for Other {
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
            let offered = SecurityInfos {
                pace: [Cipher::Aes256, Cipher::Aes128]
                    .map(|cipher| PaceProtocol { cipher, curve: Ok(Curve::BrainpoolP256r1) })
                    .to_vec(),
                ..SecurityInfos::default()
            };
            let first = eac::card_access::pace_oid(offered.pace[0].cipher);
            Ok(match command {
                [0, 0xA4, ..] => OK.to_vec(),
                [0, 0xB0, 0x9C, ..] => [&offered.to_der()[..], OK].concat(),
                [0, 0xB0, 0x9E, ..] => BOTH_APPLICATIONS.to_vec(),
                [0, 0xB0, ..] => vec![0x6A, 0x86],
                [0, 0x22, 0xC1, 0xA4, _, 0x80, 10, oid @ ..] if oid.starts_with(&first) => vec![0x6A, 0x80],
                [0, 0x22, 0xC1, 0xA4, ..] => vec![0x63, 0xC2],
                _ => vec![0x6D, 0x00],
            })
        }
    }
    assert_eq!(check(&mut Other).unwrap().state, State::Usable { tries: 2, initial: false });
}

#[test]
fn nonsense_is_told_from_silence() {
    struct Says(&'static [u8]);
    impl CardTransport for Says {
        fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, TransportError> {
            Ok(self.0.to_vec())
        }
    }
    assert_eq!(said(&mut Says(b"")), Problem::Transport(TransportError::Nonsense));
    assert_eq!(said(&mut Says(b"\x90")), Problem::Transport(TransportError::Nonsense));
    assert_eq!(said(&mut Says(b"\x00\x90\x00")), Problem::NotUnderstood, "a file that never ends");
    assert_eq!(said(&mut Says(b"\xFF\xFF")), Problem::Other(OtherCard::Unknown));
}

#[test]
fn a_directory_that_is_filled_up_is_read() {
    struct Filled<'a>(InProcess<&'a mut Chip<ChaCha20Rng>>);
    impl CardTransport for Filled<'_> {
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
            let mut answer = self.0.transmit(command)?;
            if command.starts_with(b"\x00\xB0\x9E") {
                answer.splice(answer.len() - 2.., [0, 0, 0xFF, 0xFF, 0x90, 0x00]);
            }
            Ok(answer)
        }
    }
    let place = Place::new();
    let mut chip = place.named("own-pin");
    assert_eq!(check(&mut Filled(InProcess(&mut chip))).unwrap().kind, Kind::IdCardOrResidencePermit);
}

#[test]
fn an_identity_in_a_phone_says_so() {
    struct Phone(Vec<u8>);
    impl CardTransport for Phone {
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
            Ok(match command {
                [0, 0xA4, ..] => vec![0x90, 0x00],
                [0, 0xB0, 0x9C, ..] => [&self.0[..], &[0x90, 0x00]].concat(),
                [0, 0xB0, 0x9E, ..] => vec![0x6A, 0x82],
                [0, 0xB0, ..] => vec![0x6B, 0x00],
                _ => vec![0x63, 0xD3],
            })
        }
    }
    let offered = SecurityInfos {
        mobile: Some(MobileEid::KeyStore),
        ..SecurityInfos::eid_card(Cipher::Aes128, Curve::BrainpoolP256r1)
    };
    let found = check(&mut Phone(offered.to_der())).unwrap();
    assert_eq!((found.kind, found.state), (Kind::Phone, State::Usable { tries: 3, initial: true }));
}

/// Only these cost no try on any card: SELECT, READ BINARY, MANAGE SECURITY ENVIRONMENT.
#[test]
fn the_check_sends_nothing_that_could_cost_a_try() {
    struct Listening<T>(T, Vec<[u8; 4]>);
    impl<T: CardTransport> CardTransport for Listening<T> {
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
            self.1.push(command[..4].try_into().unwrap());
            self.0.transmit(command)
        }
    }
    let place = Place::new();
    for card in practice_cards() {
        let mut line = Listening(InProcess(place.chip(&card)), Vec::new());
        check(&mut line).unwrap();
        assert_eq!(line.1.iter().filter(|head| **head == [0, 0x22, 0xC1, 0xA4]).count(), 1, "{}", card.name);
        let known = |head: &[u8; 4]| matches!(head, [0, 0xA4 | 0xB0, ..] | [0, 0x22, 0xC1, 0xA4]);
        assert!(line.1.iter().all(known), "{}: {:02X?}", card.name, line.1);
    }
    for script in [&[][..], &[(SELECT_PASSPORT, OK)], &[(SELECT_PAYMENT, OK)]] {
        let mut line = Listening(Scripted(script), Vec::new());
        assert!(check(&mut line).is_err());
        assert!(line.1.iter().all(|head| matches!(head, [0, 0xA4 | 0xB0, ..])), "{:02X?}", line.1);
    }
}

/// The practice card until some command, then an error.
struct Until<T>(T, usize, TransportError);

impl<T: CardTransport> CardTransport for Until<T> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        self.1 = self.1.checked_sub(1).ok_or(self.2)?;
        self.0.transmit(command)
    }
}

#[test]
fn taken_away_at_any_moment_nothing_is_lost() {
    let place = Place::new();
    let mut chip = place.named("suspended");
    let mut broken = 0;
    for error in [TransportError::Removed, TransportError::ReaderGone] {
        for commands in 0..12 {
            let before = place.memory(&card("suspended"));
            chip.reset();
            let mut transport = Until(InProcess(&mut chip), commands, error);
            if let Err(problem) = check(&mut transport) {
                assert_eq!(problem, Problem::Transport(error));
                broken += 1;
            }
            assert_eq!(place.memory(&card("suspended")), before);
        }
    }
    assert!((8..24).contains(&broken), "{broken}");
}

#[test]
fn a_card_that_does_not_answer_in_time_is_too_slow_from_then_on() {
    struct Slow;
    impl CardTransport for Slow {
        fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, TransportError> {
            thread::park_timeout(Duration::from_secs(5));
            Ok(vec![0x90, 0x00])
        }
    }
    let mut card = Timed::new(Slow, Duration::from_millis(20));
    assert_eq!(said(&mut card), Problem::Transport(TransportError::Timeout));
    assert_eq!(card.transmit(&[0, 0xA4, 0, 0x0C]), Err(TransportError::Timeout));
    let place = Place::new();
    let mut quick = Timed::new(InProcess(place.named("own-pin")), Duration::from_secs(5));
    assert!(check(&mut quick).is_ok());
}

#[test]
fn every_problem_has_words_and_a_name_of_its_own() {
    let problems = [
        Problem::NoService,
        Problem::NoReader,
        Problem::NoCard,
        Problem::SeveralCards,
        Problem::NotUnderstood,
        Problem::Other(OtherCard::Passport),
        Problem::Other(OtherCard::Bank),
        Problem::Other(OtherCard::Health),
        Problem::Other(OtherCard::Unknown),
        Problem::Transport(TransportError::Removed),
        Problem::Transport(TransportError::Timeout),
        Problem::Transport(TransportError::ReaderGone),
        Problem::Transport(TransportError::Nonsense),
        Problem::Transport(TransportError::Busy),
        Problem::Transport(TransportError::Mute),
    ];
    let mut names: Vec<_> = problems.iter().map(|p| p.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), problems.len());
    for problem in problems {
        let words = problem.words();
        assert!(words.de.ends_with('.') && words.en.ends_with('.') && words.de != words.en, "{problem}");
    }
}

/// Whatever a terminal sends, the chip answers with a status word and burns nothing.
#[test]
fn the_chip_bears_any_bytes() {
    let place = Place::new();
    let mut chip = place.named("own-pin");
    let before = chip.memory().clone();
    let mut state = 1_u32;
    for length in (0..300).chain([65_535]) {
        let command: Vec<u8> = (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            })
            .collect();
        for head in [
            &[][..],
            &[0],
            &[0, 0xA4],
            &[0, 0xB0],
            &[0, 0x22, 0xC1, 0xA4],
            &[0x10, 0x86, 0, 0],
            &[0x0C, 0xB0],
        ] {
            assert!(chip.process(&[head, &command].concat()).len() >= 2);
        }
    }
    assert_eq!(chip.memory(), &before);
}
