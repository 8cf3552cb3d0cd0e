//! The clerk's part: real terminal and chip authentication, and what rights a card asks for.

use card::{
    InProcess,
    check::{State, check},
    chip::{Chip, Digits},
    practice::{Clerk, Folder, Origin, TerminalError},
};
use eac::{
    apdu::Command,
    chat::Right,
    pace::{Password, Secret},
    ta::Auxiliary,
};
use jiff::civil::date;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

use crate::place::{Place, card};

type Card = InProcess<Chip<ChaCha20Rng>>;

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([3; 32])
}

fn digits(digits: &str) -> Digits {
    digits.parse().unwrap()
}

fn state(card: &mut Card) -> State {
    check(card).unwrap().state
}

fn refused(step: &'static str, status: u16) -> TerminalError {
    TerminalError::Refused { step, status }
}

#[test]
fn the_clerk_switches_on_and_the_holder_sets_a_pin() {
    let place = Place::new();
    let clerk = Clerk::of(&place.cards).unwrap();
    let mut chip = InProcess(place.named("off"));
    assert_eq!(state(&mut chip), State::Off);
    clerk.activate(&card("off"), &mut chip, &digits("135790"), rng()).unwrap();
    assert_eq!(state(&mut chip), State::Usable { tries: 3, initial: false });
    clerk.deactivate(&card("off"), &mut chip, rng()).unwrap();
    assert_eq!(state(&mut chip), State::Off);
    drop(chip);
    let memory = place.memory(&card("off"));
    assert_eq!((memory.active, memory.pin.as_str()), (false, "135790"));
}

/// Switching on and a new PIN belong together (§ 21 of the ID card ordinance).
#[test]
fn a_card_whose_new_pin_is_refused_stays_off() {
    let place = Place::new();
    let mut chip = InProcess(place.named("off"));
    let short = Clerk::of(&place.cards).unwrap().activate(&card("off"), &mut chip, &digits("12345"), rng());
    assert_eq!(short, Err(refused("a new PIN", 0x6A80)));
    assert_eq!(state(&mut chip), State::Off);
}

#[test]
fn a_blocked_pin_is_replaced_without_the_puk() {
    let place = Place::new();
    let mut chip = InProcess(place.named("puk-used-up"));
    let clerk = Clerk::of(&place.cards).unwrap();
    clerk.set_pin(&card("puk-used-up"), &mut chip, &digits("246802"), rng()).unwrap();
    assert_eq!(state(&mut chip), State::Usable { tries: 3, initial: false });
    let short = clerk.set_pin(&card("puk-used-up"), &mut chip, &digits("24680"), rng());
    assert_eq!(short, Err(refused("a new PIN", 0x6A80)));
}

#[test]
fn rights_are_asked_for() {
    let place = Place::new();
    let off = card("off");
    let with = |rights: &[Right]| Clerk::with_rights(&place.cards, rights).unwrap();
    let mut chip = InProcess(place.named("off"));
    let without_can = with(&[Right::PinManagement]).activate(&off, &mut chip, &digits("135790"), rng());
    assert_eq!(without_can, Err(refused("the password", 0x6A80)));
    let without_pin =
        with(&[Right::CanAllowed, Right::Read(4)]).activate(&off, &mut chip, &digits("135790"), rng());
    assert_eq!(without_pin, Err(refused("a new PIN", 0x6982)));
    assert_eq!(state(&mut chip), State::Off);
}

#[test]
fn data_groups_are_read_one_by_one_as_allowed() {
    let place = Place::new();
    let clerk = Clerk::with_rights(&place.cards, &[Right::CanAllowed, Right::Read(4)]).unwrap();
    let mut chip = InProcess(place.named("own-pin"));
    let mut terminal = clerk.authenticate(&card("own-pin"), &mut chip, rng()).unwrap();
    let select = Command::new(0, 0xA4, 0x04, 0x0C).with(card::chip::EID.to_vec());
    terminal.must("the eID application", &select).unwrap();
    let name = terminal.read_file("the given names", 4).unwrap();
    assert!(name.ends_with("CHARLOTTE".as_bytes()));
    assert_eq!(terminal.read_file("the family name", 5), Err(refused("the family name", 0x6982)));
}

#[test]
fn another_folders_authority_is_not_believed() {
    let (place, elsewhere) = (Place::new(), tempfile::tempdir().unwrap());
    let other = Folder::open(elsewhere.path(), Origin { seed: [9; 32], made: date(2026, 3, 1) }).unwrap();
    let mut chip = InProcess(place.named("off"));
    let error =
        Clerk::of(&other).unwrap().activate(&card("off"), &mut chip, &digits("135790"), rng()).unwrap_err();
    assert_eq!(error, refused("a certificate", 0x6300));
    assert_eq!(state(&mut chip), State::Off);
}

#[test]
fn a_channel_of_the_pin_alone_has_no_rights_of_an_authority() {
    let place = Place::new();
    let mut chip = InProcess(place.named("own-pin"));
    let mut terminal = card::practice::Terminal::new(&mut chip, rng());
    terminal.pace(Password::Pin, &Secret::from_digits("240003"), None).unwrap();
    assert_eq!(terminal.switch_pin(false), Err(refused("switching the online function", 0x6982)));
    assert_eq!(terminal.read_file("EF.CardSecurity", 0x1D), Err(refused("EF.CardSecurity", 0x6982)));
}

/// VERIFY of auxiliary data: born by (1), valid on (2).
fn says(place: &Place, name: &str, kind: u8, rights: &[Right]) -> u16 {
    let clerk = Clerk::with_rights(&place.cards, rights).unwrap();
    let mut chip = InProcess(place.named(name));
    let questions = Auxiliary::new(Some(b"20100301"), Some(b"20260301"), None);
    let mut terminal = clerk.authenticate_asking(&card(name), &mut chip, questions, rng()).unwrap();
    let oid = [0x06, 9, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x04, kind];
    terminal.send(&Command::new(0x80, 0x20, 0x80, 0x00).with(oid.to_vec())).unwrap().status
}

#[test]
fn an_expired_card_and_a_young_holder_are_known_to_the_chip() {
    let place = Place::new();
    let rights = [Right::CanAllowed, Right::VerifyAge];
    assert_eq!(says(&place, "own-pin", 2, &rights), 0x9000);
    assert_eq!(says(&place, "expired", 2, &rights), 0x6300);
    assert_eq!(says(&place, "own-pin", 1, &rights), 0x9000);
    assert_eq!(says(&place, "under-16", 1, &rights), 0x6300);
    assert_eq!(says(&place, "under-16", 1, &[Right::CanAllowed]), 0x6982, "age only with the right for it");
    assert_eq!(says(&place, "own-pin", 3, &rights), 0x6982);
}
