//! Real card readers by PC/SC: which there are, the card on one, and what changes when something is plugged or removed.

mod lookout;

use std::{ffi::CString, thread, time::Duration};

use pcsc::{Context, Disposition, Protocols, ReaderState, Scope, ShareMode, State};

use crate::{
    CardTransport, TransportError,
    keypad::{self, Channel, Features, KeypadError, Secret},
};

pub use lookout::Lookout;

/// How long, and how often, another program's hold on a card is waited for.
const MOMENT: Duration = Duration::from_millis(50);
const PATIENCE: u32 = 30;

/// A reader and whether a card lies on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The name PC/SC gives it.
    pub name: String,
    /// Whether a card is there.
    pub card: bool,
    /// Whether the visitor can type on the reader itself. `None` when it could not be asked.
    pub keypad: Option<bool>,
}

/// Why there is no reader to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReaderError {
    /// The service is not there.
    #[error("the service for card readers does not run: start pcscd (on Debian: apt-get install pcscd)")]
    NoService,
    /// Something else in PC/SC.
    #[error("the service for card readers failed: {0}")]
    Service(pcsc::Error),
}

impl From<pcsc::Error> for ReaderError {
    fn from(error: pcsc::Error) -> Self {
        match error {
            pcsc::Error::NoService | pcsc::Error::ServiceStopped => Self::NoService,
            other => Self::Service(other),
        }
    }
}

impl From<pcsc::Error> for TransportError {
    fn from(error: pcsc::Error) -> Self {
        use pcsc::Error as E;
        match error {
            // The last two are what a driver reports when a card is pulled in the middle of a command.
            E::RemovedCard | E::NoSmartcard | E::ResetCard | E::NotTransacted | E::CommDataLost => {
                Self::Removed
            }
            E::Timeout | E::Cancelled => Self::Timeout,
            E::SharingViolation => Self::Busy,
            E::UnpoweredCard | E::UnresponsiveCard | E::UnsupportedCard => Self::Mute,
            E::ReaderUnavailable
            | E::UnknownReader
            | E::NoService
            | E::ServiceStopped
            | E::NoReadersAvailable => Self::ReaderGone,
            _ => Self::Nonsense,
        }
    }
}

/// The readers of this machine.
pub struct Readers(Context);

impl std::fmt::Debug for Readers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Readers")
    }
}

impl Readers {
    /// Reaches the machine's service for card readers.
    pub fn open() -> Result<Self, ReaderError> {
        Ok(Self(Context::establish(Scope::User)?))
    }

    /// All readers, in the service's order.
    pub fn list(&self) -> Result<Vec<Reader>, ReaderError> {
        let mut states = self.states()?;
        self.wait(&mut states, Duration::ZERO)?;
        Ok(states.iter().map(|state| self.describe(state)).collect())
    }

    /// The readers' names and whether a card lies there: without asking any reader for anything.
    pub fn occupied(&self) -> Result<Vec<(String, bool)>, ReaderError> {
        let mut states = self.states()?;
        self.wait(&mut states, Duration::ZERO)?;
        Ok(states.iter().map(|state| (name(state), holds_card(state))).collect())
    }

    /// The card on a reader, for this program alone.
    ///
    /// # Errors
    ///
    /// No card there, no such reader, or another program holds the card.
    pub fn connect(&self, name: &str) -> Result<ReaderCard, TransportError> {
        let name = CString::new(name).map_err(|_| TransportError::ReaderGone)?;
        // The AusweisApp looks at every card for a moment, when it is put down; more than that is work of its own.
        for _ in 0..PATIENCE {
            match self.0.connect(&name, ShareMode::Exclusive, Protocols::ANY) {
                Err(pcsc::Error::SharingViolation) => thread::sleep(MOMENT),
                connected => return Ok(ReaderCard(Some(connected?))),
            }
        }
        Err(TransportError::Busy)
    }

    /// Waits until one of the states is another one, at most `limit`.
    fn wait(&self, states: &mut [ReaderState], limit: Duration) -> Result<(), ReaderError> {
        if states.is_empty() {
            return Ok(());
        }
        match self.0.get_status_change(limit, states) {
            Ok(()) | Err(pcsc::Error::Timeout) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn names(&self) -> Result<Vec<CString>, ReaderError> {
        match self.0.list_readers_owned() {
            Ok(names) => Ok(names),
            Err(pcsc::Error::NoReadersAvailable) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    fn states(&self) -> Result<Vec<ReaderState>, ReaderError> {
        Ok(self.names()?.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)).collect())
    }

    fn describe(&self, state: &ReaderState) -> Reader {
        Reader {
            name: name(state),
            card: holds_card(state),
            keypad: self.features(state).map(Features::has_keypad),
        }
    }

    /// Asks the reader, not the card; a driver that cannot be asked without a card has no answer here.
    fn features(&self, state: &ReaderState) -> Option<Features> {
        let card = self.0.connect(state.name(), ShareMode::Direct, Protocols::UNDEFINED).ok()?;
        let features = features(&card);
        let _ = card.disconnect(Disposition::LeaveCard);
        features
    }
}

fn name(state: &ReaderState) -> String {
    state.name().to_string_lossy().into_owned()
}

fn holds_card(state: &ReaderState) -> bool {
    state.event_state().contains(State::PRESENT)
}

fn features(card: &pcsc::Card) -> Option<Features> {
    let mut buffer = [0; 256];
    let code = pcsc::ctl_code(keypad::ASK_FEATURES.into());
    card.control(code, &[], &mut buffer).ok().map(Features::parse)
}

/// A card on a reader. It is reset when dropped, so that no state of ours stays in it.
pub struct ReaderCard(Option<pcsc::Card>);

impl std::fmt::Debug for ReaderCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReaderCard")
    }
}

impl ReaderCard {
    /// Lets the visitor type `secret` on the reader's own keypad and opens a channel with it.
    ///
    /// # Errors
    ///
    /// [`KeypadError`]; a reader without PACE of its own is [`TransportError::Nonsense`].
    pub fn pace_on_keypad(
        &mut self,
        secret: Secret,
        chat: &[u8],
        description: &[u8],
    ) -> Result<Channel, KeypadError> {
        let card = self.0.as_ref().ok_or(TransportError::Removed)?;
        let code = features(card).and_then(|f| f.execute_pace).ok_or(TransportError::Nonsense)?;
        let request = keypad::establish(secret, chat, description).ok_or(TransportError::Nonsense)?;
        let mut buffer = vec![0; 4096];
        let answer = card.control(code.into(), &request, &mut buffer).map_err(TransportError::from)?;
        keypad::channel(answer)
    }
}

impl CardTransport for ReaderCard {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        let card = self.0.as_ref().ok_or(TransportError::Removed)?;
        let mut buffer = vec![0; pcsc::MAX_BUFFER_SIZE_EXTENDED];
        let answer = card.transmit(command, &mut buffer)?;
        if answer.len() < 2 { Err(TransportError::Nonsense) } else { Ok(answer.to_vec()) }
    }
}

impl Drop for ReaderCard {
    fn drop(&mut self) {
        if let Some(card) = self.0.take() {
            let _ = card.disconnect(Disposition::ResetCard);
        }
    }
}
