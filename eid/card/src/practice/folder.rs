//! Where practice cards lie between two uses: a folder with one small file per card. A card is written to a new file that
//! takes the old one's place, so that a power cut leaves one or the other; and it is in one hand at a time.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::people::PracticeCard;
use crate::chip::{Digits, Memory};

/// A folder of practice cards.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    origin: Origin,
}

/// What all keys of a folder's cards and authorities come from. Practice only: it lies open in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Where randomness of the keys comes from.
    #[serde(with = "hex")]
    pub seed: [u8; 32],
    /// The day from which certificates and ages count.
    pub made: Date,
}

/// Why a practice card cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// No such card.
    #[error("there is no practice card \"{0}\": `lotse card practice list` names them")]
    Unknown(String),
    /// Another program has it in its reader.
    #[error("the practice card \"{0}\" is in a reader: take it out there first")]
    Taken(String),
    /// A file of the folder is not what we wrote.
    #[error("{path} is damaged ({inside}): delete it to get that card anew")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong in it.
        inside: serde_json::Error,
    },
    /// The folder cannot be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl Folder {
    /// Opens a folder; makes it, with an origin of its own, when it is not there.
    pub fn open(path: impl Into<PathBuf>, new: Origin) -> Result<Self, FolderError> {
        let path = path.into();
        fs::create_dir_all(&path).map_err(|error| FolderError::Io { path: path.clone(), error })?;
        let file = path.join("origin.json");
        let origin = if let Some(origin) = read(&file)? {
            origin
        } else {
            write(&file, &new)?;
            new
        };
        Ok(Self { path, origin })
    }

    /// What the folder's keys come from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Takes a card out of the folder, for this program alone. A card that was never used is as `people.toml` says.
    pub fn take(&self, card: &PracticeCard) -> Result<Held, FolderError> {
        let path = self.path.join(format!("{}.lock", card.name));
        let lock = File::create(&path).map_err(|error| FolderError::Io { path: path.clone(), error })?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::Taken(card.name.clone())),
            Err(TryLockError::Error(error)) => return Err(FolderError::Io { path, error }),
        }
        let file = self.path.join(format!("{}.json", card.name));
        let memory = read(&file)?.unwrap_or_else(|| handed_out(card));
        Ok(Held { _lock: lock, file, memory })
    }

    /// What a card remembers, without taking it.
    pub fn look(&self, card: &PracticeCard) -> Result<Memory, FolderError> {
        Ok(read(&self.path.join(format!("{}.json", card.name)))?.unwrap_or_else(|| handed_out(card)))
    }
}

/// A card's memory on the day it is handed out.
pub fn handed_out(card: &PracticeCard) -> Memory {
    Memory { active: card.eid, pin: card.pin.digits.clone(), tries: card.tries, puk_uses: card.puk_uses }
}

/// A card in this program's hand. It goes back when dropped.
#[derive(Debug)]
pub struct Held {
    _lock: File,
    file: PathBuf,
    memory: Memory,
}

impl Held {
    /// What the card remembers.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Writes the memory down. When this returns, a power cut does not lose it.
    pub fn save(&mut self, memory: &Memory) -> Result<(), FolderError> {
        write(&self.file, memory)?;
        self.memory = memory.clone();
        Ok(())
    }

    /// Makes the card as it was handed out.
    pub fn reset(&mut self, card: &PracticeCard) -> Result<(), FolderError> {
        self.save(&handed_out(card))
    }

    /// The PIN that holds now, for the trainer's list.
    pub fn pin(&self) -> &Digits {
        &self.memory.pin
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, FolderError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|inside| FolderError::Damaged { path: path.to_owned(), inside }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FolderError::Io { path: path.to_owned(), error }),
    }
}

fn write(path: &Path, value: &impl Serialize) -> Result<(), FolderError> {
    let half = path.with_extension("new");
    let done = || -> io::Result<()> {
        let mut file = File::create(&half)?;
        file.write_all(&serde_json::to_vec_pretty(value)?)?;
        file.sync_all()?;
        fs::rename(&half, path)
    };
    done().map_err(|error| FolderError::Io { path: path.to_owned(), error })
}

/// Bytes as hexadecimal text.
mod hex {
    use std::fmt::Write as _;

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(D::Error::custom("64 hexadecimal digits are wanted"));
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(2 * index..2 * index + 2).unwrap_or_default();
            *byte = u8::from_str_radix(pair, 16).map_err(D::Error::custom)?;
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::practice::practice_cards;

    fn origin(seed: u8) -> Origin {
        Origin { seed: [seed; 32], made: date(2026, 3, 1) }
    }

    #[test]
    fn a_card_remembers_and_can_be_made_anew() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path().join("cards"), origin(1)).unwrap();
        let card = &practice_cards()[2];
        let mut held = folder.take(card).unwrap();
        let mut memory = held.memory().clone();
        memory.tries = 1;
        held.save(&memory).unwrap();
        assert!(matches!(folder.take(card), Err(FolderError::Taken(name)) if name == card.name));
        drop(held);
        let mut held = folder.take(card).unwrap();
        assert_eq!(held.memory().tries, 1);
        held.reset(card).unwrap();
        assert_eq!(folder.look(card).unwrap(), handed_out(card));
        // The origin stays what it was when the folder was made.
        let again = Folder::open(place.path().join("cards"), origin(2)).unwrap();
        assert_eq!(again.origin(), origin(1));
    }

    #[test]
    fn a_damaged_file_is_named_and_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path(), origin(1)).unwrap();
        let card = &practice_cards()[0];
        fs::write(place.path().join("off.json"), "{").unwrap();
        let error = folder.take(card).unwrap_err();
        assert!(error.to_string().contains("off.json is damaged"), "{error}");
        assert_eq!(fs::read_to_string(place.path().join("off.json")).unwrap(), "{");
    }
}
