//! Managing the PIN (BSI TR-03110-3, B.14): who may do what, in which channel.

use eac::{
    pace::Password,
    pin::{Managed, PinCommand},
    rand_core::CryptoRng,
};

use super::{app::Chip, sw};

impl<R: CryptoRng> Chip<R> {
    /// Does it when the channel allows it. The CAN is printed on the card and stays.
    pub(super) fn manage_pin(&mut self, command: &PinCommand) -> Result<(), u16> {
        let channel = self.session.channel.as_ref().ok_or(sw::SECURITY_STATUS)?;
        let (authority, password) = (channel.manages_pins(), channel.password);
        match command {
            // By who knows the old one, or by an authority's terminal. A PUK gives no new PIN.
            PinCommand::Change(Managed::Pin, digits) if authority || password == Password::Pin => {
                self.memory.set_pin(digits)?;
            }
            PinCommand::Unblock(Managed::Pin) if authority => self.memory.pin_was_right(),
            PinCommand::Unblock(Managed::Pin) if password == Password::Puk => self.memory.unblock_by_puk()?,
            PinCommand::Activate(Managed::Pin) if authority => self.memory.active = true,
            PinCommand::Deactivate(Managed::Pin) if authority => self.memory.active = false,
            _ => return Err(sw::SECURITY_STATUS),
        }
        self.remember()
    }
}
