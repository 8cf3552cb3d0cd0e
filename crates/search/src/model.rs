//! What goes into an index and what comes out of it. No rule lives here.

/// One searchable description, as written; empty parts are fine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Official name.
    pub name: String,
    /// Names people use for it.
    pub also_called: Vec<String>,
    /// Words an editor wants it to be found by.
    pub keywords: Vec<String>,
    /// Topic or topics, as shown to people.
    pub topic: String,
    /// One or two sentences.
    pub summary: String,
    /// Everything else worth finding it by: prerequisites, documents, authority.
    pub body: String,
    /// LeiKa key; only its digits count.
    pub code: Option<String>,
    /// Can be done online; decides between documents of equal score.
    pub online: bool,
}

/// One result of [`Index::search`](crate::Index::search).
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Position in the slice the index was built from.
    pub document: usize,
    /// Greater is better; comparable within one answer only.
    pub score: f32,
    /// The strongest reason for this hit.
    pub why: Why,
}

/// Why a document was found, for showing to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The words asked for stand in its name.
    Name,
    /// This keyword, other name or word of the document, as written, matches.
    Keyword(String),
    /// The question was read as this: a typing error corrected, or a lay word translated; or, where only the meaning
    /// is alike, the name or keyword that is nearest.
    Similar(String),
    /// The question is the LeiKa key or its beginning.
    Code,
}

/// One proposal while typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Position in the slice the index was built from.
    pub document: usize,
    /// Name, other name or keyword, as written.
    pub text: String,
}
