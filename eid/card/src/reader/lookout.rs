//! Looks at the readers again and again, and sees everything that happens between two looks.

use std::{ffi::CStr, thread, time::Duration};

use pcsc::{PNP_NOTIFICATION, ReaderState, State};

use super::{ReaderCard, ReaderError, Readers, holds_card, name};
use crate::{TransportError, watch::Spot};

/// How often a service that does not run is asked for.
const PAUSE: Duration = Duration::from_millis(300);

/// Watches the readers. It outlives readers that are plugged in or pulled, and a service that stops and starts.
#[derive(Default)]
pub struct Lookout {
    readers: Option<Readers>,
    /// The first one tells about readers that come and go, the others are the readers.
    states: Vec<ReaderState>,
}

impl std::fmt::Debug for Lookout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lookout")
    }
}

impl Lookout {
    /// What lies where. Returns when something differs from the look before, or after `limit`; the first time at once.
    ///
    /// # Errors
    ///
    /// The service does not run, or does not answer any more. The next look reaches for it anew.
    pub fn look(&mut self, limit: Duration) -> Result<Vec<Spot>, ReaderError> {
        let seen = self.try_look(limit);
        if seen.is_err() {
            *self = Self::default();
            thread::sleep(PAUSE.min(limit));
        }
        seen
    }

    /// The card on a reader, as [`Readers::connect`] gives it.
    pub fn connect(&self, name: &str) -> Result<ReaderCard, TransportError> {
        self.readers.as_ref().ok_or(TransportError::ReaderGone)?.connect(name)
    }

    fn try_look(&mut self, limit: Duration) -> Result<Vec<Spot>, ReaderError> {
        let Self { readers, states } = self;
        let readers = match readers {
            Some(readers) => readers,
            none => none.insert(Readers::open()?),
        };
        states.iter_mut().for_each(ReaderState::sync_current_state);
        match readers.wait(states, limit) {
            // One of the readers was pulled.
            Err(ReaderError::Service(pcsc::Error::UnknownReader | pcsc::Error::ReaderUnavailable)) => {}
            waited => waited?,
        }
        let names = readers.names()?;
        if states.is_empty() || !names.iter().map(AsRef::as_ref).eq(of_readers(states).map(ReaderState::name))
        {
            *states = std::iter::once(PNP_NOTIFICATION())
                .chain(names.iter().map(AsRef::<CStr>::as_ref))
                .map(|name| ReaderState::new(name, State::UNAWARE))
                .collect();
            readers.wait(states, Duration::ZERO)?;
        }
        Ok(of_readers(states).map(spot).collect())
    }
}

fn of_readers(states: &[ReaderState]) -> impl Iterator<Item = &ReaderState> {
    states.iter().skip(1)
}

fn spot(state: &ReaderState) -> Spot {
    Spot { reader: name(state), card: holds_card(state).then(|| state.event_count()) }
}
