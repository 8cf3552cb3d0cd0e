//! Practice cards: made-up people's cards in every state, for training without anybody's real card.

mod clerk;
mod folder;
mod keys;
mod make;
mod people;
mod service;
mod terminal;

pub use clerk::Clerk;
pub use folder::{Folder, FolderError, Held, Origin, handed_out};
pub use keys::KeysError;
pub use make::{MakeError, chip};
pub use people::{
    Document, FAMILY_NAME, FirstPin, NotSwitchedOn, PinKind, PracticeCard, Title, practice_cards,
};
pub use service::{Service, ServiceError, Verdict};
pub use terminal::{Paced, Terminal, TerminalError};
