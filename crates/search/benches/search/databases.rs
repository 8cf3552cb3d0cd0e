//! The databases, asked by the script beside this file.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::options::Options;
use crate::table::Run;
use crate::{Failure, graded};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/search/databases.py");

/// One run per database and way to search. None over a corpus made larger: they are here to be compared in quality.
pub(crate) fn runs(options: &Options) -> Result<Vec<Run>, Failure> {
    if options.documents.is_some() {
        return Ok(Vec::new());
    }
    let mut command = Command::new("python3");
    command.args([SCRIPT, &options.corpus, "/dev/stdin"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn()?;
    let questions = graded::read(options.queries()?)?.into_iter().map(|query| query.question + "\n");
    child.stdin.take().ok_or("no standard input")?.write_all(questions.collect::<String>().as_bytes())?;
    let done = child.wait_with_output()?;
    if !done.status.success() {
        return Err("the databases could not be asked".into());
    }
    String::from_utf8(done.stdout)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}
