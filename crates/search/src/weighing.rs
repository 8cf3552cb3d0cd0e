use crate::stop_words;
use crate::tokens::{content_words, key};

/// Words of a short question.
const SHORT_MAX: usize = 2;

/// What counts how much. The default is what the product uses; other values are for measuring whether it should.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// A word in the name.
    pub name: f32,
    /// In another name.
    pub also_called: f32,
    /// In a keyword.
    pub keyword: f32,
    /// In topic or summary.
    pub summary: f32,
    /// In everything else.
    pub body: f32,
    /// A part of a compound, beside the word itself.
    pub part: f32,
    /// An official word for a lay word asked for, beside the same word asked for.
    pub lay: f32,
    /// A word that belongs to a lay phrase, by itself.
    pub in_phrase: f32,
    /// A word around the thing asked for ("Termin", "Unterlagen"), beside the thing itself.
    pub frame: f32,
    /// The best match of words, in likeness of meaning.
    pub words: f32,
    /// How much more that is in a question of one or two words.
    pub short: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            name: 4.0,
            also_called: 3.0,
            keyword: 2.5,
            summary: 1.0,
            body: 0.3,
            part: 0.6,
            lay: 0.8,
            // "Auto anmelden" is not about registering a flat.
            in_phrase: 0.5,
            frame: 0.4,
            // Round, in the middle of a plateau from .25 to .5.
            words: 0.4,
            short: 2.0,
        }
    }
}

impl Weights {
    /// What the best match of words is worth for this question. A word or two mean little by themselves: they name
    /// what is asked for, and the encoder knows compounds, slang and typing errors less well than the words do.
    pub(crate) fn of_words(&self, query: &str) -> f32 {
        let mut telling = content_words(query).filter(|word| !stop_words::is_frame(&key(word)));
        let is_short = telling.nth(SHORT_MAX).is_none();
        if is_short { self.words * self.short } else { self.words }
    }
}
