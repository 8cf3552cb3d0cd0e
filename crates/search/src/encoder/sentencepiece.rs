//! Cuts text into the pieces the model knows: the unigram model of `SentencePiece` (Kudo 2018), best path by Viterbi.

use super::error::{EncoderError, ModelFile};
use super::normalise::Normaliser;
use super::protobuf::{Field, Message};

/// Numbers that the model gives to what has no text.
const UNKNOWN: u32 = 0;
const BEGIN: u32 = 1;
const END: u32 = 2;
/// An unknown character is worth this much less than the worst piece.
const UNKNOWN_PENALTY: f64 = 10.0;
/// Fields of the model (`sentencepiece_model.proto`, in the early layout that this model has: the normaliser's table
/// in field 2 of field 3).
const PIECES: u64 = 1;
const NORMALISER: u64 = 3;
const TABLE: u64 = 2;
const PIECE_TEXT: u64 = 1;
const PIECE_SCORE: u64 = 2;

/// The reader of `sp.model`.
#[derive(Debug)]
pub struct Tokenizer {
    normaliser: Normaliser,
    /// All pieces in the order of their bytes.
    texts: String,
    pieces: Vec<Piece>,
    count: usize,
    unknown_score: f64,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    from: u32,
    length: u16,
    id: u32,
    score: f32,
}

/// The best way to a place in the text.
#[derive(Clone, Copy)]
struct Way {
    score: f64,
    from: usize,
    id: u32,
}

impl Tokenizer {
    /// Reads a model. Only the sizes are checked, not the checksum.
    pub fn read(bytes: &[u8]) -> Result<Self, EncoderError> {
        let mut found = Vec::new();
        let mut normaliser = Normaliser::default();
        for field in Message::new(bytes) {
            match field.ok_or_else(|| cut_off("the list of pieces"))? {
                Field { number: PIECES, value } => found.push(piece(value)?),
                Field { number: NORMALISER, value } => normaliser = read_normaliser(value)?,
                Field { .. } => {}
            }
        }
        if found.is_empty() {
            return Err(broken("it has no pieces"));
        }
        Self::new(found, normaliser)
    }

    fn new(found: Vec<(&str, f32)>, normaliser: Normaliser) -> Result<Self, EncoderError> {
        let count = found.len();
        let lowest = found.iter().map(|(_, score)| f64::from(*score)).fold(f64::INFINITY, f64::min);
        let mut sorted: Vec<(&str, f32, u32)> =
            (0..).zip(found).map(|(id, (text, score))| (text, score, id)).collect();
        sorted.sort_by_key(|(text, ..)| *text);
        let mut tokenizer = Self {
            normaliser,
            texts: String::new(),
            pieces: Vec::with_capacity(count),
            count,
            unknown_score: lowest - UNKNOWN_PENALTY,
        };
        for (text, score, id) in sorted.into_iter().filter(|(text, ..)| !text.is_empty()) {
            tokenizer.add(text, score, id)?;
        }
        Ok(tokenizer)
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Never true of a model that was read.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The numbers of the text's pieces between a beginning and an end mark; a text of nothing is one unknown piece.
    pub fn pieces(&self, text: &str) -> Vec<u32> {
        let text = self.normaliser.normalise(text);
        let mut ids = vec![END];
        let ways = self.best_ways(&text);
        let mut at = text.len();
        while let Some(way) = ways.get(at).filter(|_| at > 0) {
            ids.push(way.id);
            at = way.from;
        }
        if text.is_empty() {
            ids.push(UNKNOWN);
        }
        ids.push(BEGIN);
        ids.reverse();
        ids
    }

    /// For each byte position where a character ends, the best way there.
    fn best_ways(&self, text: &str) -> Vec<Way> {
        let mut ways = vec![Way { score: f64::NEG_INFINITY, from: 0, id: UNKNOWN }; text.len() + 1];
        for (at, character) in text.char_indices() {
            let so_far = if at == 0 { 0.0 } else { ways.get(at).map_or(0.0, |way| way.score) };
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let mut improve = |length: usize, score: f64, id: u32| {
                if let Some(way) = ways.get_mut(at + length).filter(|way| so_far + score > way.score) {
                    *way = Way { score: so_far + score, from: at, id };
                }
            };
            let mut has_single = false;
            for piece in self.beginning(rest) {
                let length = usize::from(piece.length);
                has_single |= length == character.len_utf8();
                improve(length, f64::from(piece.score), piece.id);
            }
            if !has_single {
                improve(character.len_utf8(), self.unknown_score, UNKNOWN);
            }
        }
        ways
    }

    /// The pieces that the text begins with, the shortest first.
    fn beginning<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Piece> + use<'a> {
        let mut candidates = self.pieces.as_slice();
        let narrowed = text.iter().enumerate().map_while(move |(at, byte)| {
            let from = candidates.partition_point(|piece| self.byte(*piece, at) < Some(*byte));
            let longer = candidates.get(from..)?;
            let to = longer.partition_point(|piece| self.byte(*piece, at) == Some(*byte));
            candidates = longer.get(..to)?;
            let first = candidates.first()?;
            Some((usize::from(first.length) == at + 1).then_some(*first))
        });
        narrowed.flatten()
    }

    fn byte(&self, piece: Piece, at: usize) -> Option<u8> {
        let inside = at < usize::from(piece.length);
        self.texts.as_bytes().get(piece.from as usize + at).filter(|_| inside).copied()
    }

    fn add(&mut self, text: &str, score: f32, id: u32) -> Result<(), EncoderError> {
        let from = u32::try_from(self.texts.len()).map_err(|_| broken("its pieces are too many"))?;
        let length = u16::try_from(text.len()).map_err(|_| broken("a piece is too long"))?;
        self.texts.push_str(text);
        self.pieces.push(Piece { from, length, id, score });
        Ok(())
    }
}

fn piece(message: &[u8]) -> Result<(&str, f32), EncoderError> {
    let mut text = "";
    let mut score = 0.0;
    for field in Message::new(message) {
        match field.ok_or_else(|| cut_off("a piece"))? {
            Field { number: PIECE_TEXT, value } => {
                text = std::str::from_utf8(value).map_err(|_| broken("a piece is no UTF-8"))?;
            }
            Field { number: PIECE_SCORE, value } => {
                score =
                    value.try_into().map(f32::from_le_bytes).map_err(|_| broken("a score is no number"))?;
            }
            Field { .. } => {}
        }
    }
    if score.is_finite() { Ok((text, score)) } else { Err(broken("a score is no number")) }
}

fn read_normaliser(message: &[u8]) -> Result<Normaliser, EncoderError> {
    let mut normaliser = Normaliser::default();
    for field in Message::new(message) {
        let field = field.ok_or_else(|| cut_off("the normaliser"))?;
        if field.number == TABLE {
            normaliser = Normaliser::read(field.value).ok_or_else(|| cut_off("the normaliser's table"))?;
        }
    }
    Ok(normaliser)
}

fn cut_off(what: &str) -> EncoderError {
    EncoderError::CutOff { file: ModelFile::Pieces, what: what.to_owned() }
}

fn broken(what: &str) -> EncoderError {
    EncoderError::Broken { file: ModelFile::Pieces, what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces of at most 120 bytes, as a model.
    fn model(pieces: &[(&str, f32)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (text, score) in pieces {
            bytes.extend([
                0x0a,
                u8::try_from(text.len() + 7).unwrap(),
                0x0a,
                u8::try_from(text.len()).unwrap(),
            ]);
            bytes.extend(text.bytes());
            bytes.push(0x15);
            bytes.extend(score.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn the_best_path_wins() {
        let bytes = model(&[
            ("?", 0.0),
            ("<s>", 0.0),
            ("</s>", 0.0),
            ("▁ab", -3.0),
            ("▁", -1.0),
            ("a", -1.5),
            ("b", -0.2),
        ]);
        let tokenizer = Tokenizer::read(&bytes).unwrap();
        assert_eq!(tokenizer.len(), 7);
        assert_eq!(tokenizer.pieces("ab"), [1, 4, 5, 6, 2]);
        assert_eq!(tokenizer.pieces("abz"), [1, 4, 5, 6, 0, 2]);
        assert_eq!(tokenizer.pieces(""), [1, 0, 2]);
    }

    #[test]
    fn broken_models_are_named() {
        let good = model(&[("ab", -3.0)]);
        let message = |bytes: &[u8]| Tokenizer::read(bytes).unwrap_err().to_string();
        assert_eq!(message(&[]), "sp.model cannot be read: it has no pieces");
        assert_eq!(message(&good[..6]), "sp.model is cut off: the list of pieces is not all there");
        assert_eq!(message(&model(&[("a", f32::NAN)])), "sp.model cannot be read: a score is no number");
        assert_eq!(message(&[0x0a, 3, 0x0a, 1, 0xff]), "sp.model cannot be read: a piece is no UTF-8");
        assert_eq!(
            message(&[0x0a, 1, 0x0a, 0x1a, 2, 0x12, 0]),
            "sp.model is cut off: a piece is not all there"
        );
    }
}
