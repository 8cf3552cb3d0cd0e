//! A folder of practice cards for one test.

use card::{
    chip::{Chip, Memory},
    practice::{self, Folder, Origin, PracticeCard, practice_cards},
};
use jiff::civil::date;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};
use tempfile::TempDir;

pub(crate) struct Place {
    _folder: TempDir,
    pub cards: Folder,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cards = Folder::open(folder.path(), Origin { seed: [7; 32], made: date(2026, 3, 1) }).unwrap();
        Self { _folder: folder, cards }
    }

    pub(crate) fn chip(&self, card: &PracticeCard) -> Chip<ChaCha20Rng> {
        practice::chip(card, &self.cards, ChaCha20Rng::from_seed([1; 32])).unwrap()
    }

    pub(crate) fn named(&self, name: &str) -> Chip<ChaCha20Rng> {
        self.chip(&card(name))
    }

    pub(crate) fn memory(&self, card: &PracticeCard) -> Memory {
        self.cards.look(card).unwrap()
    }
}

pub(crate) fn card(name: &str) -> PracticeCard {
    practice_cards().into_iter().find(|card| card.name == name).unwrap()
}
