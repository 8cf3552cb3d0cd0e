//! What a chip keeps without power, and the rules of its PIN (BSI TR-03110-3, B.14): three
//! tries, suspended before the last one, ten uses of the PUK. Pure; who calls it writes the memory down before it answers.

use eac::pin::PinState;
use serde::{Deserialize, Serialize};

use super::{Digits, sw};

/// Tries of a fresh PIN.
pub const TRIES: u8 = 3;
/// How often a PUK unblocks.
pub const PUK_USES: u8 = 10;

/// What survives without power.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Whether the online function is on.
    pub active: bool,
    /// The PIN: five digits from the letter, or six of the holder's.
    pub pin: Digits,
    /// Tries left for the PIN.
    pub tries: u8,
    /// How often the PUK still unblocks.
    pub puk_uses: u8,
}

impl Memory {
    /// The answer to MSE:Set AT with the PIN (BSI TR-03110-3, B.14.1). It costs nothing.
    pub(super) fn pin_state(&self) -> PinState {
        match self.tries {
            _ if !self.active => PinState::Deactivated,
            0 => PinState::Blocked,
            1 => PinState::Suspended,
            tries if tries < TRIES => PinState::TriesLeft(tries),
            _ => PinState::Usable,
        }
    }

    /// Whether a try of the PIN may begin (BSI TR-03110-3, B.14.2). `resumed`: the CAN was proven right before, in the
    /// channel that is open.
    ///
    /// # Errors
    ///
    /// The status word of the refusal.
    pub(super) fn pin_may_be_tried(&self, resumed: bool) -> Result<(), u16> {
        match self.tries {
            _ if !self.active => Err(sw::NOT_USABLE),
            0 => Err(sw::BLOCKED),
            1 if !resumed => Err(sw::CONDITIONS),
            _ => Ok(()),
        }
    }

    /// A try is taken away before the PIN is looked at, so that pulling the card gains nothing.
    pub(super) fn take_a_try(&mut self) {
        self.tries = self.tries.saturating_sub(1);
    }

    /// The PIN was right.
    pub(super) fn pin_was_right(&mut self) {
        self.tries = TRIES;
    }

    /// The status word after a wrong PIN, whose try is taken already.
    pub(super) fn pin_was_wrong(&self) -> u16 {
        sw::TRIES_LEFT | u16::from(self.tries)
    }

    /// RESET RETRY COUNTER by the PUK (BSI TR-03110-3, B.14): the tries come back, the PIN stays.
    pub(super) fn unblock_by_puk(&mut self) -> Result<(), u16> {
        if !self.active {
            return Err(sw::CONDITIONS);
        }
        self.puk_uses = self.puk_uses.checked_sub(1).ok_or(sw::BLOCKED)?;
        self.tries = TRIES;
        Ok(())
    }

    /// A new PIN. Only the letter's PIN has five digits: a new one has six.
    pub(super) fn set_pin(&mut self, digits: &[u8]) -> Result<(), u16> {
        let digits =
            std::str::from_utf8(digits).ok().and_then(|d| d.parse::<Digits>().ok()).ok_or(sw::WRONG_DATA)?;
        if digits.len() != 6 {
            return Err(sw::WRONG_DATA);
        }
        self.pin = digits;
        self.tries = TRIES;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(active: bool, tries: u8) -> Memory {
        Memory { active, pin: "24001".parse().unwrap(), tries, puk_uses: 1 }
    }

    #[test]
    fn asking_for_the_state_costs_nothing_and_says_it() {
        for (active, tries, status) in [
            (true, 3, 0x9000),
            (true, 2, 0x63C2),
            (true, 1, 0x63C1),
            (true, 0, 0x63C0),
            (false, 3, 0x6283),
            (false, 0, 0x6283),
        ] {
            assert_eq!(memory(active, tries).pin_state().to_status(), status);
        }
    }

    #[test]
    fn two_wrong_pins_suspend_and_the_can_gives_the_last_try() {
        let mut memory = memory(true, 3);
        for (resumed, left) in [(false, 0x63C2), (false, 0x63C1), (true, 0x63C0)] {
            assert_eq!(memory.pin_may_be_tried(resumed), Ok(()));
            memory.take_a_try();
            assert_eq!(memory.pin_was_wrong(), left);
        }
        assert_eq!(memory.pin_may_be_tried(true), Err(sw::BLOCKED));
        memory.tries = 1;
        assert_eq!(memory.pin_may_be_tried(false), Err(sw::CONDITIONS));
        memory.pin_was_right();
        assert_eq!(memory.pin_state(), PinState::Usable);
        memory.active = false;
        assert_eq!(memory.pin_may_be_tried(true), Err(sw::NOT_USABLE));
    }

    #[test]
    fn the_puk_unblocks_as_often_as_it_may_and_leaves_the_pin() {
        let mut memory = memory(true, 0);
        assert_eq!(memory.unblock_by_puk(), Ok(()));
        assert_eq!((memory.tries, memory.pin.as_str(), memory.puk_uses), (3, "24001", 0));
        memory.tries = 0;
        assert_eq!(memory.unblock_by_puk(), Err(sw::BLOCKED));
        assert_eq!(memory.tries, 0);
    }

    #[test]
    fn a_new_pin_has_six_digits() {
        let mut memory = memory(true, 1);
        for wrong in [&b"12345"[..], b"1234567", b"12345a", b"", &[0xFF; 6]] {
            assert_eq!(memory.set_pin(wrong), Err(sw::WRONG_DATA));
        }
        assert_eq!(memory.set_pin(b"135790"), Ok(()));
        assert_eq!((memory.pin.as_str(), memory.tries), ("135790", 3));
    }
}
