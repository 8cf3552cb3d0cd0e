//! A terminal for practice cards: opens channels, sends commands in them. The clerk's part and the tests stand on it.
//!
//! It is not used on real cards: whoever has one types the PIN in the AusweisApp or on a reader's keypad.

use eac::{
    apdu::{Command, Response},
    ca::{self, CaError},
    card_access::SecurityInfos,
    card_security::{CardSecurity, CardSecurityError},
    chat::Chat,
    cvc::Reference,
    messaging::{MessagingError, TerminalChannel},
    pace::{PaceError, Parameters, Password, Secret, TerminalPace, wire},
    pin::{Managed, PinCommand},
    pki,
    rand_core::CryptoRng,
    ri, ta,
    tlv::{TlvError, object},
};
use jiff::civil::Date;
use x509_cert::Certificate;

use crate::{CardTransport, TransportError};

/// Why a practice card did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TerminalError {
    /// The card could not be asked.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The password was wrong; what the card says about it.
    #[error("the card refuses the password (status {0:04X})")]
    WrongPassword(u16),
    /// The card refuses a step.
    #[error("the card refuses {step} (status {status:04X})")]
    Refused {
        /// What was asked.
        step: &'static str,
        /// What the card answered.
        status: u16,
    },
    /// The channel broke.
    #[error(transparent)]
    Messaging(#[from] MessagingError),
    /// PACE failed on the card's side.
    #[error(transparent)]
    Pace(#[from] PaceError),
    /// Nobody the card trusts stands above the terminal.
    #[error("the card trusts nobody above this terminal")]
    NotTrusted,
    /// No chip authentication or restricted identification that the terminal knows, or no key for it.
    #[error("the card offers no chip authentication or restricted identification that the terminal knows")]
    NotOffered,
    /// EF.CardAccess, which everybody could have changed on the way, is not what EF.CardSecurity says.
    #[error("what the card offered before the channel is not what its maker signed")]
    NotSigned,
    /// EF.CardSecurity is not believed.
    #[error(transparent)]
    CardSecurity(#[from] CardSecurityError),
    /// The chip is not the one that its maker signed.
    #[error(transparent)]
    Chip(#[from] CaError),
    /// The terminal's own key does not work.
    #[error("the terminal's key does not work")]
    OwnKey,
    /// An answer that cannot be read.
    #[error("the card answers what cannot be read: {0}")]
    Unreadable(#[from] TlvError),
}

/// A card with the channel that is open to it.
pub struct Terminal<'a, R> {
    card: &'a mut dyn CardTransport,
    channel: Option<TerminalChannel>,
    pub(super) rng: R,
}

/// What PACE told.
#[derive(Debug, Clone)]
pub struct Paced {
    /// The chip's name in the channel.
    pub id_chip: Vec<u8>,
    /// The authorities whose terminals the chip believes.
    pub authorities: Vec<Vec<u8>>,
    /// The card's answer to MSE:Set AT.
    pub status: u16,
    /// EF.CardAccess as it was read before the channel.
    pub offered: SecurityInfos,
}

impl<R> std::fmt::Debug for Terminal<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal").field("channel", &self.channel).finish_non_exhaustive()
    }
}

impl<'a, R: CryptoRng> Terminal<'a, R> {
    /// At a card, without a channel.
    pub fn new(card: &'a mut dyn CardTransport, rng: R) -> Self {
        Self { card, channel: None, rng }
    }

    /// Sends a command, through the channel when one is open.
    pub fn send(&mut self, command: &Command) -> Result<Response, TerminalError> {
        let bytes = match &mut self.channel {
            Some(channel) => channel.protect(command)?.to_bytes(),
            None => command.to_bytes(),
        };
        let answer = self.card.transmit(&bytes)?;
        let response = Response::parse(&answer).map_err(|_| TransportError::Nonsense)?;
        Ok(match &mut self.channel {
            Some(channel) => channel.open(&response)?,
            None => response,
        })
    }

    /// Sends a command that must succeed.
    pub fn must(&mut self, step: &'static str, command: &Command) -> Result<Vec<u8>, TerminalError> {
        let response = self.send(command)?;
        if response.is_ok() {
            Ok(response.data)
        } else {
            Err(TerminalError::Refused { step, status: response.status })
        }
    }

    /// What the chip offers.
    pub fn card_access(&mut self) -> Result<SecurityInfos, TerminalError> {
        Ok(SecurityInfos::parse(&self.read_file("reading EF.CardAccess", 0x1C)?)?)
    }

    /// Opens a channel with a password. `chat`: the rights that terminal authentication will ask for.
    pub fn pace(
        &mut self,
        password: Password,
        secret: &Secret,
        chat: Option<Chat>,
    ) -> Result<Paced, TerminalError> {
        let offered = self.card_access()?;
        let (cipher, curve) = offered
            .pace
            .iter()
            .find_map(|p| Some((p.cipher, p.curve.ok()?)))
            .ok_or(TerminalError::Refused { step: "PACE on a curve we know", status: 0x6A88 })?;
        let parameters = Parameters { cipher, curve };
        let set = wire::SetAt::new(cipher, password, Some(curve.parameter_id()), chat);
        let status = self.send(&set.command())?.status;
        if status != 0x9000 && status >> 4 != 0x63C {
            return Err(TerminalError::Refused { step: "the password", status });
        }
        let (nonce, _) = self.step(wire::Step::Nonce, &[])?;
        let (pace, own) = TerminalPace::new(parameters, secret).nonce(&nonce, &mut self.rng)?;
        let (chip, _) = self.step(wire::Step::Map, &own)?;
        let (pace, own) = pace.map(&chip, &mut self.rng)?;
        let (chip, _) = self.step(wire::Step::Agree, &own)?;
        let (pace, token) = pace.agree(&chip)?;
        let (token, authorities) = self.step(wire::Step::Token, &token)?;
        let opened = pace.finish(&token)?;
        self.channel = Some(TerminalChannel::new(opened.keys));
        Ok(Paced { id_chip: opened.id_chip, authorities, status, offered })
    }

    fn step(&mut self, step: wire::Step, data: &[u8]) -> Result<(Vec<u8>, Vec<Vec<u8>>), TerminalError> {
        let response = self.send(&step.command(data))?;
        match response.status {
            0x9000 => {}
            status if status >> 8 == 0x63 => return Err(TerminalError::WrongPassword(status)),
            status => return Err(TerminalError::Refused { step: "PACE", status }),
        }
        let (value, authorities) = step.read_answer(&response.data)?;
        Ok((value.to_vec(), authorities.into_iter().map(<[u8]>::to_vec).collect()))
    }

    /// Reads a file by its short identifier, in pieces that fit any channel.
    pub fn read_file(&mut self, step: &'static str, short: u8) -> Result<Vec<u8>, TerminalError> {
        const PIECE: usize = 200;
        const LONGEST: usize = 0x7000;
        let mut file = Vec::new();
        while file.len() < LONGEST {
            let (p1, p2) = match u16::try_from(file.len()).unwrap_or(u16::MAX).to_be_bytes() {
                [0, 0] => (0x80 | short, 0),
                [high, low] => (high, low),
            };
            let response = self.send(&Command::new(0, 0xB0, p1, p2).expecting(PIECE))?;
            match response.status {
                0x9000 if !response.data.is_empty() => file.extend(response.data),
                0x6282 => {
                    file.extend(response.data);
                    break;
                }
                0x9000 | 0x6B00 if !file.is_empty() => break,
                status => return Err(TerminalError::Refused { step, status }),
            }
        }
        Ok(file)
    }

    /// Terminal authentication, passive authentication, chip authentication (BSI TR-03110-2, 3.3 and 3.4). Afterwards the
    /// terminal's rights hold. Gives what the card's maker signed.
    pub fn authenticate(
        &mut self,
        own: &pki::Terminal,
        authority: &Certificate,
        today: Date,
        paced: &Paced,
        auxiliary: ta::Auxiliary,
    ) -> Result<SecurityInfos, TerminalError> {
        let trusted: Vec<_> =
            paced.authorities.iter().filter_map(|name| Reference::from_bytes(name).ok()).collect();
        let path = ta::path(&own.chain, &trusted).ok_or(TerminalError::NotTrusted)?;
        let holder = path.last().ok_or(TerminalError::NotTrusted)?.holder().clone();
        for command in ta::wire::present(path) {
            self.must("a certificate", &command)?;
        }
        let offered = &paced.offered;
        let chip = *offered.chip.iter().find(|chip| chip.version == 2).ok_or(TerminalError::NotOffered)?;
        let domain = offered.chip_domains.iter().find(|domain| domain.key == chip.key);
        let curve = domain.and_then(|domain| domain.curve.ok()).ok_or(TerminalError::NotOffered)?;
        let terminal = ta::Terminal::new(curve, &paced.id_chip, auxiliary, &mut self.rng)
            .map_err(|_| TerminalError::OwnKey)?;
        let [set, challenge] = terminal.commands(&own.key, &holder);
        self.must("the terminal's key", &set)?;
        let challenge = self.must("a challenge", &challenge)?;
        let (terminal, signature) = terminal.sign(&own.key, &challenge).map_err(|_| TerminalError::OwnKey)?;
        self.must("the terminal's signature", &ta::wire::external_authenticate(signature))?;
        let security = CardSecurity::parse(&self.read_file("reading EF.CardSecurity", 0x1D)?)?;
        let proven =
            SecurityInfos::parse(security.verify(std::slice::from_ref(authority), today)?.content())?;
        if !is_signed(offered, &proven) {
            return Err(TerminalError::NotSigned);
        }
        let key = proven.keys.iter().find(|key| key.key == chip.key).ok_or(TerminalError::NotOffered)?;
        self.must("chip authentication", &ca::wire::set_at(chip.cipher, chip.key))?;
        let answer = self.must("chip authentication", &ca::wire::general_authenticate(terminal.public()))?;
        let keys = terminal.finish(key, chip.cipher, &ca::Answer::parse(&answer)?)?;
        self.channel = Some(TerminalChannel::new(keys));
        Ok(proven)
    }

    /// Whether the card is still valid on the day that was asked about in terminal authentication (BSI TR-03110-3, A.7.5).
    pub fn is_valid(&mut self) -> Result<bool, TerminalError> {
        const STEP: &str = "the question whether it is valid";
        let question = object(0x06, &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x04, 0x02]);
        match self.send(&Command::new(0x80, 0x20, 0x80, 0x00).with(question))?.status {
            0x9000 => Ok(true),
            0x6300 => Ok(false),
            status => Err(TerminalError::Refused { step: STEP, status }),
        }
    }

    /// The card's name in a sector (BSI TR-03110-3, B.4).
    pub fn name(&mut self, proven: &SecurityInfos, sector: &ri::Sector) -> Result<Vec<u8>, TerminalError> {
        const STEP: &str = "restricted identification";
        let offered = proven.restricted.iter().find(|one| one.hash == sector.hash() && !one.authorised_only);
        let key = offered.ok_or(TerminalError::NotOffered)?.key;
        self.must(STEP, &ri::set_at(sector.hash(), key))?;
        let answer = self.must(STEP, &ri::general_authenticate(sector))?;
        Ok(ri::parse_answer(&answer)?.to_vec())
    }

    /// A new PIN (BSI TR-03110-3, B.14).
    pub fn change_pin(&mut self, digits: &str) -> Result<(), TerminalError> {
        let digits = digits.as_bytes().to_vec().into();
        self.must("a new PIN", &PinCommand::Change(Managed::Pin, digits).command()).map(drop)
    }

    /// The tries come back (BSI TR-03110-3, B.14).
    pub fn unblock_pin(&mut self) -> Result<(), TerminalError> {
        self.must("unblocking the PIN", &PinCommand::Unblock(Managed::Pin).command()).map(drop)
    }

    /// Switches the PIN and with it the online function (BSI TR-03110-3, B.14).
    pub fn switch_pin(&mut self, on: bool) -> Result<(), TerminalError> {
        let command =
            if on { PinCommand::Activate(Managed::Pin) } else { PinCommand::Deactivate(Managed::Pin) };
        self.must("switching the online function", &command.command()).map(drop)
    }
}

/// Whether all that was decided by stands in the signed file, too (BSI TR-03110-2, 2: passive authentication).
fn is_signed(offered: &SecurityInfos, proven: &SecurityInfos) -> bool {
    offered.all_pace.iter().all(|one| proven.all_pace.contains(one))
        && offered.pace_domains.iter().all(|one| proven.pace_domains.contains(one))
        && offered.chip.iter().all(|one| proven.chip.contains(one))
        && offered.chip_domains.iter().all(|one| proven.chip_domains.contains(one))
}
