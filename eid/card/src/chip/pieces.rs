//! Command chaining (ISO 7816-4, 5.3.3; BSI TR-03110-3, appendix B): a command that comes in pieces, all but the last
//! with a bit in the class byte.

use eac::apdu::{CHAIN, Command};

use super::sw;

/// GENERAL AUTHENTICATE: there the bit says that the protocol goes on, and each command is a whole one (BSI TR-03110-3,
/// B.1).
const GENERAL_AUTHENTICATE: u8 = 0x86;

/// What has come so far.
#[derive(Default)]
pub(super) struct Pieces(Option<Command>);

impl Pieces {
    /// Takes a command; none as long as more of it is to come. `Err` is the status word of the refusal, which forgets
    /// all pieces.
    pub(super) fn take(&mut self, command: &Command) -> Result<Option<Command>, u16> {
        let mut whole = command.clone();
        if command.instruction == GENERAL_AUTHENTICATE {
            self.0 = None;
            return Ok(Some(whole));
        }
        whole.class &= !CHAIN;
        if let Some(begun) = self.0.take() {
            if head(&begun) != head(&whole) {
                return Err(sw::CHAIN_NOT_ENDED);
            }
            whole.data = [&begun.data[..], &command.data].concat();
        }
        if whole.data.len() > super::MOST_BYTES.into() {
            return Err(sw::WRONG_LENGTH);
        }
        if command.class & CHAIN == 0 {
            return Ok(Some(whole));
        }
        self.0 = Some(whole);
        Ok(None)
    }
}

fn head(command: &Command) -> [u8; 4] {
    [command.class, command.instruction, command.p1, command.p2]
}
