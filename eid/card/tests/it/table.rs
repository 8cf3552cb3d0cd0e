//! Case × practice card × what the check says: the tables in docs/card.md are these, and nothing else.

use card::{
    InProcess,
    check::{Finding, State, check},
    practice::{PracticeCard, practice_cards},
};

use crate::place::Place;

const DOCUMENT: &str = include_str!("../../../../docs/card.md");

fn state(finding: &Finding) -> String {
    match finding.state {
        State::Off => "off".to_owned(),
        State::Usable { tries, .. } => format!("usable, {tries} tries"),
        State::Suspended => "suspended".to_owned(),
        State::Blocked => "blocked".to_owned(),
    }
}

fn checked(place: &Place, card: &PracticeCard) -> Finding {
    let before = place.memory(card);
    let found = check(&mut InProcess(place.chip(card))).unwrap();
    assert_eq!(place.memory(card), before, "the check changed {}", card.name);
    found
}

fn line(card: &PracticeCard, found: &Finding) -> String {
    let cases: Vec<_> = card.cases.iter().map(u8::to_string).collect();
    let (title, kind) = (&card.title, found.kind.words().de);
    format!("| {} | `{}` | {} | {} | {kind} |\n", cases.join(", "), card.name, title.de, state(found))
}

#[test]
fn the_document_shows_what_the_check_says() {
    let place = Place::new();
    let (mut cards, mut words) = (String::new(), Vec::new());
    for card in practice_cards() {
        let found = checked(&place, &card);
        cards += &line(&card, &found);
        let said = format!("| {} | {} | {} |\n", state(&found), found.for_guide().de, found.for_visitor().de);
        if !words.contains(&said) {
            words.push(said);
        }
    }
    let cards = format!("| case | card | what it is | check | kind |\n|---|---|---|---|---|\n{cards}");
    let words = format!("| check | to the guide | to the visitor |\n|---|---|---|\n{}", words.concat());
    for table in [cards, words] {
        assert!(DOCUMENT.contains(&table), "docs/card.md wants this table:\n{table}");
    }
}
