//! All services: the search, life situations, topics, A to Z.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Extension, Json,
    body::Body,
    extract::{Query, State},
    http::{Response, header},
    response::IntoResponse,
};
use directory::{Directory, Filter, Found, Letter, Proposal};
use kernel::{Lang, text};
use serde::Serialize;

use super::{
    page::{NoPage, Visit, render},
    view::{ServiceRow, Tile, next_stop_line},
};
use crate::{
    App,
    http::{client::ClientAddress, lang::href},
    layout::{Layout, Nav},
    public::view::encode,
    site::snapshot::Snapshot,
};

mod words;
use words::{Words, words};

/// Longest question in characters; the rest is cut, as the form's `maxlength` does.
pub(crate) const MAX_QUERY: usize = 200;
/// Results on one page. Nobody reads further; refining the question helps more.
const MAX_RESULTS: usize = 25;
/// Hits this much weaker than the best one only distract.
const WORTH_SHOWING: f32 = 0.2;
/// So many are always in sight; after them only what is at least half as strong as the best one. The rest is folded
/// away, so that the first answers do not drown in it.
const ALWAYS_IN_SIGHT: usize = 5;
const CLEARLY_MEANT: f32 = 0.5;
/// Fewer than this are not worth a fold.
const FEWEST_FOLDED: usize = 3;
const MAX_SUGGESTIONS: usize = 8;

#[derive(Template)]
#[template(path = "public/services/page.html")]
struct ServicesPage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    query: String,
    filters: Vec<FilterLink>,
    answer: Option<AnswerView<'a>>,
    situations: Vec<Tile>,
    topics: Vec<Tile>,
    letters: Vec<Letter<'a>>,
    next_stop: Option<String>,
    portal: Option<&'a str>,
}

/// What a search or a filter gave.
struct AnswerView<'a> {
    heading: String,
    rows: Vec<ServiceRow<'a>>,
    /// What may fit as well.
    folded: Vec<ServiceRow<'a>>,
}

struct FilterLink {
    href: String,
    text: &'static str,
    current: bool,
}

pub(crate) async fn show(
    visit: Visit,
    Query(params): Query<HashMap<String, String>>,
    client: Option<Extension<ClientAddress>>,
) -> Response<Body> {
    let (app, lang) = (&visit.app, visit.lang);
    if visit.uri.query().is_none() {
        return visit.page(|snapshot| page(app, snapshot, lang, &Asked::default()));
    }
    let snapshot = app.snapshot();
    let turn = app.turns().take().await;
    let asked = Asked { by_words: turn.is_none(), ..Asked::read(&params) };
    count_missed(app, &snapshot, &asked, client.map(|Extension(client)| client));
    visit.once(page(app, &snapshot, lang, &asked))
}

/// Counts in memory what the search did not understand; only whole questions, not what is being typed. What a filter
/// hides was understood. While too many ask at once, nothing is counted: to know what was missed may mean to encode.
fn count_missed(app: &App, snapshot: &Snapshot, asked: &Asked, client: Option<ClientAddress>) {
    if asked.by_words {
        return;
    }
    if let (Some(client), Some((outcome, words))) = (client, snapshot.directory.missed(&asked.query)) {
        app.misses().note(words, outcome, &client.prefix(), app.now());
    }
}

/// What the address asks for.
#[derive(Debug, Default)]
struct Asked {
    query: String,
    filter: Filter,
    /// Too many want to find by meaning just now.
    by_words: bool,
}

impl Asked {
    fn read(params: &HashMap<String, String>) -> Self {
        let get = |name: &str| params.get(name).map(String::as_str);
        Self {
            query: question(get("q").unwrap_or_default()),
            by_words: false,
            filter: Filter {
                online: get("online") == Some("ja"),
                with_ausweis: match get("ausweis") {
                    Some("mit") => Some(true),
                    Some("ohne") => Some(false),
                    _ => None,
                },
            },
        }
    }

    fn is_empty(&self) -> bool {
        self.query.is_empty() && self.filter == Filter::default()
    }

    /// The address of this question with another filter.
    fn path(&self, filter: Filter) -> String {
        let mut parts = Vec::new();
        if !self.query.is_empty() {
            parts.push(format!("q={}", encode(&self.query)));
        }
        if filter.online {
            parts.push("online=ja".to_owned());
        }
        if let Some(with) = filter.with_ausweis {
            parts.push(format!("ausweis={}", if with { "mit" } else { "ohne" }));
        }
        if parts.is_empty() { "/dienste".to_owned() } else { format!("/dienste?{}", parts.join("&")) }
    }
}

/// Cleans and cuts what somebody typed.
pub(crate) fn question(typed: &str) -> String {
    // A tab parts words in what is pasted from a table; cleaning takes it out.
    let typed = typed.chars().take(MAX_QUERY).collect::<String>().replace('\t', " ");
    text::clean(&typed).replace('\n', " ")
}

fn page(app: &App, snapshot: &Snapshot, lang: Lang, asked: &Asked) -> Result<String, NoPage> {
    let w = words(lang);
    let directory = &snapshot.directory;
    let title =
        if asked.query.is_empty() { w.title.to_owned() } else { format!("{} – {}", asked.query, w.title) };
    let l = Layout::new(app, lang, &asked.path(asked.filter), Nav::Services, title).described(w.description);
    let answer = (!asked.is_empty()).then(|| answer(snapshot, lang, w, asked));
    let no_hit = answer.as_ref().is_some_and(|a| a.rows.is_empty());
    render(&ServicesPage {
        w,
        query: asked.query.clone(),
        filters: filters(&l, w, asked),
        situations: directory.situations().iter().map(|s| Tile::situation(lang, s.of)).collect(),
        topics: directory.topics().iter().map(|t| Tile::topic(lang, t.of, t.services.len())).collect(),
        letters: if answer.is_none() { directory.letters() } else { Vec::new() },
        portal: app.city().profile.portal.as_deref(),
        next_stop: if no_hit || directory.services().is_empty() {
            next_stop_line(app, snapshot, lang)
        } else {
            None
        },
        answer,
        l,
    })
}

fn answer<'a>(snapshot: &'a Snapshot, lang: Lang, w: &'static Words, asked: &Asked) -> AnswerView<'a> {
    let directory = &snapshot.directory;
    let (rows, folded) = if asked.query.is_empty() {
        (directory.list(asked.filter).into_iter().map(|s| ServiceRow::new(lang, s)).collect(), Vec::new())
    } else {
        let find = if asked.by_words { Directory::find_by_words } else { Directory::find };
        let mut found = find(directory, &asked.query, asked.filter, MAX_RESULTS);
        let best = found.first().map_or(0.0, |best| best.score);
        found.retain(|f| f.score >= best * WORTH_SHOWING);
        let rest = found.split_off(in_sight(&found.iter().map(|f| f.score).collect::<Vec<_>>()));
        let rows = |found: &[Found<'a>]| -> Vec<_> {
            found.iter().map(|f| ServiceRow::new(lang, f.service).found(&f.why)).collect()
        };
        (rows(&found), rows(&rest))
    };
    let heading = match rows.len() {
        0 => w.nothing.to_owned(),
        1 => w.one.to_owned(),
        n => format!("{n} {}", w.many),
    };
    AnswerView { heading, rows, folded }
}

/// How many of these hits, best first, are in sight.
fn in_sight(scores: &[f32]) -> usize {
    let clear = scores.first().map_or(0.0, |best| best * CLEARLY_MEANT);
    let shown = scores.iter().take_while(|score| **score >= clear).count().max(ALWAYS_IN_SIGHT);
    if scores.len() < shown + FEWEST_FOLDED { scores.len() } else { shown }
}

fn filters(l: &Layout<'_>, w: &'static Words, asked: &Asked) -> Vec<FilterLink> {
    let f = asked.filter;
    let link =
        |text, filter: Filter| FilterLink { href: l.href(&asked.path(filter)), text, current: filter == f };
    vec![
        link(w.all, Filter::default()),
        link(w.online, Filter { online: true, with_ausweis: None }),
        link(w.with, Filter { online: false, with_ausweis: Some(true) }),
        link(w.without, Filter { online: false, with_ausweis: Some(false) }),
    ]
}

#[derive(Serialize)]
struct Suggestions {
    results: Vec<SuggestionView>,
}

#[derive(Serialize)]
struct SuggestionView {
    /// The name the results show, in the page's language where it exists.
    text: String,
    /// What of the service was typed, or its official name, where the name does not show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    href: String,
    /// Of the name, where it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'static str>,
}

impl SuggestionView {
    fn new(lang: Lang, Proposal { service, text }: Proposal<'_>) -> Self {
        let title = service.shown.title.get(lang);
        let note = if text == title.text { service.shown.official_name.clone() } else { Some(text) };
        Self {
            text: title.text.to_owned(),
            note,
            href: href(lang, &format!("/dienste/{}", service.service.id)),
            lang: (title.lang != lang).then_some(title.lang.tag()),
        }
    }
}

/// Proposals while typing, for the search field's script.
pub(crate) async fn suggest(
    State(app): State<App>,
    Extension(lang): Extension<Lang>,
    Query(params): Query<HashMap<String, String>>,
) -> Response<Body> {
    let typed = question(params.get("q").map(String::as_str).unwrap_or_default());
    let snapshot = app.snapshot();
    let proposals = snapshot.directory.suggest(&typed, MAX_SUGGESTIONS).into_iter();
    let results = proposals.map(|proposal| SuggestionView::new(lang, proposal));
    let body = Json(Suggestions { results: results.collect() });
    ([(header::CACHE_CONTROL, "no-cache")], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::{in_sight, question};

    #[test]
    fn weak_hits_are_folded_and_nothing_is_lost() {
        assert_eq!(in_sight(&[]), 0);
        assert_eq!(in_sight(&[1.0, 0.3]), 2);
        let one_clear = [3.0, 1.4, 1.3, 1.2, 1.1, 0.7, 0.7, 0.6];
        assert_eq!(in_sight(&one_clear), 5, "five are always in sight");
        assert_eq!(in_sight(&one_clear[..7]), 7, "two are not worth a fold");
        assert_eq!(in_sight(&[1.0; 25]), 25, "equals are not torn apart");
        assert_eq!(in_sight(&[1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]), 6);
    }

    #[test]
    fn what_is_pasted_from_a_table_stays_apart() {
        assert_eq!(question("Auto\tabmelden\r\nHamburg"), "Auto abmelden Hamburg");
    }
}
