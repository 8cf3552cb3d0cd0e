//! Any bytes as a SentencePiece model, and any text cut by it: no panic, and numbers that the model has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use search::encoder::Tokenizer;

fuzz_target!(|input: (&[u8], &str)| {
    let (model, text) = input;
    if let Ok(tokenizer) = Tokenizer::read(model) {
        let pieces = tokenizer.pieces(text);
        assert!(pieces.len() >= 3 && pieces.iter().all(|id| (*id as usize) < tokenizer.len().max(3)));
    }
});
