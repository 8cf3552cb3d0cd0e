//! Reads a corpus of JSON lines for the examples.

use search::Document;

/// One line of the corpus; unknown fields are ignored.
#[derive(serde::Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    name: String,
    topic: Option<String>,
    description: Option<String>,
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
            also_called: Vec::new(),
            keywords: keywords.collect(),
            topic: self.topic.clone().unwrap_or_default(),
            summary: self.description.clone().unwrap_or_default(),
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
