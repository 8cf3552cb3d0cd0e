//! Graded questions: reading them, and how good the answers to them are.

use std::collections::{BTreeSet, HashMap};

/// Answers with at least this grade count as right.
const RIGHT: u32 = 2;
/// The grade of an answer for which none is given.
const BEST: u32 = 3;

/// A question with its answers, wanted and found.
pub(crate) struct Query {
    pub(crate) question: String,
    wanted: HashMap<String, u32>,
    language: String,
    kind: String,
}

/// Mean figures of some questions.
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) questions: usize,
    pub(crate) ndcg5: f64,
    pub(crate) success5: f64,
    pub(crate) nothing: f64,
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
        Some(Query { question, wanted, language, kind })
    });
    Ok(queries.collect())
}

fn grade(text: &str) -> (String, u32) {
    let (id, grade) = text.split_once('=').unwrap_or((text, ""));
    (id.to_owned(), grade.parse().unwrap_or(BEST))
}

/// A question and what was found for it.
type Answer<'a> = (&'a Query, &'a Vec<String>);

/// All, German, other languages, and each kind. `found` has the ids found for each question.
pub(crate) fn groups(queries: &[Query], found: &[Vec<String>]) -> Vec<Group> {
    let answers: Vec<Answer<'_>> = queries.iter().zip(found).collect();
    let mut groups = vec![
        group("all", &answers, |_| true),
        group("German", &answers, |query| query.language == "de"),
        group("other languages", &answers, |query| query.language != "de"),
    ];
    let kinds: BTreeSet<&str> =
        queries.iter().map(|query| query.kind.as_str()).filter(|kind| !kind.is_empty()).collect();
    groups.extend(kinds.into_iter().map(|kind| group(kind, &answers, |query| query.kind == kind)));
    groups.retain(|group| group.questions > 0);
    groups
}

fn group(name: &str, answers: &[Answer<'_>], belongs: impl Fn(&Query) -> bool) -> Group {
    let answers: Vec<Answer<'_>> = answers.iter().filter(|(query, _)| belongs(query)).copied().collect();
    let mean = |figure: &dyn Fn(&Answer<'_>) -> f64| mean(answers.iter().map(figure));
    let share = |yes: bool| f64::from(u8::from(yes));
    Group {
        name: name.to_owned(),
        questions: answers.len(),
        ndcg5: mean(&|(query, found)| ndcg5(query, found)),
        success5: mean(&|(query, found)| share(found.iter().take(5).any(|id| query.grade(id) >= RIGHT))),
        nothing: mean(&|(_, found)| share(found.is_empty())),
    }
}

/// 0 for none.
pub(crate) fn mean(figures: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = figures.fold((0.0, 0.0), |(count, sum), figure| (count + 1.0, sum + figure));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Normalised discounted cumulative gain of the first five; the gain of grade g is 2^g - 1.
pub(crate) fn ndcg5(query: &Query, found: &[String]) -> f64 {
    let mut ideal: Vec<u32> = query.wanted.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = gain(ideal.into_iter());
    if ideal > 0.0 { gain(found.iter().map(|id| query.grade(id))) / ideal } else { 0.0 }
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
