//! How good and how fast: answers graded questions over a corpus and prints nDCG@5, success@5, times and memory.
//!
//! ```text
//! cargo run --release -p search --example eval -- --corpus CORPUS.jsonl --queries QUERIES.tsv [--mode words|encoder|both]
//!     [--encoder FOLDER] [--documents N] [--no-lay-words] [--json]
//! cargo run --release -p search --example eval -- --corpus CORPUS.jsonl --show < questions
//! ```
//!
//! The corpus has one JSON object per line with `id`, `name`, and optionally `topic`, `description`, `keywords`,
//! `leika`. A line of the queries is `question TAB id=grade;id=grade TAB language TAB kind`, or `question TAB id;id TAB
//! language`. `--documents` repeats the corpus with made-up words up to a number, to measure times. `--show` prints
//! names, scores and reasons for questions on standard input.

use std::io::BufRead;
use std::sync::Arc;
use std::time::{Duration, Instant};

use search::encoder::{Encoder, EncoderFiles, ModelFile};
use search::{Document, Hit, Index, LayWords};

#[path = "corpus/mod.rs"]
mod corpus;
#[path = "graded/mod.rs"]
mod graded;

type Failure = Box<dyn std::error::Error>;

/// What the command line asks for.
struct Options {
    corpus: String,
    queries: Option<String>,
    mode: String,
    encoder: Option<String>,
    documents: Option<usize>,
    lay_words: bool,
    show: bool,
    json: bool,
}

fn main() -> Result<(), Failure> {
    let options = options()?;
    let records = corpus::read(&options.corpus)?;
    let once: Vec<Document> = records.iter().map(corpus::Record::document).collect();
    let documents = options.documents.map_or_else(|| once.clone(), |count| corpus::many(&once, count));
    let encoder = if options.mode == "words" { None } else { Some(encoder(options.encoder.as_deref())?) };
    let lay_words = if options.lay_words { LayWords::german() } else { LayWords::none() };
    let start = Instant::now();
    let index = Index::build_with(&documents, &lay_words, encoder.as_ref());
    let built = start.elapsed();
    let search = |question: &str| match options.mode.as_str() {
        "encoder" => index.search_by_meaning(question, 10),
        _ => index.search(question, 10),
    };
    if options.show {
        return show(&documents, &index, search);
    }
    let queries = options.queries.as_deref().ok_or("expected --queries or --show")?;
    let mut queries = graded::read(queries)?;
    let mut times = Vec::new();
    for query in &mut queries {
        let start = Instant::now();
        let hits = search(&query.question);
        times.push(start.elapsed());
        query.found =
            hits.iter().filter_map(|hit| records.get(hit.document)).map(|record| record.id.clone()).collect();
    }
    report(&options, &index, built, &queries, times);
    Ok(())
}

fn options() -> Result<Options, Failure> {
    let mut arguments = std::env::args().skip(1);
    let mut options = Options {
        corpus: String::new(),
        queries: None,
        mode: "both".to_owned(),
        encoder: None,
        documents: None,
        lay_words: true,
        show: false,
        json: false,
    };
    while let Some(flag) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{flag} needs a value"));
        match flag.as_str() {
            "--corpus" => options.corpus = value()?,
            "--queries" => options.queries = Some(value()?),
            "--mode" => options.mode = value()?,
            "--encoder" => options.encoder = Some(value()?),
            "--documents" => options.documents = Some(value()?.parse()?),
            "--no-lay-words" => options.lay_words = false,
            "--show" => options.show = true,
            "--json" => options.json = true,
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    if !["words", "encoder", "both"].contains(&options.mode.as_str()) {
        return Err("--mode is words, encoder or both".into());
    }
    Ok(options)
}

fn encoder(folder: Option<&str>) -> Result<Arc<Encoder>, Failure> {
    let home = || Ok(format!("{}/.local/share", std::env::var("HOME")?));
    let data = || std::env::var("XDG_DATA_HOME").or_else(|_| home());
    let set = folder.map(str::to_owned).or_else(|| std::env::var("LOTSE_ENCODER").ok());
    let folder =
        set.map_or_else(|| data().map(|data| format!("{data}/lotse/encoder")), Ok::<_, std::env::VarError>)?;
    let read = |file: ModelFile| {
        std::fs::read(format!("{folder}/{file}"))
            .map_err(|error| format!("{folder}/{file}: {error}; .ci/encoder brings it"))
    };
    let (pieces, weights) = (read(ModelFile::Pieces)?, read(ModelFile::Weights)?);
    Ok(Arc::new(Encoder::from_bytes(&EncoderFiles { pieces: &pieces, weights: &weights })?))
}

fn show(documents: &[Document], index: &Index, search: impl Fn(&str) -> Vec<Hit>) -> Result<(), Failure> {
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        println!("{line}");
        for hit in search(&line).iter().take(5) {
            let name = documents.get(hit.document).map_or("", |document| &document.name);
            println!("  {:6.2} {name}  {:?}", hit.score, hit.why);
        }
        let suggested: Vec<String> = index.suggest(&line, 6).into_iter().map(|s| s.text).collect();
        println!("  while typing: {}", suggested.join(" | "));
    }
    Ok(())
}

fn report(
    options: &Options,
    index: &Index,
    built: Duration,
    queries: &[graded::Query],
    mut times: Vec<Duration>,
) {
    times.sort();
    let at =
        |share: usize| times.get(times.len() * share / 100).or(times.last()).copied().unwrap_or_default();
    let groups = graded::groups(queries);
    if options.json {
        let figures = serde_json::json!({
            "mode": options.mode,
            "documents": index.len(),
            "built_s": built.as_secs_f64(),
            "p50_ms": at(50).as_secs_f64() * 1e3,
            "p95_ms": at(95).as_secs_f64() * 1e3,
            "memory_mb": memory_mb(),
            "groups": groups,
        });
        println!("{figures}");
        return;
    }
    println!("{}: {} documents, built in {built:.2?}", options.mode, index.len());
    println!("p50 {:.2?}, p95 {:.2?}, worst {:.2?}, {} MB at most", at(50), at(95), at(100), memory_mb());
    for group in groups {
        println!("{group}");
    }
}

/// Most memory the process had so far; 0 where the system does not tell.
fn memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kb.unwrap_or_default() / 1024
}
