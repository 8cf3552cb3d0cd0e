//! How services are put on shelves, under letters and into the search index.

use std::collections::{BTreeMap, HashSet};

use kernel::text;
use search::Document;

use crate::{
    model::{Service, TopicId},
    topics::{Taxonomy, Topic},
};

/// Search reads the whole record: what is too unsure to be shown may still lead to the right page.
pub(crate) fn documents(services: &[Service]) -> Vec<Document> {
    services.iter().map(document).collect()
}

fn document(s: &Service) -> Document {
    let body = s.prerequisites.iter().chain(&s.documents).chain(&s.authority).cloned().collect::<Vec<_>>();
    let summary = s.description.iter().chain(&s.summary_en).cloned().collect::<Vec<_>>();
    Document {
        name: s.name.clone(),
        also_called: s.plain_name.iter().chain(&s.name_en).cloned().collect(),
        keywords: s.keywords.iter().chain(&s.keywords_own).cloned().collect(),
        topic: s.topic.clone().unwrap_or_default(),
        summary: summary.join(" "),
        body: body.join(" "),
        code: s.leika.clone().or_else(|| s.leika_candidate.clone()),
        online: s.online_url.is_some() || s.online == Some(true),
    }
}

/// Puts each service under its topic: the places per topic, and the topic per service.
pub(crate) fn shelve(services: &[Service], taxonomy: &Taxonomy) -> (Vec<(Topic, Vec<usize>)>, Vec<TopicId>) {
    let mut shelves: Vec<(Topic, Vec<usize>)> =
        taxonomy.topics.iter().map(|t| (t.clone(), Vec::new())).collect();
    let mut topic_of = Vec::with_capacity(services.len());
    // Services without topic come last, so that "Weitere" is the last topic of the page.
    let mut more = Vec::new();
    for (place, service) in services.iter().enumerate() {
        let name = service.topic.as_deref().unwrap_or_default().trim();
        let slug = if name.is_empty() { None } else { Some(put(&mut shelves, name, place)) };
        more.extend(slug.is_none().then_some(place));
        topic_of.push(slug);
    }
    let last = Topic::more(|slug| shelves.iter().any(|(t, _)| t.slug.as_str() == slug));
    let topic_of = topic_of.into_iter().map(|slug| slug.unwrap_or_else(|| last.slug.clone())).collect();
    if !more.is_empty() {
        shelves.push((last, more));
    }
    (shelves, topic_of)
}

fn put(shelves: &mut Vec<(Topic, Vec<usize>)>, name: &str, place: usize) -> TopicId {
    if let Some((topic, places)) = shelves.iter_mut().find(|(t, _)| t.name == name) {
        places.push(place);
        return topic.slug.clone();
    }
    let topic = Topic::unlisted(name, |slug| shelves.iter().any(|(t, _)| t.slug.as_str() == slug));
    let slug = topic.slug.clone();
    shelves.push((topic, vec![place]));
    slug
}

pub(crate) fn by_letter(services: &[Service]) -> BTreeMap<char, Vec<usize>> {
    let mut letters = BTreeMap::<char, Vec<usize>>::new();
    for (place, service) in services.iter().enumerate() {
        let folded = text::fold(service.title());
        let first = folded.chars().find(|c| c.is_alphanumeric());
        let letter = match first {
            Some(c) if c.is_ascii_digit() => '0',
            Some(c) if c.is_ascii_alphabetic() => c,
            _ => '~',
        };
        letters.entry(letter).or_default().push(place);
    }
    letters
}

/// Words that tell what a service is about: of its names and keywords, folded, too long to be "für" or "oder".
pub(crate) fn telling_words(s: &Service) -> HashSet<String> {
    const TELLS_NOTHING: [&str; 7] =
        ["beantragen", "antrag", "anmelden", "anzeigen", "aendern", "erlaubnis", "hamburg"];
    let texts = s.keywords.iter().chain(&s.keywords_own).chain(&s.plain_name).chain([&s.name]);
    let folded = texts.map(|t| text::fold(t)).collect::<Vec<_>>();
    let words = folded.iter().flat_map(|t| t.split(|c: char| !c.is_alphanumeric()));
    words.filter(|w| w.len() > 4 && !TELLS_NOTHING.contains(w)).map(str::to_owned).collect()
}
