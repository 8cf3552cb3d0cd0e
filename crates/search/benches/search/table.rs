//! What is printed.

use crate::graded::{self, Group, Query};

/// What one search found, and how long it took.
#[derive(Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Run {
    pub(crate) name: String,
    /// For each question.
    pub(crate) found: Vec<Vec<String>>,
    /// For each question.
    pub(crate) ms: Vec<f64>,
    pub(crate) mb: f64,
    pub(crate) built_s: Option<f64>,
}

pub(crate) fn print(questions: &[Query], runs: &[Run]) {
    let groups: Vec<Vec<Group>> = runs.iter().map(|run| graded::groups(questions, &run.found)).collect();
    println!(
        "{} questions. Milliseconds: the fastest of three for ours, one by the databases' own clock for them.",
        questions.len()
    );
    println!("Memory: the most the process had for ours; table and indexes for the databases.\n");
    println!(
        "| search | nDCG@5 German | success@5 | no hit | other languages | p50 ms | p95 ms | MB | built in s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for (run, groups) in runs.iter().zip(&groups) {
        let figure = |name: &str, of: fn(&Group) -> f64| {
            groups
                .iter()
                .find(|group| group.name == name)
                .map_or_else(|| "-".to_owned(), |g| format!("{:.3}", of(g)))
        };
        let built = run.built_s.map(|s| format!("{s:.2}")).unwrap_or_default();
        println!(
            "| {:30} | {} | {} | {} | {} | {:.2} | {:.2} | {:.0} | {built} |",
            run.name,
            figure("German", |g| g.ndcg5),
            figure("German", |g| g.success5),
            figure("German", |g| g.nothing),
            figure("other languages", |g| g.ndcg5),
            percentile(&run.ms, 50),
            percentile(&run.ms, 95),
            run.mb,
        );
    }
    by_kind(runs, &groups);
}

/// nDCG@5 of each kind of question, in each search.
fn by_kind(runs: &[Run], groups: &[Vec<Group>]) {
    let names: Vec<&str> = runs.iter().map(|run| run.name.as_str()).collect();
    println!("\n| nDCG@5 | questions | {} |", names.join(" | "));
    println!("|---|---|{}", "---|".repeat(names.len()));
    for (at, group) in groups.first().into_iter().flatten().enumerate() {
        let figures =
            groups.iter().filter_map(|groups| groups.get(at)).map(|group| format!("{:.3}", group.ndcg5));
        println!("| {} | {} | {} |", group.name, group.questions, figures.collect::<Vec<_>>().join(" | "));
    }
}

fn percentile(ms: &[f64], share: usize) -> f64 {
    let mut sorted = ms.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() * share / 100).or(sorted.last()).copied().unwrap_or_default()
}
