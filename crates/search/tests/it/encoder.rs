//! The encoder against the Python package it comes from, number by number, and against files that are not its own.

use std::path::PathBuf;
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use search::encoder::{DIMENSIONS, Encoder, EncoderError, EncoderFiles, ModelFile, Source};
use search::{Document, Index, LayWords};

/// Both sides add up thousands of 32-bit numbers in different orders.
const TOLERANCE: f32 = 2e-5;

#[derive(serde::Deserialize)]
struct Reference {
    text: String,
    #[serde(default = "once")]
    times: usize,
    pieces: Vec<u32>,
    count: Option<usize>,
    vector: Vec<f32>,
}

fn once() -> usize {
    1
}

fn file(which: ModelFile) -> Vec<u8> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let data = || set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")));
    let folder = set("LOTSE_ENCODER").or_else(|| Some(data()?.join("lotse/encoder"))).unwrap_or_default();
    let path = folder.join(which.name());
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!("{}: {error}. Run .ci/encoder first: it brings the files of the encoder", path.display())
    })
}

/// Made once for all tests.
pub(crate) fn encoder() -> Arc<Encoder> {
    static ENCODER: OnceLock<Arc<Encoder>> = OnceLock::new();
    let make = || {
        let (pieces, weights) = (file(ModelFile::Pieces), file(ModelFile::Weights));
        Arc::new(Encoder::from_bytes(&EncoderFiles { pieces: &pieces, weights: &weights }).unwrap())
    };
    Arc::clone(ENCODER.get_or_init(make))
}

fn references() -> Vec<Reference> {
    serde_json::from_str(include_str!("../data/encoder_reference.json")).unwrap()
}

#[test]
fn same_pieces_as_the_python_package() {
    for Reference { text, times, pieces, count, .. } in references() {
        let found = encoder().pieces(&text.repeat(times));
        assert_eq!(found.len(), count.unwrap_or(pieces.len()), "{text:?}");
        assert_eq!(found.get(..pieces.len()), Some(pieces.as_slice()), "{text:?}");
    }
}

#[test]
fn same_numbers_as_the_python_package() {
    for Reference { text, times, vector, .. } in references() {
        let found = encoder().encode(&text.repeat(times)).unwrap();
        let length: f32 = found.iter().map(|number| number * number).sum();
        assert!((length - 1.0).abs() < TOLERANCE, "{text:?} has length {length}");
        let apart = found.iter().zip(&vector).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(apart < TOLERANCE, "{text:?} is {apart} apart");
    }
}

#[test]
fn texts_together_are_as_texts_alone() {
    let references: Vec<_> = references().into_iter().filter(|reference| reference.times == 1).collect();
    let texts: Vec<&str> = references.iter().map(|reference| reference.text.as_str()).collect();
    let together = encoder().encode_all(&texts, 1_000).unwrap();
    assert_eq!(together.len(), texts.len());
    for (text, vector) in texts.iter().zip(&together) {
        let alone = encoder().encode(text).unwrap();
        assert!(alone.iter().zip(vector).all(|(a, b)| (a - b).abs() < TOLERANCE), "{text:?}");
    }
    assert!(encoder().encode_all(&[], 10).unwrap().is_empty());
    assert_eq!(
        encoder().encode_all(&["Hund"], 0).unwrap().first().map(|vector| vector.len()),
        Some(DIMENSIONS)
    );
}

/// A file that can be lost while it is in use.
#[derive(Debug)]
struct Losable {
    bytes: Vec<u8>,
    lost: Arc<AtomicBool>,
}

impl Source for Losable {
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> std::io::Result<()> {
        if self.lost.load(Ordering::Relaxed) {
            return Err(std::io::ErrorKind::NotFound.into());
        }
        self.bytes.read_at(at, into)
    }
}

#[test]
fn the_table_may_stay_in_its_file_and_be_lost() {
    let (pieces, weights) = (file(ModelFile::Pieces), file(ModelFile::Weights));
    let files = EncoderFiles { pieces: &pieces, weights: &weights };
    let lost = Arc::new(AtomicBool::new(false));
    let table = |bytes| Box::new(Losable { bytes, lost: Arc::clone(&lost) });
    let refused = Encoder::with_table(&files, table(vec![0; 100])).unwrap_err();
    assert!(refused.to_string().starts_with("table.bin has the wrong checksum"), "{refused}");

    let with_table = Arc::new(Encoder::with_table(&files, table(file(ModelFile::Table))).unwrap());
    for text in ["Hund", "Ich bin umgezogen", "كلب"] {
        let bits = |encoder: &Encoder| encoder.encode(text).unwrap().map(f32::to_bits);
        assert_eq!(bits(&with_table), bits(&encoder()), "{text}");
    }
    let document = |name: &str| Document { name: name.to_owned(), ..Document::default() };
    let documents = [document("Hund anmelden"), document("Wohnung abmelden")];
    let index = Index::build_with(&documents, &LayWords::none(), Some(&with_table));
    let found = |index: &Index, question| index.search(question, 5).first().map(|hit| hit.document);
    assert_eq!(found(&index, "köpek"), Some(0), "by meaning");

    lost.store(true, Ordering::Relaxed);
    assert!(with_table.encode("Hund").is_err());
    assert_eq!(found(&index, "Wohnung"), Some(1), "words are enough");
    assert_eq!(found(&index, "köpek"), None);
    let rebuilt = index.rebuild(&[document("Hund abmelden")], &LayWords::none());
    assert_eq!(found(&rebuilt, "Hund"), Some(0));
}

#[test]
fn files_that_are_not_the_model_are_refused() {
    let (pieces, mut weights) = (file(ModelFile::Pieces), file(ModelFile::Weights));
    let refused = |pieces: &[u8], weights: &[u8]| {
        Encoder::from_bytes(&EncoderFiles { pieces, weights: &weights }).map(|_| ()).unwrap_err()
    };
    let about = |error| match error {
        EncoderError::Checksum { file, .. } => Some(file),
        _ => None,
    };
    assert_eq!(about(refused(&pieces[..pieces.len() - 1], &weights)), Some(ModelFile::Pieces));
    assert_eq!(about(refused(&[], &weights)), Some(ModelFile::Pieces));
    assert_eq!(about(refused(&pieces, &weights[..1000])), Some(ModelFile::Weights));
    weights[20_000_000] ^= 1;
    let error = refused(&pieces, &weights);
    assert!(error.to_string().starts_with("weights.npz has the wrong checksum"), "{error}");
}
