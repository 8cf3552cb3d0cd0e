//! Answers one question per line of the standard input with the ids found, as a JSON list per line.
//!
//! `cargo run -p search --example eval -- CORPUS.jsonl [--no-lay-words] [--show] < questions`
//!
//! The corpus has one JSON object per line with `id`, `name`, and optionally `topic`, `description`, `keywords`,
//! `leika`. `--show` prints names, scores and reasons instead.

use std::io::{BufRead, Write};

use search::{Document, Index, LayWords};

#[path = "corpus/mod.rs"]
mod corpus;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("expected a corpus file")?;
    let plain = arguments.iter().any(|argument| argument == "--no-lay-words");
    let records = corpus::read(path)?;
    let documents: Vec<Document> = records.iter().map(corpus::Record::document).collect();
    let lay_words = if plain { LayWords::none() } else { LayWords::german() };
    let index = Index::build(&documents, &lay_words);
    let show = arguments.iter().any(|argument| argument == "--show");
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let hits = index.search(&line, 10);
        if show {
            writeln!(out, "{line}")?;
            for hit in hits.iter().take(5) {
                let name = documents.get(hit.document).map_or("", |document| &document.name);
                writeln!(out, "  {:6.2} {name}  {:?}", hit.score, hit.why)?;
            }
            let suggested: Vec<String> = index.suggest(&line, 6).into_iter().map(|s| s.text).collect();
            writeln!(out, "  while typing: {}", suggested.join(" | "))?;
            continue;
        }
        let ids: Vec<&str> = hits
            .iter()
            .filter_map(|hit| records.get(hit.document))
            .map(|record| record.id.as_str())
            .collect();
        writeln!(out, "{}", serde_json::to_string(&ids)?)?;
        out.flush()?;
    }
    Ok(())
}
