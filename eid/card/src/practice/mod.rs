//! Practice cards: made-up people's cards in every state, for training without anybody's real card.

mod folder;
mod people;

pub use folder::{Folder, FolderError, Held, Origin, handed_out};
pub use people::{Document, FAMILY_NAME, FirstPin, PinKind, PracticeCard, Title, practice_cards};
