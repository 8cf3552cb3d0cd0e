//! How fast: builds the index from a corpus, repeated up to 10,000 documents, and times questions and suggestions.
//!
//! `cargo run --release -p search --example speed -- CORPUS.jsonl < questions`

use std::io::BufRead;
use std::time::{Duration, Instant};

use search::{Document, Index, LayWords};

#[path = "corpus/mod.rs"]
mod corpus;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("expected a corpus file")?;
    let records = corpus::read(&path)?;
    println!("{} records, the first is {}", records.len(), records.first().map_or("", |record| &record.id));
    let once: Vec<Document> = records.iter().map(corpus::Record::document).collect();
    let questions = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let many = corpus::many(&once, 10_000);
    for documents in [once, many] {
        let start = Instant::now();
        let index = Index::build(&documents, &LayWords::german());
        println!("{} documents: built in {:.0?}", index.len(), start.elapsed());
        report("search", times(&questions, |question| index.search(question, 10).len()));
        report("suggest", times(&questions, |question| index.suggest(question, 8).len()));
        let long = ["donaudampfschifffahrt".repeat(500), "xqz ".repeat(2_500)];
        report("10,000 characters", times(&long, |question| index.search(question, 10).len()));
    }
    Ok(())
}

fn times(questions: &[String], ask: impl Fn(&str) -> usize) -> Vec<Duration> {
    let time = |question: &String| {
        let start = Instant::now();
        std::hint::black_box(ask(question));
        start.elapsed()
    };
    questions.iter().map(time).collect()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at =
        |share: usize| times.get(times.len() * share / 100).or(times.last()).copied().unwrap_or_default();
    println!("  {what}: median {:.2?}, 95th percentile {:.2?}, worst {:.2?}", at(50), at(95), at(100));
}
