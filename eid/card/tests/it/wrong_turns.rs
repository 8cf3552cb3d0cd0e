//! What happens between a terminal and a card when somebody replays, changes or cuts what goes over the line, or leaves
//! out what must not be left out. The error has a name, no try of the PIN is burnt, and the card is as it was.

use std::cell::Cell;

use card::{
    CardTransport, InProcess, TransportError, VirtualCard,
    check::{State, check},
    chip::{Chip, EID},
    practice::{Clerk, Folder, Origin, Terminal, TerminalError},
};
use eac::{
    apdu::Command,
    messaging::MessagingError,
    pace::{Password, Secret},
};
use jiff::civil::date;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

use crate::place::{Place, card};

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([4; 32])
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Line {
    Good,
    /// The command before comes instead of this one.
    Replay,
    /// A bit of the command's last octets, the MAC, is another one.
    SpoilMac,
    /// A bit of the answer is another one.
    SpoilAnswer,
}

/// Somebody between the terminal and the card.
struct Between<'a> {
    card: InProcess<&'a mut Chip<ChaCha20Rng>>,
    line: &'a Cell<Line>,
    before: Vec<u8>,
}

impl CardTransport for Between<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        let before = std::mem::replace(&mut self.before, command.to_vec());
        let mut sent = command.to_vec();
        match self.line.get() {
            Line::Replay => sent = before,
            // The very last octet is the length that is wanted.
            Line::SpoilMac => sent[command.len() - 2] ^= 1,
            Line::Good | Line::SpoilAnswer => {}
        }
        let mut answer = self.card.transmit(&sent)?;
        if self.line.get() == Line::SpoilAnswer {
            answer[3] ^= 1;
        }
        Ok(answer)
    }
}

const READ: [u8; 4] = [0x00, 0xB0, 0x9C, 0x00];

fn read() -> Command {
    let [class, instruction, p1, p2] = READ;
    Command::new(class, instruction, p1, p2).expecting(8)
}

#[test]
fn replayed_and_changed_messages_end_the_channel_and_burn_nothing() {
    let left = MessagingError::Unprotected(0x6988);
    for (spoilt, expected) in
        [(Line::Replay, left), (Line::SpoilMac, left), (Line::SpoilAnswer, MessagingError::WrongMac)]
    {
        let place = Place::new();
        let mut chip = place.named("residence-permit");
        let before = chip.memory().clone();
        let line = Cell::new(Line::Good);
        let mut between = Between { card: InProcess(&mut chip), line: &line, before: Vec::new() };
        let mut terminal = Terminal::new(&mut between, rng());
        terminal
            .pace(Password::Can, &Secret::from_digits(card("residence-permit").can.as_str()), None)
            .unwrap();
        assert!(terminal.send(&read()).unwrap().is_ok());
        line.set(spoilt);
        assert_eq!(terminal.send(&read()), Err(TerminalError::Messaging(expected)), "{spoilt:?}");
        line.set(Line::Good);
        let closed = TerminalError::Messaging(MessagingError::Closed);
        assert_eq!(terminal.send(&read()), Err(closed), "{spoilt:?}: the channel is gone for good");
        assert_eq!(chip.memory(), &before);
        assert_eq!(check(&mut InProcess(chip)).unwrap().state, State::Usable { tries: 2, initial: false });
    }
}

/// Taken away after so many commands.
struct Until<T>(T, usize);

impl<T: CardTransport> CardTransport for Until<T> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        self.1 = self.1.checked_sub(1).ok_or(TransportError::Removed)?;
        self.0.transmit(command)
    }
}

#[test]
fn a_card_taken_away_in_the_middle_of_pace_loses_no_try() {
    let place = Place::new();
    let mut chip = place.named("residence-permit");
    let (before, pin) = (chip.memory().clone(), Secret::from_digits(chip.memory().pin.as_str()));
    // EF.CardAccess, MSE:Set AT, and three of four steps: then the token would follow.
    for commands in 0..6 {
        chip.reset();
        let mut line = Until(InProcess(&mut chip), commands);
        let refused = Terminal::new(&mut line, rng()).pace(Password::Pin, &pin, None).unwrap_err();
        assert_eq!(refused, TransportError::Removed.into(), "after {commands} commands");
        assert_eq!(chip.memory(), &before, "after {commands} commands");
    }
    chip.reset();
    assert!(Terminal::new(&mut InProcess(&mut chip), rng()).pace(Password::Pin, &pin, None).is_ok());
    assert_eq!(chip.memory().tries, 3, "the right PIN brings the tries back");
}

#[test]
fn a_card_taken_away_while_it_is_switched_on_is_off_or_done() {
    let switched_on = |commands| {
        let place = Place::new();
        let mut line = Until(InProcess(place.named("off")), commands);
        let clerk = Clerk::of(&place.cards).unwrap();
        let done = clerk.activate(&card("off"), &mut line, &"135790".parse().unwrap(), rng());
        (done, place.memory(&card("off")), line.1)
    };
    let (done, memory, left) = switched_on(1000);
    assert_eq!((done, memory.active, memory.pin.as_str()), (Ok(()), true, "135790"));
    for missing in 1..=3 {
        let (done, memory, _) = switched_on(1000 - left - missing);
        assert_eq!((done, memory.active), (Err(TransportError::Removed.into()), false), "{missing} missing");
    }
}

#[test]
fn an_authority_whose_certificates_have_expired_is_refused() {
    let (place, elsewhere) = (Place::new(), tempfile::tempdir().unwrap());
    // The same keys, certified a year too early for the card.
    let early = Origin { made: date(2024, 1, 1), ..place.cards.origin() };
    let clerk = Clerk::of(&Folder::open(elsewhere.path(), early).unwrap()).unwrap();
    let mut chip = InProcess(place.named("off"));
    let refused = clerk.activate(&card("off"), &mut chip, &"135790".parse().unwrap(), rng()).unwrap_err();
    assert_eq!(refused, TerminalError::Refused { step: "a certificate", status: 0x6300 });
    assert_eq!(refused.to_string(), "the card refuses a certificate (status 6300)");
    assert_eq!(check(&mut chip).unwrap().state, State::Off);
}

fn ask(chip: &mut Chip<ChaCha20Rng>, command: &[u8]) -> u16 {
    let answer = chip.process(command);
    u16::from_be_bytes([answer[answer.len() - 2], answer[answer.len() - 1]])
}

#[test]
fn a_suspended_pin_is_not_tried_when_the_channel_of_the_can_was_left() {
    let place = Place::new();
    let mut chip = place.named("suspended");
    let mut terminal_end = InProcess(&mut chip);
    let mut terminal = Terminal::new(&mut terminal_end, rng());
    terminal.pace(Password::Can, &Secret::from_digits(card("suspended").can.as_str()), None).unwrap();
    let set = eac::pace::wire::SetAt::new(eac::keys::Cipher::Aes128, Password::Pin, Some(13), None);
    assert_eq!(terminal.send(&set.command()).unwrap().status, 0x63C1);
    // The nonce is asked for outside.
    assert_eq!(ask(&mut chip, &[0x10, 0x86, 0, 0, 2, 0x7C, 0, 0]), 0x6985);
}

#[test]
fn class_bytes_and_short_identifiers_that_are_none_are_refused() {
    let place = Place::new();
    let mut chip = place.named("own-pin");
    for class in [0x04, 0x08, 0x14, 0x20, 0x40, 0x84, 0xFF] {
        assert_eq!(ask(&mut chip, &[class, 0xB0, 0x9C, 0, 0]), 0x6E00, "{class:02X}");
    }
    for p1 in [0xBC, 0xDC, 0xFC] {
        assert_eq!(ask(&mut chip, &[0, 0xB0, p1, 0, 0]), 0x6A86, "{p1:02X}");
    }
    assert_eq!(ask(&mut chip, &[0, 0xB0, 0x9C, 0, 0]), 0x9000);
}

/// The card's answer to reset says that it knows chaining.
#[test]
fn a_command_may_come_in_pieces() {
    let place = Place::new();
    let mut chip = place.named("own-pin");
    let (first, rest) = EID.split_at(4);
    let select =
        |chain: u8, part: &[u8]| Command::new(chain, 0xA4, 0x04, 0x0C).with(part.to_vec()).to_bytes();
    assert_eq!(ask(&mut chip, &select(0x10, first)), 0x9000);
    assert_eq!(ask(&mut chip, &select(0x00, rest)), 0x9000);
    assert_eq!(ask(&mut chip, &select(0x00, rest)), 0x6A82, "the rest alone is nothing");
    assert_eq!(ask(&mut chip, &select(0x10, first)), 0x9000);
    assert_eq!(ask(&mut chip, &[0, 0xB0, 0x9C, 0, 0]), 0x6883, "another command before the last piece");
    assert_eq!(ask(&mut chip, &[0, 0xA4, 0, 0x0C, 2, 0x3F, 0]), 0x9000, "the pieces are forgotten");
    for _ in 0..32 {
        assert_eq!(ask(&mut chip, &select(0x10, &[7; 255])), 0x9000);
    }
    assert_eq!(ask(&mut chip, &select(0x10, &[7; 255])), 0x6700, "8192 bytes are the most");
}

/// The data objects of a command have no order; other terminals write them in another one.
#[test]
fn the_order_of_what_a_terminal_asks_for_is_its_own() {
    let place = Place::new();
    let mut chip = place.named("suspended");
    let set = eac::pace::wire::SetAt::new(eac::keys::Cipher::Aes128, Password::Pin, Some(13), None);
    let data = set.command().data.clone();
    let (protocol, rest) = data.split_at(12);
    let turned = Command::new(0, 0x22, 0xC1, 0xA4).with([rest, protocol].concat());
    assert_eq!(ask(&mut chip, &turned.to_bytes()), 0x63C1);
    let twice = Command::new(0, 0x22, 0xC1, 0xA4).with([protocol, protocol, rest].concat());
    assert_eq!(ask(&mut chip, &twice.to_bytes()), 0x6A80);
}

#[test]
fn a_file_is_read_whole_with_long_lengths_too() {
    let place = Place::new();
    let mut chip = place.named("own-pin");
    let short = chip.process(&[0, 0xB0, 0x9C, 0, 0]);
    assert_eq!(chip.process(&[0, 0xB0, 0x9C, 0, 0, 0, 0]), short);
    assert_eq!(ask(&mut chip, &[0, 0xB0, 0x9C, 0, 0, 0x10, 0]), 0x6282, "so many bytes it has not");
}

/// BSI TR-03110-3, B.14.2.
#[test]
fn a_pin_that_is_switched_off_is_refused_as_such() {
    let place = Place::new();
    let mut chip = place.named("off");
    let set = eac::pace::wire::SetAt::new(eac::keys::Cipher::Aes128, Password::Pin, Some(13), None);
    assert_eq!(ask(&mut chip, &set.command().to_bytes()), 0x6283);
    assert_eq!(ask(&mut chip, &[0x10, 0x86, 0, 0, 2, 0x7C, 0, 0]), 0x6984);
}

#[test]
fn an_application_that_is_not_listed_is_not_there() {
    let place = Place::new();
    let select = Command::new(0, 0xA4, 0x04, 0x0C).with(card::chip::TRAVEL.to_vec()).to_bytes();
    assert_eq!(ask(&mut place.named("own-pin"), &select), 0x6982);
    assert_eq!(ask(&mut place.named("eid-card"), &select), 0x6A82);
}
