//! A practice service: somebody who asks for identification online, and accepts a card or does not, as real ones do: is it
//! genuine, still valid, and not on the list of cards that were reported lost? PRACTICE ONLY: its certificate is made in the
//! folder, and it reads nothing about the person.

use eac::{
    card_access::SecurityInfos,
    chat::{Chat, Level, Rights, TerminalKind},
    curve::Curve,
    cvc::Extension,
    pace::{Password, Secret},
    pki::{self, Pki},
    rand_core::CryptoRng,
    ri,
    signature::Hash,
    ta::Auxiliary,
};
use jiff::civil::Date;

use super::{
    folder::Folder,
    keys::{KeysError, authorities, identity, randomness},
    people::practice_cards,
    terminal::{Paced, Terminal, TerminalError},
};
use crate::{
    CardTransport,
    chip::{Digits, NAME_HASH},
};

/// What the service makes of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Genuine, valid, not locked.
    Accepted,
    /// Its last day has passed.
    Expired,
    /// It is on the list: reported lost, and not unlocked since.
    Locked,
}

/// Why the service comes to no verdict.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Five digits from the letter: good for setting an own PIN, and for nothing else.
    #[error("the PIN is still the transport PIN: the holder sets an own one first")]
    TransportPin,
    /// The card did not do what was asked.
    #[error(transparent)]
    Card(#[from] TerminalError),
}

/// The service, its terminal, and its list.
#[derive(Debug)]
pub struct Service {
    pki: Pki,
    terminal: pki::Terminal,
    sector: ri::Sector,
    /// Names of locked cards in this sector.
    locked: Vec<Vec<u8>>,
}

impl Service {
    /// The service of a folder of practice cards.
    pub fn of(folder: &Folder) -> Result<Self, KeysError> {
        let origin = folder.origin();
        let pki = authorities(origin)?;
        let secret = ri::Secret::generate(Curve::BrainpoolP256r1, &mut randomness(origin, "sector"))
            .map_err(|_| KeysError::Card)?;
        let sector = ri::Sector::new(NAME_HASH, &secret);
        let extension = Extension::sector(sector.fingerprint(Hash::Sha256));
        let mut rng = randomness(origin, "service");
        let terminal = pki.terminal_with("SERVICE", Rights::NONE, vec![extension], &mut rng)?;
        let mut locked = Vec::new();
        for card in practice_cards().iter().filter(|card| card.locked) {
            let name = secret.name_of(NAME_HASH, identity(card, origin)?.public());
            locked.push(name.map_err(|_| KeysError::Card)?);
        }
        Ok(Self { pki, terminal, sector, locked })
    }

    /// The holder types the PIN, and the service decides.
    pub fn identify(
        &self,
        chip: &mut dyn CardTransport,
        pin: &Digits,
        today: Date,
        rng: impl CryptoRng,
    ) -> Result<Verdict, ServiceError> {
        if pin.len() == 5 {
            return Err(ServiceError::TransportPin);
        }
        let mut terminal = Terminal::new(chip, rng);
        let chat = Chat::new(TerminalKind::Authentication, Level::Terminal, Rights::NONE);
        let paced = terminal.pace(Password::Pin, &Secret::from_digits(pin.as_str()), Some(chat))?;
        let proven = self.authenticate(&mut terminal, &paced, today)?;
        if !terminal.is_valid()? {
            return Ok(Verdict::Expired);
        }
        let name = terminal.name(&proven, &self.sector)?;
        Ok(if self.locked.contains(&name) { Verdict::Locked } else { Verdict::Accepted })
    }

    /// Opens the channel in which a card answers the service, and asks whether the card is valid today.
    pub fn authenticate<R: CryptoRng>(
        &self,
        terminal: &mut Terminal<'_, R>,
        paced: &Paced,
        today: Date,
    ) -> Result<SecurityInfos, TerminalError> {
        let made = self.pki.verifier.certificate.effective();
        let day = today.strftime("%Y%m%d").to_string();
        let question = Auxiliary::new(None, Some(day.as_bytes()), None);
        terminal.authenticate(&self.terminal, &self.pki.csca, made, paced, question)
    }
}
