//! A way to a card: one command in, one answer out. What can go wrong on the way has a name and plain words.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::Duration,
};

/// A connected card.
///
/// An implementation reports the card's answer as it is, with its two status bytes (ISO 7816-4, section 5.6); it does
/// not repeat a command, since a repeated command may cost a try of the PIN.
pub trait CardTransport {
    /// Sends a command and waits for the answer.
    ///
    /// # Errors
    ///
    /// The card or the reader is gone, or did not answer properly. After an error the card is not to be used any more.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError>;
}

impl<T: CardTransport + ?Sized> CardTransport for Box<T> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        (**self).transmit(command)
    }
}

impl<T: CardTransport + ?Sized> CardTransport for &mut T {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        (**self).transmit(command)
    }
}

/// Why a card could not be asked. None of these changes anything on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The card left the reader.
    #[error("the card was removed: put it on the reader, leave it there, and start again")]
    Removed,
    /// The card did not answer in time.
    #[error(
        "the card did not answer in time: lay it flat on the reader, without other cards beside it, and start again"
    )]
    Timeout,
    /// The reader was unplugged or its driver stopped.
    #[error("the card reader is gone: plug it in again")]
    ReaderGone,
    /// The answer is no answer of a card.
    #[error(
        "the card's answer makes no sense: take the card off, put it back, and try another reader if it stays so"
    )]
    Nonsense,
    /// Another program holds the card.
    #[error("another program is using the card: finish there (the AusweisApp, for example) and start again")]
    Busy,
    /// The card lies on the reader but does not start.
    #[error("the card does not start: put it in the right way round; if it stays mute, the chip is damaged")]
    Mute,
}

/// Gives every answer a time limit, by asking in a thread of its own.
///
/// A reader's driver may wait forever; the thread is then left to it, and every later command ends with the same error.
#[derive(Debug)]
pub struct Timed {
    commands: SyncSender<Vec<u8>>,
    answers: Receiver<Result<Vec<u8>, TransportError>>,
    limit: Duration,
    failed: Option<TransportError>,
}

impl Timed {
    /// Each answer must come within `limit`.
    pub fn new(mut inner: impl CardTransport + Send + 'static, limit: Duration) -> Self {
        let (commands, to_do) = sync_channel::<Vec<u8>>(1);
        let (done, answers) = sync_channel(1);
        thread::spawn(move || {
            for command in to_do {
                if done.send(inner.transmit(&command)).is_err() {
                    break;
                }
            }
        });
        Self { commands, answers, limit, failed: None }
    }

    fn ask(&self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        self.commands.send(command.to_vec()).map_err(|_| TransportError::ReaderGone)?;
        match self.answers.recv_timeout(self.limit) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => Err(TransportError::Timeout),
            Err(RecvTimeoutError::Disconnected) => Err(TransportError::ReaderGone),
        }
    }
}

impl CardTransport for Timed {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let answer = self.ask(command);
        self.failed = answer.as_ref().err().copied();
        answer
    }
}
