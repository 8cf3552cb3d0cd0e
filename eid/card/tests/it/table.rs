//! Case × practice card × what the check says: the table in docs/card.md is this, and nothing else.

use card::{
    InProcess,
    check::{State, check},
    practice::{PracticeCard, practice_cards},
};

use crate::place::Place;

const DOCUMENT: &str = include_str!("../../../../docs/card.md");

fn state(state: State) -> String {
    match state {
        State::Off => "off".to_owned(),
        State::Usable { tries, .. } => format!("usable, {tries} tries"),
        State::Suspended => "suspended".to_owned(),
        State::Blocked => "blocked".to_owned(),
    }
}

fn line(place: &Place, card: &PracticeCard) -> String {
    let cases: Vec<_> = card.cases.iter().map(u8::to_string).collect();
    let before = place.memory(card);
    let found = check(&mut InProcess(place.chip(card))).unwrap();
    assert_eq!(place.memory(card), before, "the check changed {}", card.name);
    format!(
        "| {} | `{}` | {} | {} | {} | {} |\n",
        cases.join(", "),
        card.name,
        card.title.de,
        state(found.state),
        found.kind.words().de,
        found.for_guide().de
    )
}

#[test]
fn the_document_shows_what_the_check_says() {
    let place = Place::new();
    let table: String = practice_cards().iter().map(|card| line(&place, card)).collect();
    let head = "| case | card | what it is | check | kind | to the guide |\n|---|---|---|---|---|---|\n";
    assert!(DOCUMENT.contains(&format!("{head}{table}")), "docs/card.md wants this table:\n{head}{table}");
}
