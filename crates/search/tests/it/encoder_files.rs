//! The readers of the model's files, fed with anything: an error that names the file, no panic, no endless work. Longer
//! runs with libFuzzer: `fuzz/` beside this crate's `src/`.

use std::io::Write;

use proptest::prelude::*;
use search::encoder::{Tokenizer, Weights};

/// A `SentencePiece` model in small.
fn small_model() -> Vec<u8> {
    let field =
        |number: u8, value: &[u8]| [&[number << 3 | 2, u8::try_from(value.len()).unwrap()], value].concat();
    let piece = |text: &str, score: f32| {
        let score = [&[0x15][..], &score.to_le_bytes()].concat();
        field(1, &[field(1, text.as_bytes()), score].concat())
    };
    let table = [&8_u32.to_le_bytes()[..], &[0; 8], b"a\0b\0"].concat();
    let texts = ["<unk>", "<s>", "</s>", "▁Hund", "▁", "H", "ü", "nd"];
    let pieces = (0..).zip(texts).flat_map(|(at, text): (u8, _)| piece(text, -f32::from(at)));
    pieces.chain(field(3, &field(2, &table))).collect()
}

/// An archive with one deflated array of the right name and any size.
fn small_archive(array: &[u8]) -> Vec<u8> {
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    deflate.write_all(array).unwrap();
    let packed = deflate.finish().unwrap();
    let (size, name) = (u32::try_from(packed.len()).unwrap().to_le_bytes(), b"proj2.npy");
    let mut archive = [&b"PK\x03\x04"[..], &[0; 22], &[9, 0, 0, 0], name, &packed].concat();
    let directory = u32::try_from(archive.len()).unwrap().to_le_bytes();
    archive.extend(
        [&b"PK\x01\x02"[..], &[0; 6], &[8, 0], &[0; 8], &size, &[0; 4], &[9, 0], &[0; 16], name].concat(),
    );
    archive.extend([&b"PK\x05\x06"[..], &[0; 12], &directory, &[0; 2]].concat());
    archive
}

fn array(shape: &str, values: usize) -> Vec<u8> {
    let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}");
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), &vec![0; values * 4]].concat()
}

fn read(pieces: &[u8], text: &str) {
    if let Ok(tokenizer) = Tokenizer::read(pieces) {
        let ids = tokenizer.pieces(text);
        assert!(ids.len() >= 3 && ids.iter().all(|id| (*id as usize) < tokenizer.len().max(3)));
    }
}

fn mutate(mut bytes: Vec<u8>, changes: &[(usize, u8)], keep: usize) -> Vec<u8> {
    for (at, value) in changes {
        let at = at % bytes.len();
        bytes[at] = *value;
    }
    bytes.truncate(keep);
    bytes
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), text in any::<String>()) {
        read(&bytes, &text);
        prop_assert!(Weights::read(&bytes).is_err());
    }

    #[test]
    fn changed_models(
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        keep in 0_usize..400,
        text in ".{0,60}",
    ) {
        read(&mutate(small_model(), &changes, keep), &text);
    }

    #[test]
    fn changed_archives(
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        keep in 0_usize..3_000,
        values in 0_usize..600,
    ) {
        let archive = small_archive(&array("512, 256", values));
        prop_assert!(Weights::read(&mutate(archive, &changes, keep)).is_err());
    }
}

#[test]
fn small_models_are_read() {
    let tokenizer = Tokenizer::read(&small_model()).unwrap();
    assert_eq!(tokenizer.len(), 8);
    assert_eq!(tokenizer.pieces("Hund Hü"), [1, 3, 4, 5, 6, 2]);
}

#[test]
fn what_is_wrong_with_weights_is_said() {
    let message = |bytes: &[u8]| Weights::read(&bytes).unwrap_err().to_string();
    let whole = array("512, 256", 512 * 256);
    assert_eq!(message(&[]), "weights.npz is cut off: the list of arrays is not all there");
    assert_eq!(message(&small_archive(&whole)), "weights.npz cannot be read: the array proj3 is missing");
    assert_eq!(
        message(&small_archive(&whole[..whole.len() - 8])),
        "weights.npz: proj2 has 131070 values, expected 131072"
    );
    assert_eq!(
        message(&small_archive(&[whole.clone(), vec![0; 8]].concat())),
        "weights.npz: proj2 has 131074 values, expected 131072"
    );
    assert_eq!(
        message(&small_archive(&array("256, 512", 512 * 256))),
        "weights.npz cannot be read: proj2 is no array of [512, 256] in <f4"
    );
}
