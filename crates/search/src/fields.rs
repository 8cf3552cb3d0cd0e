//! Which texts of a document are searched, and what each is worth.

use crate::{Document, Weights};

/// One searched text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    pub(crate) text: &'a str,
    pub(crate) weight: f32,
    pub(crate) kind: Kind,
}

/// How a match in the text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As the name.
    Name,
    /// As the whole phrase: another name or a keyword.
    Phrase,
    /// As the single word.
    Prose,
}

/// All texts of a document, the weightiest first.
pub(crate) fn of<'a>(document: &'a Document, weights: &Weights) -> impl Iterator<Item = Field<'a>> + use<'a> {
    let Document { name, also_called, keywords, topic, summary, body, .. } = document;
    let name = std::iter::once(name).map(with(Kind::Name, weights.name));
    let also_called = also_called.iter().map(with(Kind::Phrase, weights.also_called));
    let keywords = keywords.iter().map(with(Kind::Phrase, weights.keyword));
    let prose = [topic, summary].into_iter().map(with(Kind::Prose, weights.summary));
    let body = std::iter::once(body).map(with(Kind::Prose, weights.body));
    name.chain(also_called).chain(keywords).chain(prose).chain(body)
}

/// All texts of a document, whatever they are worth.
pub(crate) fn texts(document: &Document) -> impl Iterator<Item = Field<'_>> {
    of(document, &Weights::default())
}

fn with<'a>(kind: Kind, weight: f32) -> impl Fn(&'a String) -> Field<'a> {
    move |text| Field { text, weight, kind }
}

/// The texts people recognise a document by.
pub(crate) fn phrases(document: &Document) -> impl Iterator<Item = &str> {
    let others = document.also_called.iter().chain(&document.keywords).map(String::as_str);
    std::iter::once(document.name.as_str()).chain(others)
}
