//! `lotse card check`.

use std::{fmt::Write as _, time::Duration};

use anyhow::bail;
use card::{
    Timed,
    check::{Finding, Problem, Words},
};
use serde_json::json;

use super::{
    args::{Check, Language},
    practice, readers,
};

/// A card answers each command of the check within milliseconds; a reader's driver may wait forever.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_millis(1500);

pub(super) fn run(args: &Check) -> anyhow::Result<()> {
    let checked = match &args.practice {
        Some(name) => practice::check(name, &args.folder)?,
        None => readers::connect(args.reader.as_deref())?
            .and_then(|card| card::check::check(&mut Timed::new(card, ANSWER_WITHIN))),
    };
    match checked {
        Ok(finding) => tell(&finding, args),
        Err(problem) => {
            if args.json {
                super::print(&problem_as_json(problem))?;
            }
            bail!("{}", said(problem.words(), args.lang))
        }
    }
}

/// Says what was found, on standard output.
pub(super) fn tell(finding: &Finding, args: &Check) -> anyhow::Result<()> {
    super::print(&if args.json { as_json(finding)? } else { in_words(finding, args.lang) })
}

pub(super) fn said(words: Words, lang: Language) -> &'static str {
    match lang {
        Language::De => words.de,
        Language::En => words.en,
    }
}

fn as_json(finding: &Finding) -> anyhow::Result<String> {
    let mut value = serde_json::to_value(finding)?;
    if let Some(fields) = value.as_object_mut() {
        fields.insert("guide".to_owned(), json!(finding.for_guide()));
        fields.insert("visitor".to_owned(), json!(finding.for_visitor()));
        fields.insert("cannot_know".to_owned(), json!(finding.cannot_know()));
    }
    Ok(value.to_string() + "\n")
}

pub(super) fn problem_as_json(problem: Problem) -> String {
    json!({"problem": problem.name(), "words": problem.words()}).to_string() + "\n"
}

fn in_words(finding: &Finding, lang: Language) -> String {
    let (card, guide, visitor, unknown) = match lang {
        Language::De => ("Karte", "Lotse", "Gast", "Ohne PIN nicht zu sehen"),
        Language::En => ("Card", "Guide", "Visitor", "Not to be seen without the PIN"),
    };
    let mut text = format!("{card}: {}\n", said(finding.kind.words(), lang));
    let _ = writeln!(text, "{guide}: {}", said(finding.for_guide(), lang));
    let _ = writeln!(text, "{visitor}: {}", said(finding.for_visitor(), lang));
    let _ = writeln!(text, "{unknown}:");
    for words in finding.cannot_know() {
        let _ = writeln!(text, "  - {}", said(words, lang));
    }
    text
}
