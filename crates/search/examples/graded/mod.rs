//! Graded questions: reading them, and how good the answers to them are.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

/// Answers with at least this grade count as right.
const RIGHT: u32 = 2;
/// The grade of an answer for which none is given.
const BEST: u32 = 3;

/// A question with its answers, wanted and found.
pub(crate) struct Query {
    pub(crate) question: String,
    pub(crate) found: Vec<String>,
    wanted: HashMap<String, u32>,
    language: String,
    kind: String,
}

/// Mean figures of some questions.
#[derive(serde::Serialize)]
pub(crate) struct Group {
    name: String,
    questions: usize,
    ndcg5: f64,
    success5: f64,
    nothing: f64,
}

/// Reads all lines but comments and a heading.
pub(crate) fn read(path: &str) -> Result<Vec<Query>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("question\t"));
    let queries = lines.filter_map(|line| {
        let mut columns = line.split('\t');
        let question = columns.next()?.to_owned();
        let wanted = columns.next()?.split(';').filter(|one| !one.is_empty()).map(grade).collect();
        let language = columns.next().unwrap_or("de").to_owned();
        let kind = columns.next().unwrap_or_default().to_owned();
        Some(Query { question, found: Vec::new(), wanted, language, kind })
    });
    Ok(queries.collect())
}

fn grade(text: &str) -> (String, u32) {
    let (id, grade) = text.split_once('=').unwrap_or((text, ""));
    (id.to_owned(), grade.parse().unwrap_or(BEST))
}

/// All, German, other languages, and each kind.
pub(crate) fn groups(queries: &[Query]) -> Vec<Group> {
    let mut groups = vec![
        group("all", queries, |_| true),
        group("German", queries, |query| query.language == "de"),
        group("other languages", queries, |query| query.language != "de"),
    ];
    let kinds: BTreeSet<&str> =
        queries.iter().map(|query| query.kind.as_str()).filter(|kind| !kind.is_empty()).collect();
    groups.extend(kinds.into_iter().map(|kind| group(kind, queries, |query| query.kind == kind)));
    groups.retain(|group| group.questions > 0);
    groups
}

fn group(name: &str, queries: &[Query], belongs: impl Fn(&Query) -> bool) -> Group {
    let queries: Vec<&Query> = queries.iter().filter(|query| belongs(query)).collect();
    let mean = |figure: &dyn Fn(&Query) -> f64| {
        let sum: f64 = queries.iter().map(|query| figure(query)).sum();
        sum / f64::from(u32::try_from(queries.len()).unwrap_or(u32::MAX))
    };
    Group {
        name: name.to_owned(),
        questions: queries.len(),
        ndcg5: mean(&ndcg5),
        success5: mean(&|query| {
            f64::from(u8::from(query.found.iter().take(5).any(|id| query.grade(id) >= RIGHT)))
        }),
        nothing: mean(&|query| f64::from(u8::from(query.found.is_empty()))),
    }
}

/// Normalised discounted cumulative gain of the first five; the gain of grade g is 2^g - 1.
fn ndcg5(query: &Query) -> f64 {
    let mut ideal: Vec<u32> = query.wanted.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = gain(ideal.into_iter());
    if ideal > 0.0 { gain(query.found.iter().map(|id| query.grade(id))) / ideal } else { 0.0 }
}

fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    (2_u32..)
        .zip(grades.take(5))
        .map(|(place, grade)| (f64::from(grade).exp2() - 1.0) / f64::from(place).log2())
        .sum()
}

impl Query {
    fn grade(&self, id: &str) -> u32 {
        self.wanted.get(id).copied().unwrap_or_default()
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, questions, ndcg5, success5, nothing } = self;
        write!(f, "{name:18} {questions:4}  nDCG@5 {ndcg5:.3}  success@5 {success5:.3}  nothing {nothing:.3}")
    }
}
