//! The chip at work: takes a command out of its channel, does it, puts the answer in. What is remembered for good is in
//! [`Memory`]; everything else is gone when the power is.

use eac::{
    apdu::{CHAIN, Command, Response, SECURE},
    ca,
    cvc::chain::Trust,
    messaging::ChipChannel,
    pin::PinCommand,
    rand_core::CryptoRng,
    ri,
};

use super::{
    Digits, Holder, Memory, channel::Channel, files::Files, pace::Progress, pieces::Pieces, select::Position,
    sw, verify::Facts,
};
use crate::VirtualCard;

/// Bit of the class byte: the command is none of ISO 7816-4.
const PROPRIETARY: u8 = 0x80;

/// Writes the memory down. `false`: it could not; the chip then refuses to go on.
pub type Keep = Box<dyn FnMut(&Memory) -> bool + Send>;

/// What a chip is made with.
#[derive(Debug)]
pub struct Personal {
    /// The person.
    pub holder: Holder,
    /// Whether the chip is a travel document too.
    pub travel_document: bool,
    /// Card access number.
    pub can: Digits,
    /// Unblocks the PIN.
    pub puk: Digits,
    /// EF.CardAccess.
    pub card_access: Vec<u8>,
    /// EF.CardSecurity.
    pub card_security: Vec<u8>,
    /// The key that EF.CardSecurity names, number [`super::CHIP_KEY`].
    pub key: ca::Chip,
    /// The key of its names, number [`super::NAME_KEY`] in EF.CardSecurity.
    pub identity: ri::Secret,
    /// The authority whose terminals it believes.
    pub trust: Trust,
}

/// A chip with the eID application.
pub struct Chip<R> {
    pub(super) files: Files,
    pub(super) facts: Facts,
    pub(super) can: Digits,
    pub(super) puk: Digits,
    pub(super) key: ca::Chip,
    pub(super) identity: ri::Secret,
    pub(super) trust: Trust,
    pub(super) memory: Memory,
    keep: Keep,
    pub(super) rng: R,
    pub(super) session: Session,
}

/// What is forgotten without power.
#[derive(Default)]
pub(super) struct Session {
    pub position: Position,
    pub progress: Progress,
    pieces: Pieces,
    pub channel: Option<Channel>,
    /// Opened by the command at work; its answer still goes through the channel before.
    pub next: Option<Channel>,
}

impl<R> std::fmt::Debug for Chip<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chip").field("memory", &self.memory).finish_non_exhaustive()
    }
}

impl<R: CryptoRng> Chip<R> {
    /// A chip without power. `keep` is called before the chip answers anything that depends on a change.
    pub fn new(personal: Personal, memory: Memory, keep: Keep, rng: R) -> Self {
        let Personal { holder, travel_document, can, puk, card_access, card_security, key, identity, trust } =
            personal;
        let facts = Facts { born: holder.born, expires: holder.expires, community: holder.community };
        let files = Files::new(&holder, travel_document, card_access, card_security);
        Self { files, facts, can, puk, key, identity, trust, memory, keep, rng, session: Session::default() }
    }

    /// What the chip remembers.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Writes the memory down.
    pub(super) fn remember(&mut self) -> Result<(), u16> {
        if (self.keep)(&self.memory) { Ok(()) } else { Err(sw::MEMORY_FAILED) }
    }

    fn answer(&mut self, bytes: &[u8]) -> Response {
        let command = match Command::parse(bytes) {
            Ok(command) if known_class(command.class) => command,
            Ok(_) => return Response::status(sw::UNKNOWN_CLASS),
            Err(_) => return Response::status(sw::WRONG_LENGTH),
        };
        let response = if command.is_secure() {
            self.in_channel(&command)
        } else {
            // A command outside ends the channel, and with it what was begun inside (BSI TR-03110-3, F.3).
            if self.session.channel.take().is_some() {
                self.session.progress = Progress::Idle;
                self.session.pieces = Pieces::default();
            }
            self.work(&command)
        };
        if let Some(next) = self.session.next.take() {
            self.session.channel = Some(next);
        }
        response
    }

    fn in_channel(&mut self, command: &Command) -> Response {
        // The messaging is taken out while the command is at work, which may look at the channel's rights.
        let Some(mut messaging) = self.session.channel.as_mut().and_then(|channel| channel.messaging.take())
        else {
            return Response::status(sw::CHANNEL_MISSING);
        };
        let Ok(inner) = messaging.open(command) else {
            return self.broken();
        };
        let response = self.work(&inner);
        let Ok(response) = messaging.protect(&response) else {
            return self.broken();
        };
        self.put_back(messaging);
        response
    }

    fn put_back(&mut self, messaging: ChipChannel) {
        if let Some(channel) = &mut self.session.channel {
            channel.messaging = Some(messaging);
        }
    }

    fn broken(&mut self) -> Response {
        self.session = Session::default();
        Response::status(sw::CHANNEL_BROKEN)
    }

    fn work(&mut self, command: &Command) -> Response {
        match self.session.pieces.take(command) {
            Ok(Some(whole)) => self.work_whole(&whole),
            Ok(None) => Response::status(sw::OK),
            Err(status) => Response::status(status),
        }
    }

    fn work_whole(&mut self, command: &Command) -> Response {
        let data = &command.data;
        if command.class & PROPRIETARY != 0 {
            return match (command.instruction, command.p1, command.p2) {
                (0x20, 0x80, 0x00) => self.verify(data),
                _ => Response::status(sw::UNKNOWN_CLASS),
            };
        }
        match (command.instruction, command.p1, command.p2) {
            (0xA4, p1, 0x00 | 0x04 | 0x0C) => self.session.position.select(&self.files, p1, data),
            (0xB0, p1, p2) => self.read(p1, p2, command.expected),
            (0x22, 0xC1, 0xA4) => self.pace_set(data),
            (0x22, 0x81, 0xB6) => self.terminal_issuer(data).into_response(),
            (0x2A, 0x00, 0xBE) => self.terminal_certificate(data).into_response(),
            (0x22, 0x81, 0xA4) => self.terminal_begin(data).into_response(),
            (0x84, 0, 0) => self.terminal_challenge(),
            (0x82, 0, 0) => self.terminal_authenticate(data).into_response(),
            (0x22, 0x41, 0xA4) => self.chip_set(data).into_response(),
            (0x86, 0, 0) => match self.name_step(data).or_else(|| self.chip_step(data)) {
                Some(response) => response,
                None => self.pace_step(data),
            },
            (0x2C | 0x44 | 0x04, ..) => match PinCommand::parse(command) {
                Ok(command) => self.manage_pin(&command).into_response(),
                Err(_) => Response::status(sw::WRONG_DATA),
            },
            (0xA4 | 0x22 | 0x2A | 0x84 | 0x82 | 0x86, ..) => Response::status(sw::WRONG_PARAMETERS),
            _ => Response::status(sw::UNKNOWN_INSTRUCTION),
        }
    }

    fn read(&mut self, p1: u8, p2: u8, expected: Option<usize>) -> Response {
        let Session { position, channel, .. } = &mut self.session;
        let may_read = |reading| Channel::may_read(channel.as_ref(), reading);
        position.read(&self.files, may_read, (p1, p2), expected.unwrap_or(256))
    }
}

/// Chaining, and secure messaging with an authenticated header or none: other kinds are not known here.
fn known_class(class: u8) -> bool {
    class & !(CHAIN | SECURE | PROPRIETARY) == 0 && matches!(class & SECURE, 0 | SECURE)
}

/// A change that was done or refused, as the chip says it.
pub(super) trait IntoResponse {
    fn into_response(self) -> Response;
}

impl IntoResponse for Result<(), u16> {
    fn into_response(self) -> Response {
        Response::status(self.err().unwrap_or(sw::OK))
    }
}

/// Answer to reset of a contactless card (PC/SC part 3, 3.1.3.2.3), with historical bytes as German eID cards have them:
/// commands of extended length, chaining.
const ATR: [u8; 15] =
    [0x3B, 0x8A, 0x80, 0x01, 0x80, 0x31, 0xF8, 0x73, 0xF7, 0x41, 0xE0, 0x82, 0x90, 0x00, 0x75];

impl<R: CryptoRng> VirtualCard for Chip<R> {
    fn atr(&self) -> Vec<u8> {
        ATR.to_vec()
    }

    fn reset(&mut self) {
        self.session = Session::default();
    }

    fn process(&mut self, command: &[u8]) -> Vec<u8> {
        self.answer(command).to_bytes()
    }
}
