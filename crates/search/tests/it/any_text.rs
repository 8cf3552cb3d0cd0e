//! Whatever is typed, the answer is bounded, without doubles, the same each time, and there is no panic.

use std::collections::HashSet;

use proptest::prelude::*;
use search::{Document, Index, LayWords};

use crate::people::services;

fn assert_promises(index: &Index, query: &str, limit: usize) {
    let hits = index.search(query, limit);
    let documents: HashSet<usize> = hits.iter().map(|hit| hit.document).collect();
    assert!(hits.len() <= limit && documents.len() == hits.len());
    assert!(documents.iter().all(|document| *document < index.len()));
    assert!(hits.iter().all(|hit| hit.score.is_finite()) && hits.is_sorted_by(|a, b| a.score >= b.score));
    assert_eq!(hits, index.search(query, limit));

    let suggestions = index.suggest(query, limit);
    let documents: HashSet<usize> = suggestions.iter().map(|suggestion| suggestion.document).collect();
    assert!(suggestions.len() <= limit && documents.len() == suggestions.len());
    assert_eq!(suggestions, index.suggest(query, limit));
}

fn index() -> &'static Index {
    static INDEX: std::sync::OnceLock<Index> = std::sync::OnceLock::new();
    INDEX.get_or_init(|| Index::build(&services(), &LayWords::german()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_question(query in any::<String>(), limit in 0_usize..12) {
        assert_promises(index(), &query, limit);
    }

    #[test]
    fn any_mix_of_known_words(
        words in prop::collection::vec("(hund|steuer|an|ab|melde|ausweis|neu|[a-zäöüß]{1,9}|-)", 0..40),
    ) {
        assert_promises(index(), &words.join(" "), 5);
        assert_promises(index(), &words.concat(), 5);
    }

    #[test]
    fn any_documents(texts in prop::collection::vec(any::<(String, String, String)>(), 0..4), query in ".{0,20}") {
        let document = |(name, keyword, code): &(String, String, String)| Document {
            name: name.clone(),
            keywords: vec![keyword.clone()],
            code: Some(code.clone()),
            ..Document::default()
        };
        let documents: Vec<Document> = texts.iter().map(document).collect();
        let index = Index::build(&documents, &LayWords::none());
        assert_promises(&index, &query, 3);
        assert_promises(&index, texts.first().map_or("", |(name, ..)| name), 3);
    }

    #[test]
    fn any_lay_list(text in any::<String>()) {
        let _ = LayWords::parse(&text);
        let _ = LayWords::parse(&text.replace(' ', "=>"));
    }
}

#[test]
fn odd_questions() {
    let long_word = "donau".repeat(2_000);
    let many_words = "hund ".repeat(2_000);
    let odd =
        ["", " ", "\u{0}\u{1b}[2J", "🐕🐕", "ה كلب 狗", "'; DROP TABLE x; --", "<script>", "%00", "-", "---"];
    for query in odd.into_iter().chain([long_word.as_str(), &many_words]) {
        assert_promises(index(), query, 10);
    }
    assert!(index().search("🐕🐕", 10).is_empty());
    assert_eq!(
        index().search("\u{0}Hund\u{7}\u{1b}", 1),
        index().search("Hund", 1),
        "control bytes are no letters"
    );
    assert_eq!(
        index().search("\u{200e}Wohn\u{ad}geld be\u{200b}antragen\u{feff}", 1),
        index().search("Wohngeld beantragen", 1),
        "what is not seen does not part words"
    );
    assert!(index().search("der die das und", 10).is_empty());
    assert_eq!(index().search(&many_words, 1), index().search(&"hund ".repeat(24), 1));
}

#[test]
fn any_question_with_an_encoder() {
    let index = Index::build_with(&services(), &LayWords::german(), Some(&crate::encoder::encoder()));
    let long_word = "donau".repeat(2_000);
    let many_words = "hund köpek собака كلب 狗 ".repeat(400);
    for query in ["", "\u{0}\u{1b}[2J", "🐕🐕", "ה كلب 狗 Hund", "<script>", long_word.as_str(), &many_words]
    {
        assert_promises(&index, query, 10);
    }
    let nothing = Index::build_with(&[], &LayWords::german(), Some(&crate::encoder::encoder()));
    assert_promises(&nothing, "Hund", 5);
}

#[test]
fn nothing_to_search() {
    let index = Index::build(&[], &LayWords::german());
    assert!(index.is_empty());
    assert_promises(&index, "Hund", 5);
    let blank = Index::build(&[Document::default(), Document::default()], &LayWords::none());
    assert_eq!(blank.len(), 2);
    assert_promises(&blank, "Hund", 5);
}

#[test]
fn may_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Index>();
}
