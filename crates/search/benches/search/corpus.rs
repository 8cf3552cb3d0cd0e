//! Reads a corpus of JSON lines.

use search::Document;

/// One line of the corpus; unknown fields are ignored.
#[derive(serde::Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    name: String,
    plain_name: Option<String>,
    name_en: Option<String>,
    topic: Option<String>,
    description: Option<String>,
    summary_en: Option<String>,
    keywords: Option<Vec<String>>,
    keywords_own: Option<Vec<String>>,
    documents: Option<serde_json::Value>,
    prerequisites: Option<serde_json::Value>,
    authority: Option<serde_json::Value>,
    leika: Option<String>,
    online_url: Option<String>,
}

impl Record {
    /// As the index takes it.
    pub(crate) fn document(&self) -> Document {
        let text =
            |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
        let keywords = self.keywords.iter().chain(&self.keywords_own).flatten().cloned();
        Document {
            name: self.name.clone(),
            also_called: self.plain_name.iter().chain(&self.name_en).cloned().collect(),
            keywords: keywords.collect(),
            topic: self.topic.clone().unwrap_or_default(),
            summary: self.description.iter().chain(&self.summary_en).cloned().collect::<Vec<_>>().join(" "),
            body: [text(&self.documents), text(&self.prerequisites), text(&self.authority)].join(" "),
            code: self.leika.clone(),
            online: self.online_url.is_some(),
        }
    }
}

/// Reads all lines.
pub(crate) fn read(path: &str) -> Result<Vec<Record>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The documents over and over, up to `count`, each copy with words of its own.
pub(crate) fn many(once: &[Document], count: usize) -> Vec<Document> {
    (0..count).zip(once.iter().cycle()).map(|(copy, document)| unlike(document, copy)).collect()
}

/// Distinct words per copy, so that the vocabulary grows as it would.
fn unlike(document: &Document, copy: usize) -> Document {
    let name = format!("{} {}", document.name, made_up(copy));
    let summary = format!("{} {} {}", document.summary, made_up(copy * 7 + 1), made_up(copy * 13 + 5));
    Document { name, summary, ..document.clone() }
}

/// A word-like text for a number.
fn made_up(mut number: usize) -> String {
    const SYLLABLES: [&str; 11] =
        ["wohn", "ra", "steu", "men", "ka", "ling", "tor", "ber", "so", "fahr", "ti"];
    let mut word = String::from("ge");
    while number > 0 {
        word.push_str(SYLLABLES.get(number % SYLLABLES.len()).unwrap_or(&""));
        number /= SYLLABLES.len();
    }
    word
}
