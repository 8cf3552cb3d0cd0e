//! The PIN's state and the commands that manage it.

use eac::apdu::Command;
use eac::pin::{Managed, NoPinCommand, NoPinState, PinCommand, PinState};
use proptest::prelude::*;
use zeroize::Zeroizing;

use crate::support::digits;

#[test]
fn every_state_and_its_status_word() {
    let states = [
        (0x9000, PinState::Usable),
        (0x63C2, PinState::TriesLeft(2)),
        (0x63C1, PinState::Suspended),
        (0x63C0, PinState::Blocked),
        (0x6283, PinState::Deactivated),
    ];
    for (status, state) in states {
        assert_eq!((PinState::from_status(status), state.to_status()), (Ok(state), status));
    }
    assert_eq!(PinState::from_status(0x6983), Ok(PinState::Blocked));
    let refused = |status| PinState::from_status(status).unwrap_err();
    assert_eq!(refused(0x6A88), NoPinState::NoPassword);
    assert_eq!((refused(0x6A80), refused(0x6A86)), (NoPinState::NotOffered, NoPinState::NotOffered));
    assert_eq!(refused(0x6D00).to_string(), "the chip answers 6D00 instead of the PIN's state");
}

#[test]
fn every_command() {
    let new = Zeroizing::new(b"123456".to_vec());
    let commands = [
        (PinCommand::Change(Managed::Pin, new.clone()), "002C020306313233343536"),
        (PinCommand::Change(Managed::Can, new), "002C020206313233343536"),
        (PinCommand::Unblock(Managed::Pin), "002C0303"),
        (PinCommand::Activate(Managed::Pin), "00441003"),
        (PinCommand::Deactivate(Managed::Can), "00041002"),
    ];
    for (command, bytes) in commands {
        assert_eq!(digits(&command.command().to_bytes()), bytes);
        assert_eq!(PinCommand::parse(&command.command()), Ok(command));
    }
}

#[test]
fn what_manages_nothing_is_refused() {
    let parse = |[instruction, p1, p2]: [u8; 3], data: &[u8]| {
        PinCommand::parse(&Command::new(0, instruction, p1, p2).with(data.to_vec())).unwrap_err()
    };
    assert_eq!(parse([0x20, 0, 3], b"123456"), NoPinCommand::Instruction);
    for bytes in [[0x2C, 0, 3], [0x2C, 1, 3], [0x44, 0, 3], [0x04, 0x10, 4], [0x2C, 2, 1], [0x2C, 2, 9]] {
        let [_, p1, p2] = bytes;
        assert_eq!(parse(bytes, &[]), NoPinCommand::Parameters { p1, p2 });
    }
    assert_eq!(parse([0x2C, 2, 3], &[]), NoPinCommand::Data);
    assert_eq!(parse([0x2C, 3, 3], b"123456"), NoPinCommand::Data);
    assert_eq!(parse([0x44, 0x10, 3], b"1"), NoPinCommand::Data);
}

#[test]
fn the_new_pin_does_not_print() {
    let command = PinCommand::Change(Managed::Pin, Zeroizing::new(b"123456".to_vec()));
    assert_eq!(format!("{command:?}"), "Change(Pin, REDACTED)");
    let others = [
        PinCommand::Unblock(Managed::Pin),
        PinCommand::Activate(Managed::Pin),
        PinCommand::Deactivate(Managed::Pin),
    ];
    assert_eq!(format!("{others:?}"), "[Unblock(Pin), Activate(Pin), Deactivate(Pin)]");
}

proptest! {
    #[test]
    fn a_state_is_said_in_one_way(status: u16) {
        if let Ok(state) = PinState::from_status(status) {
            prop_assert_eq!(PinState::from_status(state.to_status()), Ok(state));
        }
    }

    #[test]
    fn any_command_is_one_or_refused(head: [u8; 3], data in prop::collection::vec(any::<u8>(), 0..8)) {
        let [instruction, p1, p2] = head;
        let command = Command::new(0, instruction, p1, p2).with(data);
        if let Ok(parsed) = PinCommand::parse(&command) {
            prop_assert_eq!(parsed.command(), command);
        }
    }
}
