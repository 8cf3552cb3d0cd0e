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
    #[error("{path} is damaged ({inside}): {remedy}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong in it.
        inside: serde_json::Error,
        /// What to do.
        remedy: String,
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
        let known = || read(&file, || "name another folder to begin with new cards".to_owned());
        let origin = if let Some(origin) = known()? {
            origin
        } else {
            // Another program may be at it in this moment: who comes second takes what the first one made.
            let _lock = lock(&path.join("origin.lock"), File::lock)?;
            match known()? {
                Some(origin) => origin,
                None => write(&file, &new).map(|()| new)?,
            }
        };
        Ok(Self { path, origin })
    }

    /// What the folder's keys come from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Takes a card out of the folder, for this program alone. A card that was never used is as `people.toml` says.
    pub fn take(&self, card: &PracticeCard) -> Result<Held, FolderError> {
        let lock = self.hold(card)?;
        Ok(Held { _lock: lock, file: self.file(card), memory: self.look(card)? })
    }

    /// Makes a card as it was handed out, a damaged one too.
    pub fn reset(&self, card: &PracticeCard) -> Result<(), FolderError> {
        let _lock = self.hold(card)?;
        write(&self.file(card), &handed_out(card))
    }

    /// What a card remembers, without taking it.
    pub fn look(&self, card: &PracticeCard) -> Result<Memory, FolderError> {
        let remedy = || format!("`lotse card practice reset {}` makes that card anew", card.name);
        Ok(read(&self.file(card), remedy)?.unwrap_or_else(|| handed_out(card)))
    }

    fn file(&self, card: &PracticeCard) -> PathBuf {
        self.path.join(format!("{}.json", card.name))
    }

    fn hold(&self, card: &PracticeCard) -> Result<File, FolderError> {
        lock(&self.path.join(format!("{}.lock", card.name)), |file| match file.try_lock() {
            Err(TryLockError::Error(error)) => Err(error),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Ok(()) => Ok(()),
        })
        .map_err(|error| match error {
            FolderError::Io { error, .. } if error.kind() == io::ErrorKind::WouldBlock => {
                FolderError::Taken(card.name.clone())
            }
            other => other,
        })
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

    /// The PIN that holds now, for the trainer's list.
    pub fn pin(&self) -> &Digits {
        &self.memory.pin
    }
}

fn lock(path: &Path, how: impl FnOnce(&File) -> io::Result<()>) -> Result<File, FolderError> {
    let locked = File::create(path).and_then(|file| how(&file).map(|()| file));
    locked.map_err(|error| FolderError::Io { path: path.to_owned(), error })
}

fn read<T: DeserializeOwned>(path: &Path, remedy: impl FnOnce() -> String) -> Result<Option<T>, FolderError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|inside| FolderError::Damaged {
            path: path.to_owned(),
            inside,
            remedy: remedy(),
        }),
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
        fs::rename(&half, path)?;
        // The folder remembers the new name only when it is written, too.
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
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
    use std::{sync::Barrier, thread};

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
        let held = folder.take(card).unwrap();
        assert_eq!(held.memory().tries, 1);
        assert!(matches!(folder.reset(card), Err(FolderError::Taken(name)) if name == card.name));
        drop(held);
        folder.reset(card).unwrap();
        assert_eq!(folder.look(card).unwrap(), handed_out(card));
        // The origin stays what it was when the folder was made.
        let again = Folder::open(place.path().join("cards"), origin(2)).unwrap();
        assert_eq!(again.origin(), origin(1));
    }

    #[test]
    fn whoever_opens_a_new_folder_at_the_same_time_gets_the_same_origin() {
        let place = tempfile::tempdir().unwrap();
        for round in 0..20 {
            let (path, start) = (place.path().join(format!("{round}")), Barrier::new(8));
            let origins: Vec<Origin> = thread::scope(|scope| {
                let open = |seed| {
                    start.wait();
                    Folder::open(&path, origin(seed)).unwrap().origin()
                };
                let all: Vec<_> = (0..8).map(|seed| scope.spawn(move || open(seed))).collect();
                all.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let kept = Folder::open(&path, origin(9)).unwrap().origin();
            assert_eq!(origins, [kept; 8], "round {round}");
        }
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
        folder.reset(card).unwrap();
        assert_eq!(folder.look(card).unwrap(), handed_out(card));
    }
}
