//! The clerk's part on practice cards: a simulated terminal of the authority does with real commands what the certified
//! one does (PACE with the CAN, terminal and chip authentication, then ACTIVATE and a new PIN). PRACTICE ONLY: its
//! certificates are made in the folder, and no real card believes them.

use eac::{
    chat::{Chat, Level, Right, Rights, TerminalKind},
    pace::{Password, Secret},
    pki::{self, Pki},
    rand_core::CryptoRng,
    ta::Auxiliary,
};

use super::{
    folder::Folder,
    keys::{KeysError, authorities, randomness},
    people::PracticeCard,
    terminal::{Terminal, TerminalError},
};
use crate::{CardTransport, chip::Digits};

/// The authority's terminal and who stands behind it.
#[derive(Debug)]
pub struct Clerk {
    pki: Pki,
    terminal: pki::Terminal,
    rights: Rights,
}

impl Clerk {
    /// The clerk of a folder of practice cards.
    pub fn of(folder: &Folder) -> Result<Self, KeysError> {
        Self::with_rights(folder, &[Right::CanAllowed, Right::PinManagement])
    }

    /// A terminal of the same authority with other rights, to see what a card refuses.
    pub fn with_rights(folder: &Folder, rights: &[Right]) -> Result<Self, KeysError> {
        let pki = authorities(folder.origin())?;
        let rights = Rights::from_bits(
            rights.iter().filter_map(|right| right.bit()).fold(0, |all, bit| all | 1 << bit),
        );
        let terminal = pki.terminal("PRACTICE", rights, None, &mut randomness(folder.origin(), "clerk"))?;
        Ok(Self { pki, terminal, rights })
    }

    /// Switches the online function on, and the holder sets a new PIN (§ 21 of the ID card ordinance: always both). The PIN
    /// comes first: whatever goes wrong in between, no card is switched on with another one.
    pub fn activate(
        &self,
        card: &PracticeCard,
        chip: &mut dyn CardTransport,
        new_pin: &Digits,
        rng: impl CryptoRng,
    ) -> Result<(), TerminalError> {
        let mut terminal = self.authenticate(card, chip, rng)?;
        terminal.change_pin(new_pin.as_str())?;
        terminal.switch_pin(true)
    }

    /// The holder sets a new PIN, because the old one is lost or blocked (§ 20(1) of the ID card ordinance).
    pub fn set_pin(
        &self,
        card: &PracticeCard,
        chip: &mut dyn CardTransport,
        new_pin: &Digits,
        rng: impl CryptoRng,
    ) -> Result<(), TerminalError> {
        self.authenticate(card, chip, rng)?.change_pin(new_pin.as_str())
    }

    /// Switches the online function off.
    pub fn deactivate(
        &self,
        card: &PracticeCard,
        chip: &mut dyn CardTransport,
        rng: impl CryptoRng,
    ) -> Result<(), TerminalError> {
        self.authenticate(card, chip, rng)?.switch_pin(false)
    }

    /// Opens the channel in which the terminal's rights hold.
    pub fn authenticate<'a, R: CryptoRng>(
        &self,
        card: &PracticeCard,
        chip: &'a mut dyn CardTransport,
        rng: R,
    ) -> Result<Terminal<'a, R>, TerminalError> {
        self.authenticate_asking(card, chip, Auxiliary::default(), rng)
    }

    /// The same, with questions that the card shall answer by yes or no.
    pub fn authenticate_asking<'a, R: CryptoRng>(
        &self,
        card: &PracticeCard,
        chip: &'a mut dyn CardTransport,
        questions: Auxiliary,
        rng: R,
    ) -> Result<Terminal<'a, R>, TerminalError> {
        let mut terminal = Terminal::new(chip, rng);
        let chat = Chat::new(TerminalKind::Authentication, Level::Terminal, self.rights);
        let paced = terminal.pace(Password::Can, &Secret::from_digits(card.can.as_str()), Some(chat))?;
        let today = self.pki.verifier.certificate.effective();
        terminal.authenticate(&self.terminal, &self.pki.csca, today, &paced, questions)?;
        Ok(terminal)
    }
}
