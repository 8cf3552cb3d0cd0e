//! What a report may hold, when it is due and when it is forgotten. Pure.

use jiff::{Span, Timestamp, civil::Date};
use kernel::{berlin, text};

use crate::model::PageAddress;

/// Longest description in characters.
pub const MAX_WORDS: usize = 2000;
/// Longest contact in characters.
pub const MAX_CONTACT: usize = 200;
/// Days until a report should be answered, where a city sets nothing else.
///
/// Our own aim. Federal bodies must answer within a month (§ 12b(4) BGG); what binds a city is the law of its Land.
pub const REPLY_DAYS: u16 = 28;
/// Months after which a report is deleted, answered or not.
pub const BARRIER_MONTHS: i32 = 12;

/// What came out of the form, unchecked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The page, as a path; may be empty.
    pub page: String,
    /// What the barrier is.
    pub words: String,
    /// How to reach the person; may be empty.
    pub contact: String,
}

/// A draft that may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub(crate) page: Option<PageAddress>,
    pub(crate) words: String,
    pub(crate) contact: Option<String>,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// [`Draft::page`].
    Page,
    /// [`Draft::words`].
    Words,
    /// [`Draft::contact`].
    Contact,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// It must not be empty.
    Missing,
    /// It has more characters than allowed.
    TooLong {
        /// How many it has.
        has: usize,
        /// How many are allowed.
        most: usize,
    },
    /// It holds a number that may be a PIN or a PUK.
    MaybeSecret,
    /// It is no page of this site.
    NoPage,
}

/// One thing to put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What.
    pub kind: ProblemKind,
}

/// Cleans and checks a draft; all problems at once, in the order of the form.
pub fn check(draft: &Draft) -> Result<Checked, Vec<Problem>> {
    let (page, words, contact) =
        (text::clean(&draft.page), text::clean(&draft.words), text::clean(&draft.contact));
    let address = (!page.is_empty()).then(|| page.parse::<PageAddress>()).transpose();
    let problems: Vec<_> = [
        words_problem(&words).map(|kind| Problem { field: Field::Words, kind }),
        address.is_err().then_some(Problem { field: Field::Page, kind: ProblemKind::NoPage }),
        too_long(&contact, MAX_CONTACT).map(|kind| Problem { field: Field::Contact, kind }),
    ]
    .into_iter()
    .flatten()
    .collect();
    match address {
        Ok(page) if problems.is_empty() => {
            Ok(Checked { page, words, contact: (!contact.is_empty()).then_some(contact) })
        }
        _ => Err(problems),
    }
}

fn words_problem(words: &str) -> Option<ProblemKind> {
    if words.is_empty() {
        return Some(ProblemKind::Missing);
    }
    too_long(words, MAX_WORDS).or_else(|| may_hold_secret(words).then_some(ProblemKind::MaybeSecret))
}

fn too_long(text: &str, most: usize) -> Option<ProblemKind> {
    let has = text.chars().count();
    (has > most).then_some(ProblemKind::TooLong { has, most })
}

/// Whether the words may hold a PIN or a PUK. Not asked of contacts: phone numbers look alike.
pub fn may_hold_secret(words: &str) -> bool {
    text::may_hold_secret(words)
}

/// The day by which a report of this instant should be answered.
pub fn due(reported_at: Timestamp, reply_days: u16) -> Date {
    berlin(reported_at).date().saturating_add(Span::new().days(i64::from(reply_days)))
}

/// Reports from before this instant are deleted.
pub fn forget_before(now: Timestamp) -> Timestamp {
    let local = berlin(now);
    local.checked_sub(Span::new().months(BARRIER_MONTHS)).map_or(Timestamp::MIN, |then| then.timestamp())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn draft(page: &str, words: &str, contact: &str) -> Draft {
        Draft { page: page.to_owned(), words: words.to_owned(), contact: contact.to_owned() }
    }

    #[test]
    fn tells_all_problems_in_the_order_of_the_form() {
        let found = check(&draft("https://evil.example/", " \n\t", &"x".repeat(201))).unwrap_err();
        assert_eq!(
            found,
            [
                Problem { field: Field::Words, kind: ProblemKind::Missing },
                Problem { field: Field::Page, kind: ProblemKind::NoPage },
                Problem { field: Field::Contact, kind: ProblemKind::TooLong { has: 201, most: 200 } },
            ]
        );
    }

    #[test]
    fn only_the_words_are_needed() {
        let ok = check(&draft("", " Kein Kontrast.\r\nZweite Zeile ", "")).unwrap();
        assert_eq!(
            ok,
            Checked { page: None, words: "Kein Kontrast.\nZweite Zeile".to_owned(), contact: None }
        );
    }

    #[test]
    fn numbers_as_long_as_a_pin_are_refused_in_words_and_taken_as_contact() {
        for secret in ["meine PIN 123456", "12345", "PUK: 1234567890!", "٠١٢٣٤٥"] {
            let problems = check(&draft("/", secret, "")).unwrap_err();
            assert_eq!(
                problems,
                [Problem { field: Field::Words, kind: ProblemKind::MaybeSecret }],
                "{secret}"
            );
        }
        for fine in ["Zeile 4", "am 24.11.2026", "Tel. 115", "1234567", "12345678901"] {
            assert!(check(&draft("/", fine, "040 123456")).is_ok(), "{fine}");
        }
    }

    #[test]
    fn due_and_forgotten_by_the_calendar_in_hamburg() {
        // 23:30 UTC is the next day in Hamburg.
        assert_eq!(due("2026-03-01T23:30:00Z".parse().unwrap(), 28), date(2026, 3, 30));
        let year_later: Timestamp = "2028-02-29T12:00:00Z".parse().unwrap();
        assert_eq!(forget_before(year_later), "2027-02-28T12:00:00Z".parse::<Timestamp>().unwrap());
    }

    proptest! {
        #[test]
        fn what_is_checked_fits_the_limits(page in ".{0,30}", words in ".{0,2100}", contact in ".{0,210}") {
            if let Ok(ok) = check(&draft(&page, &words, &contact)) {
                prop_assert!((1..=MAX_WORDS).contains(&ok.words.chars().count()));
                prop_assert!(!may_hold_secret(&ok.words) && !ok.words.contains('\0'));
                prop_assert!(ok.contact.is_none_or(|c| (1..=MAX_CONTACT).contains(&c.chars().count())));
                prop_assert!(ok.page.is_none_or(|p| p.as_str().starts_with('/')));
            }
        }
    }
}
