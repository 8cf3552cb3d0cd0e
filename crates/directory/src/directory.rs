use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use kernel::text;
use search::{Document, Hit, Index, LayWords, Why, encoder::Encoder};

use crate::{
    arrange::{by_letter, documents, shelve, telling_words},
    misses::{Outcome, words_to_count},
    model::{Service, ServiceId, TopicId},
    rules::{Answer, OnlineAnswer, Published, publish},
    topics::{Need, Situation, Target, Taxonomy, Topic},
};

/// A city's directory as pages read it: immutable, replaced as a whole when something changes.
///
/// Lists keep German order (DIN 5007-1) unless a method says otherwise.
#[derive(Debug)]
pub struct Directory {
    listed: Vec<Listed>,
    by_id: HashMap<ServiceId, usize>,
    topics: Vec<(Topic, Vec<usize>)>,
    situations: Vec<(Situation, Vec<usize>)>,
    needs: Vec<Need>,
    letters: BTreeMap<char, Vec<usize>>,
    words: Vec<HashSet<String>>,
    index: Index,
}

/// A service in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The record. Pages show [`Listed::shown`] instead.
    pub service: Service,
    /// What of it may be shown.
    pub shown: Published,
    /// The topic it stands under.
    pub topic: TopicId,
}

/// A heading with its services.
#[derive(Debug, Clone)]
pub struct Shelf<'a, T> {
    /// The topic or situation.
    pub of: &'a T,
    /// Its services: of a topic in German order, of a situation in the editors' order.
    pub services: Vec<&'a Listed>,
}

/// Services that begin with the same letter.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// `A` to `Z`, `0–9`, or `…` for everything else.
    pub label: String,
    /// The services; umlauts stand under their base letter.
    pub services: Vec<&'a Listed>,
}

/// What a list is narrowed down to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Only what is known to work online.
    pub online: bool,
    /// `true`: only where the Online-Ausweis is of use; `false`: only what is known to work without it.
    /// What works both ways is in both. What is not known is in neither.
    pub with_ausweis: Option<bool>,
}

/// A service that was searched for.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// The service.
    pub service: &'a Listed,
    /// Greater is better; comparable within one answer only.
    pub score: f32,
    /// Why it was found.
    pub why: Why,
}

/// A proposal while typing.
#[derive(Debug, Clone)]
pub struct Proposal<'a> {
    /// The service it leads to.
    pub service: &'a Listed,
    /// The words to show.
    pub text: String,
}

impl Directory {
    /// Builds the directory with its search index.
    ///
    /// A service whose topic is not in the taxonomy gets a topic of its own at the end, one without topic stands
    /// under "Weitere". Ids in situations that no service has are passed over.
    pub fn new(services: Vec<Service>, taxonomy: &Taxonomy) -> Self {
        Self::build(services, taxonomy, |documents| Index::build(documents, &LayWords::german()))
    }

    /// Like [`new`](Self::new), and its search also finds by meaning. Encoding takes some milliseconds a service.
    pub fn with_encoder(services: Vec<Service>, taxonomy: &Taxonomy, encoder: &Arc<Encoder>) -> Self {
        let index = |documents: &[Document]| Index::build_with(documents, &LayWords::german(), Some(encoder));
        Self::build(services, taxonomy, index)
    }

    /// A directory of other services whose search works as this one's; only new texts are encoded.
    #[must_use]
    pub fn renewed(&self, services: Vec<Service>, taxonomy: &Taxonomy) -> Self {
        Self::build(services, taxonomy, |documents| self.index.rebuild(documents, &LayWords::german()))
    }

    fn build(
        mut services: Vec<Service>,
        taxonomy: &Taxonomy,
        index: impl FnOnce(&[Document]) -> Index,
    ) -> Self {
        services.sort_by_cached_key(|s| (text::sort_key(s.title()), s.id.clone()));
        let by_id: HashMap<_, _> = services.iter().enumerate().map(|(n, s)| (s.id.clone(), n)).collect();
        let index = index(&documents(&services));
        let words = services.iter().map(telling_words).collect();
        let (topics, topic_of) = shelve(&services, taxonomy);
        let place = |id: &ServiceId| by_id.get(id).copied();
        let situations =
            taxonomy.situations.iter().map(|s| (s.clone(), s.services.iter().filter_map(place).collect()));
        Self {
            situations: situations.collect(),
            needs: taxonomy.needs.iter().filter(|n| leads_somewhere(n, &by_id)).cloned().collect(),
            letters: by_letter(&services),
            listed: services.into_iter().zip(topic_of).map(|(s, topic)| Listed::new(s, topic)).collect(),
            by_id,
            topics,
            words,
            index,
        }
    }

    /// Whether it was built from exactly these services, in whatever order.
    pub fn is_made_of(&self, services: &[Service]) -> bool {
        services.len() == self.listed.len()
            && services.iter().all(|s| self.get(s.id.as_str()).is_some_and(|l| l.service == *s))
    }

    /// All services.
    pub fn services(&self) -> &[Listed] {
        &self.listed
    }

    /// The services a filter lets through.
    pub fn list(&self, filter: Filter) -> Vec<&Listed> {
        self.listed.iter().filter(|l| filter.admits(&l.shown)).collect()
    }

    /// The service with this id.
    pub fn get(&self, id: &str) -> Option<&Listed> {
        self.listed.get(*self.by_id.get(id)?)
    }

    /// All topics that have services, in page order.
    pub fn topics(&self) -> Vec<Shelf<'_, Topic>> {
        self.topics.iter().filter(|(_, places)| !places.is_empty()).map(|t| self.shelf(t)).collect()
    }

    /// One topic; it may be empty.
    pub fn topic(&self, slug: &str) -> Option<Shelf<'_, Topic>> {
        self.topics.iter().find(|(t, _)| t.slug.as_str() == slug).map(|t| self.shelf(t))
    }

    /// All situations in life that have services, in page order.
    pub fn situations(&self) -> Vec<Shelf<'_, Situation>> {
        self.situations.iter().filter(|(_, places)| !places.is_empty()).map(|s| self.shelf(s)).collect()
    }

    /// One situation in life; it may be empty.
    pub fn situation(&self, slug: &str) -> Option<Shelf<'_, Situation>> {
        self.situations.iter().find(|(s, _)| s.slug.as_str() == slug).map(|s| self.shelf(s))
    }

    /// The common needs that the start page names; those that lead to a service that is not there are left out.
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    /// All services by their first letter: digits, A to Z, the rest. Empty groups are left out.
    pub fn letters(&self) -> Vec<Letter<'_>> {
        let label = |c: char| match c {
            '0' => "0–9".to_owned(),
            '~' => "…".to_owned(),
            letter => letter.to_ascii_uppercase().to_string(),
        };
        self.letters
            .iter()
            .map(|(c, places)| Letter { label: label(*c), services: self.at(places) })
            .collect()
    }

    /// The best `limit` services for a question, best first. Any text is a valid question.
    pub fn find(&self, query: &str, filter: Filter, limit: usize) -> Vec<Found<'_>> {
        self.found(self.index.search(query, self.hits_for(filter, limit)), filter, limit)
    }

    /// Like [`find`](Self::find), but by words alone: a tenth of the work.
    pub fn find_by_words(&self, query: &str, filter: Filter, limit: usize) -> Vec<Found<'_>> {
        self.found(self.index.search_by_words(query, self.hits_for(filter, limit)), filter, limit)
    }

    /// How many hits are needed: all where a filter drops some.
    fn hits_for(&self, filter: Filter, limit: usize) -> usize {
        if filter == Filter::default() { limit } else { self.listed.len() }
    }

    fn found(&self, hits: Vec<Hit>, filter: Filter, limit: usize) -> Vec<Found<'_>> {
        let found = hits.into_iter().filter_map(|hit| {
            let service = self.listed.get(hit.document)?;
            Some(Found { service, score: hit.score, why: hit.why })
        });
        found.filter(|f| filter.admits(&f.service.shown)).take(limit).collect()
    }

    /// The words of a question to count as missed, and what the visitor gets; `None` when one of its words leads to a
    /// service, or none may be counted ([`words_to_count`]).
    pub fn missed(&self, query: &str) -> Option<(Outcome, Vec<String>)> {
        let words = words_to_count(query, &self.index.unknown_words(query)?);
        if words.is_empty() {
            return None;
        }
        let nothing =
            self.index.search_by_words(query, 1).is_empty() && self.index.search(query, 1).is_empty();
        Some((if nothing { Outcome::Nothing } else { Outcome::Unsure }, words))
    }

    /// Proposals for a question that is still being typed.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Proposal<'_>> {
        let proposals = self.index.suggest(typed, limit).into_iter();
        let known = proposals.filter_map(|s| Some((self.listed.get(s.document)?, s.text)));
        known.map(|(service, text)| Proposal { service, text }).collect()
    }

    /// Up to four services of the same topic that share telling words with this one, most in common first.
    pub fn related(&self, id: &str) -> Vec<&Listed> {
        let Some((&here, words)) = self.by_id.get(id).and_then(|n| Some((n, self.words.get(*n)?))) else {
            return Vec::new();
        };
        let topic = self.topics.iter().map(|(_, places)| places).find(|places| places.contains(&here));
        let shared = |n: usize| self.words.get(n).map_or(0, |other| words.intersection(other).count());
        let others = topic.into_iter().flatten().filter(|n| **n != here).map(|n| (shared(*n), *n));
        let mut near: Vec<_> = others.filter(|(shared, _)| *shared > 0).collect();
        near.sort_by_key(|(shared, n)| (std::cmp::Reverse(*shared), *n));
        near.into_iter().take(4).filter_map(|(_, n)| self.listed.get(n)).collect()
    }

    fn shelf<'a, T>(&'a self, (of, places): &'a (T, Vec<usize>)) -> Shelf<'a, T> {
        Shelf { of, services: self.at(places) }
    }

    fn at(&self, places: &[usize]) -> Vec<&Listed> {
        places.iter().filter_map(|n| self.listed.get(*n)).collect()
    }
}

/// A service that is not in the directory has no page.
fn leads_somewhere(need: &Need, by_id: &HashMap<ServiceId, usize>) -> bool {
    match &need.target {
        Target::Service(id) => by_id.contains_key(id),
        Target::Situation(_) | Target::Topic(_) | Target::Query(_) => true,
    }
}

impl Filter {
    /// Whether a service passes.
    pub fn admits(self, shown: &Published) -> bool {
        let online = matches!(shown.online, OnlineAnswer::Yes { .. } | OnlineAnswer::Possible);
        let ausweis = match self.with_ausweis {
            None => true,
            Some(true) => matches!(shown.online_ausweis, Some(Answer::Yes | Answer::Optional)),
            Some(false) => matches!(shown.online_ausweis, Some(Answer::No | Answer::Optional)),
        };
        (online || !self.online) && ausweis
    }
}

impl Listed {
    fn new(service: Service, topic: TopicId) -> Self {
        let shown = publish(&service);
        Self { service, shown, topic }
    }
}
