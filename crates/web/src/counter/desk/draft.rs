//! What is being typed at a desk while something else is pressed: it comes back with the answer.

use visits::{Needs, Tongue, Topic};

use crate::staff::form::Fields;

/// The fields that are no button's own. The names are those of the page.
#[derive(Default)]
pub(super) struct Draft {
    pub notiz: String,
    /// The number of somebody in line.
    pub wer: String,
    /// The words searched for.
    pub q: String,
    /// What a number is to be drawn for; the first one when nothing was chosen.
    pub thema: Option<Topic>,
    pub sprache: String,
    pub bald: bool,
    pub hoeren: bool,
    pub sehen: bool,
}

impl Draft {
    pub(super) fn of(fields: &Fields) -> Self {
        let text = |name| fields.get(name).to_owned();
        let ticked = |name| !fields.get(name).is_empty();
        let thema = fields.get("thema").parse().ok();
        Self {
            notiz: text("notiz"),
            wer: text("wer"),
            q: text("q"),
            thema: thema.filter(|topic| Topic::ALL.first() != Some(topic)),
            sprache: text("sprache"),
            bald: ticked("bald"),
            hoeren: ticked("hoeren"),
            sehen: ticked("sehen"),
        }
    }

    /// There is nothing to be kept.
    pub(super) fn is_blank(&self) -> bool {
        let texts = [&self.notiz, &self.wer, &self.q];
        texts.iter().all(|text| text.trim().is_empty()) && self.thema.is_none() && !self.wishes()
    }

    /// Something stands in the part that is folded.
    pub(super) fn wishes(&self) -> bool {
        self.wish() != (None, Needs::default())
    }

    /// What somebody for whom a number is drawn needs.
    pub(super) fn wish(&self) -> (Option<Tongue>, Needs) {
        let needs = Needs { soon: self.bald, hearing: self.hoeren, seeing: self.sehen };
        (self.sprache.parse().ok(), needs)
    }

    /// Whether it is this topic.
    pub(super) fn chose(&self, topic: &str) -> bool {
        self.thema.is_some_and(|chosen| chosen.as_str() == topic)
    }

    /// What is left when the number was drawn.
    pub(super) fn drawn(self) -> Self {
        Self { notiz: self.notiz, wer: self.wer, q: self.q, ..Self::default() }
    }
}
