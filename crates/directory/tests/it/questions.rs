//! How well the search answers our own blind questions over Hamburg's services (`tests/data/questions.tsv`).

use std::collections::HashMap;

use directory::{Directory, Filter};

use crate::must_hit::{by_words, with_encoder};

/// Floors, below what is measured (words .85, both .88), so that a change that makes the search worse is noticed.
const BY_WORDS: f64 = 0.80;
const WITH_ENCODER: f64 = 0.83;

struct Question {
    text: &'static str,
    grades: HashMap<&'static str, u32>,
}

fn questions() -> Vec<Question> {
    let lines = include_str!("../data/questions.tsv").lines().filter(|line| !line.starts_with('#'));
    let question = |line: &'static str| {
        let [text, services, _language, _kind] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line}");
        };
        let grade = |one: &'static str| {
            let (id, grade) = one.split_once('=').unwrap();
            (id, grade.parse().unwrap())
        };
        Question { text, grades: services.split(';').map(grade).collect() }
    };
    lines.map(question).collect()
}

/// Normalised discounted cumulative gain of the first five; the gain of grade g is 2^g - 1.
fn ndcg5(directory: &Directory, question: &Question) -> f64 {
    let gain = |grades: &[u32]| -> f64 {
        let places = (2_u32..).zip(grades.iter().take(5));
        places.map(|(place, grade)| (f64::from(*grade).exp2() - 1.0) / f64::from(place).log2()).sum()
    };
    let found = directory.find(question.text, Filter::default(), 5);
    let grade = |id: &str| question.grades.get(id).copied().unwrap_or_default();
    let found: Vec<u32> = found.iter().map(|f| grade(f.service.service.id.as_str())).collect();
    let mut ideal: Vec<u32> = question.grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    gain(&found) / gain(&ideal)
}

fn mean(directory: &Directory) -> f64 {
    let all = questions();
    let sum: f64 = all.iter().map(|question| ndcg5(directory, question)).sum();
    sum / f64::from(u32::try_from(all.len()).unwrap())
}

#[test]
fn blind_questions_are_answered_by_words() {
    let mean = mean(by_words());
    assert!(mean >= BY_WORDS, "nDCG@5 {mean:.3}");
}

#[test]
fn blind_questions_are_answered_better_with_the_encoder() {
    if let Some(directory) = with_encoder() {
        let mean = mean(directory);
        assert!(mean >= WITH_ENCODER, "nDCG@5 {mean:.3}");
    }
}

#[test]
fn questions_name_only_services_there_are_and_every_one_has_an_answer() {
    for question in questions() {
        let unknown: Vec<_> = question.grades.keys().filter(|id| by_words().get(id).is_none()).collect();
        assert!(unknown.is_empty(), "{}: no service {unknown:?}", question.text);
        assert!(question.grades.values().any(|grade| *grade == 3), "{}", question.text);
    }
}
