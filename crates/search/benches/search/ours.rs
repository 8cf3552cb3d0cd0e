//! Our own search, in its three ways.

use std::io::BufRead;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use search::encoder::{Encoder, EncoderFiles, ModelFile};
use search::{Document, Hit, Index, LayWords};

use crate::options::Options;
use crate::table::Run;
use crate::{Failure, corpus, graded};

/// What is searched, and in which words.
pub(crate) struct Searched {
    pub(crate) ids: Vec<String>,
    pub(crate) documents: Vec<Document>,
    pub(crate) lay_words: LayWords,
}

impl Searched {
    pub(crate) fn read(options: &Options) -> Result<Self, Failure> {
        let records = corpus::read(&options.corpus)?;
        let once: Vec<Document> = records.iter().map(corpus::Record::document).collect();
        let documents = options.documents.map_or_else(|| once.clone(), |count| corpus::many(&once, count));
        let ids = records.into_iter().map(|record| record.id).collect();
        let lay_words = if options.lay_words { LayWords::german() } else { LayWords::none() };
        Ok(Self { ids, documents, lay_words })
    }

    /// A made-up copy counts as what it is a copy of.
    pub(crate) fn ids_of(&self, hits: &[Hit]) -> Vec<String> {
        let originals = hits.iter().map(|hit| hit.document % self.ids.len().max(1));
        let mut ids: Vec<String> = originals.filter_map(|at| self.ids.get(at)).cloned().collect();
        ids.dedup();
        ids
    }
}

/// Runs this program once more, for one way.
pub(crate) fn in_a_process_of_its_own(mode: &str) -> Result<Run, Failure> {
    let arguments = std::env::args().skip(1);
    let done = Command::new(std::env::current_exe()?).args(arguments).args(["--mode", mode]).output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).trim().to_owned().into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}

pub(crate) fn run(options: &Options, mode: &str) -> Result<Run, Failure> {
    let searched = Searched::read(options)?;
    let encoder = if mode == "words" { None } else { Some(encoder(options)?) };
    let start = Instant::now();
    let index = Index::build_with(&searched.documents, &searched.lay_words, encoder.as_ref());
    let built = start.elapsed();
    let mut run =
        Run { name: format!("Lotse, {mode}"), built_s: Some(built.as_secs_f64()), ..Run::default() };
    for query in graded::read(options.queries()?)? {
        let answer = || match mode {
            "encoder" => index.search_by_meaning(&query.question, 10),
            _ => index.search(&query.question, 10),
        };
        run.ms.push(fastest_ms(&answer));
        run.found.push(searched.ids_of(&answer()));
    }
    run.mb = most_memory_mb();
    Ok(run)
}

pub(crate) fn show(options: &Options) -> Result<(), Failure> {
    let searched = Searched::read(options)?;
    let encoder = encoder(options)?;
    let index = Index::build_with(&searched.documents, &searched.lay_words, Some(&encoder));
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        println!("{line}");
        for hit in index.search(&line, 5) {
            let name = searched.documents.get(hit.document).map_or("", |document| &document.name);
            println!("  {:6.2} {name}  {:?}", hit.score, hit.why);
        }
        let suggested: Vec<String> = index.suggest(&line, 6).into_iter().map(|s| s.text).collect();
        println!("  while typing: {}", suggested.join(" | "));
    }
    Ok(())
}

/// The rule of `.ci/encoder`.
pub(crate) fn encoder(options: &Options) -> Result<Arc<Encoder>, Failure> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let data = || set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")));
    let named = options.encoder.as_ref().map(PathBuf::from).or_else(|| set("LOTSE_ENCODER"));
    let folder = named.or_else(|| Some(data()?.join("lotse/encoder"))).ok_or("no home folder is known")?;
    let read = |file: ModelFile| {
        let path = folder.join(file.name());
        std::fs::read(&path).map_err(|e| format!("{}: {e}; .ci/encoder brings it", path.display()))
    };
    let (pieces, weights) = (read(ModelFile::Pieces)?, read(ModelFile::Weights)?);
    Ok(Arc::new(Encoder::from_bytes(&EncoderFiles { pieces: &pieces, weights: &weights })?))
}

/// Of three times: what a question takes on a core that nobody else wants.
fn fastest_ms(answer: &impl Fn() -> Vec<Hit>) -> f64 {
    let once = |_| {
        let start = Instant::now();
        std::hint::black_box(answer());
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..3).map(once).fold(f64::MAX, f64::min)
}

/// Most memory the process had so far; 0 where the system does not tell.
fn most_memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kb.unwrap_or_default() / 1024.0
}
