//! How good and how fast, in one run: words alone, the encoder alone, both, and beside them SQLite FTS5 and PostgreSQL
//! full text with and without `pg_trgm`, over the same corpus with the same graded questions.
//!
//! ```text
//! cargo bench -p search -- --corpus CORPUS.jsonl --queries QUERIES.tsv
//!     [--documents N]      repeat the corpus with made-up words up to a number, to measure times and memory
//!     [--folds K]          cross-validate the weights: fitted on all folds but one, judged by that one [5, 0: not]
//!     [--encoder FOLDER]   where .ci/encoder put its files
//!     [--no-lay-words]     without our own list of lay words
//! cargo bench -p search -- --corpus CORPUS.jsonl --show < QUESTIONS          names, scores and reasons
//! ```
//!
//! The corpus has one JSON object per line with `id`, `name`, and optionally `topic`, `description`, `keywords`,
//! `leika`. A line of the queries is `question TAB id=grade;id=grade TAB language TAB kind`, or `question TAB id;id TAB
//! language`. Each of our three ways runs in a process of its own, so that its memory can be told. The databases are
//! asked by `databases.py` (python3; PostgreSQL at `LOTSE_TEST_POSTGRES`, left out without it).
#![allow(missing_docs, reason = "a program")]

mod corpus;
mod databases;
mod folds;
mod graded;
mod options;
mod ours;
mod table;

use options::Options;

pub(crate) type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let options = Options::read()?;
    if options.show {
        return ours::show(&options);
    }
    if let Some(mode) = &options.mode {
        println!("{}", serde_json::to_string(&ours::run(&options, mode)?)?);
        return Ok(());
    }
    let mut runs = databases::runs(&options)?;
    for mode in ["words", "encoder", "both"] {
        match ours::in_a_process_of_its_own(mode) {
            Ok(run) => runs.push(run),
            Err(error) => eprintln!("Lotse, {mode}: left out: {error}"),
        }
    }
    let questions = graded::read(options.queries()?)?;
    table::print(&questions, &runs);
    if options.folds > 1 {
        folds::print(&options, &questions)?;
    }
    Ok(())
}
