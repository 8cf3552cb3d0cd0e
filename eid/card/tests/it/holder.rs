//! What the holder can do, over whole commands: change the PIN, resume, unblock; and what the card refuses.

use card::{
    InProcess,
    chip::Chip,
    practice::{Terminal, TerminalError},
};
use eac::pace::{Password, Secret};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

use crate::place::Place;

type Card = InProcess<Chip<ChaCha20Rng>>;

fn at(card: &mut Card) -> Terminal<'_, ChaCha20Rng> {
    Terminal::new(card, ChaCha20Rng::from_seed([2; 32]))
}

fn digits(digits: &str) -> Secret {
    Secret::from_digits(digits)
}

/// Opens a channel with a password; `Err` is the status word.
fn open(card: &mut Card, password: Password, secret: &str) -> Result<u16, TerminalError> {
    at(card).pace(password, &digits(secret), None).map(|paced| paced.status)
}

#[test]
fn the_transport_pin_becomes_an_own_one() {
    let place = Place::new();
    let mut card = InProcess(place.named("transport-pin"));
    let mut terminal = at(&mut card);
    assert_eq!(terminal.pace(Password::Pin, &digits("24002"), None).unwrap().status, 0x9000);
    assert_eq!(
        terminal.change_pin("12345"),
        Err(TerminalError::Refused { step: "a new PIN", status: 0x6A80 })
    );
    terminal.change_pin("135790").unwrap();
    assert_eq!(open(&mut card, Password::Pin, "24002"), Err(TerminalError::WrongPassword(0x63C2)));
    assert_eq!(open(&mut card, Password::Pin, "135790"), Ok(0x63C2));
    assert_eq!(open(&mut card, Password::Pin, "135790"), Ok(0x9000));
}

#[test]
fn twice_wrong_suspends_until_the_can_is_right_in_the_same_channel() {
    let place = Place::new();
    let mut card = InProcess(place.named("own-pin"));
    assert_eq!(open(&mut card, Password::Pin, "000000"), Err(TerminalError::WrongPassword(0x63C2)));
    assert_eq!(open(&mut card, Password::Pin, "000000"), Err(TerminalError::WrongPassword(0x63C1)));
    let suspended = Err(TerminalError::Refused { step: "PACE", status: 0x6985 });
    assert_eq!(open(&mut card, Password::Pin, "240003"), suspended, "even the right PIN");
    assert_eq!(open(&mut card, Password::Can, "000000"), Err(TerminalError::WrongPassword(0x6300)));
    assert_eq!(open(&mut card, Password::Can, "500103"), Ok(0x9000));
    assert_eq!(open(&mut card, Password::Pin, "240003"), suspended, "the channel of the CAN was left");
    let mut terminal = at(&mut card);
    terminal.pace(Password::Can, &digits("500103"), None).unwrap();
    assert_eq!(terminal.pace(Password::Pin, &digits("240003"), None).unwrap().status, 0x63C1);
    assert_eq!(open(&mut card, Password::Pin, "240003"), Ok(0x9000));
}

#[test]
fn the_puk_unblocks_and_gives_no_new_pin() {
    let place = Place::new();
    let mut card = InProcess(place.named("blocked"));
    assert_eq!(
        open(&mut card, Password::Pin, "240005"),
        Err(TerminalError::Refused { step: "PACE", status: 0x6983 })
    );
    let mut terminal = at(&mut card);
    terminal.pace(Password::Puk, &digits("9000000105"), None).unwrap();
    assert_eq!(
        terminal.change_pin("111111"),
        Err(TerminalError::Refused { step: "a new PIN", status: 0x6982 })
    );
    terminal.unblock_pin().unwrap();
    assert_eq!(open(&mut card, Password::Pin, "240005"), Ok(0x9000));
}

#[test]
fn a_used_up_puk_is_refused() {
    let place = Place::new();
    let mut card = InProcess(place.named("puk-used-up"));
    let mut terminal = at(&mut card);
    terminal.pace(Password::Puk, &digits("9000000106"), None).unwrap();
    let refused = TerminalError::Refused { step: "unblocking the PIN", status: 0x6983 };
    assert_eq!(terminal.unblock_pin(), Err(refused));
    assert_eq!(place.memory(&crate::place::card("puk-used-up")).tries, 0);
}

#[test]
fn nothing_is_managed_without_the_right_channel() {
    let place = Place::new();
    let mut card = InProcess(place.named("own-pin"));
    let mut terminal = at(&mut card);
    let refused = |step| Err(TerminalError::Refused { step, status: 0x6982 });
    assert_eq!(terminal.change_pin("111111"), refused("a new PIN"), "no channel");
    terminal.pace(Password::Can, &digits("500103"), None).unwrap();
    assert_eq!(terminal.change_pin("111111"), refused("a new PIN"), "only the CAN");
    assert_eq!(terminal.unblock_pin(), refused("unblocking the PIN"));
    assert_eq!(terminal.switch_pin(false), refused("switching the online function"));
    terminal.pace(Password::Pin, &digits("240003"), None).unwrap();
    assert_eq!(terminal.switch_pin(false), refused("switching the online function"));
}

#[test]
fn what_a_card_learned_survives_the_power() {
    let place = Place::new();
    let mut card = InProcess(place.named("own-pin"));
    assert!(open(&mut card, Password::Pin, "000000").is_err());
    drop(card);
    assert_eq!(place.memory(&crate::place::card("own-pin")).tries, 2);
    let mut card = InProcess(place.named("own-pin"));
    assert_eq!(open(&mut card, Password::Pin, "240003"), Ok(0x63C2));
}
