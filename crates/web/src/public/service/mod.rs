//! One service: can I do it online, do I need the Online-Ausweis, what do I need at hand, what does it cost, start.

use askama::Template;
use axum::{body::Body, extract::Path, http::Response};
use directory::{Answer, Fact, Fee, Link, Listed, OnlineAnswer, Published};
use kernel::{Lang, Spoken};

use super::{
    page::{NoPage, Visit, render},
    view::{Crumb, ServiceRow},
};
use crate::{
    App,
    layout::{Layout, Nav},
    site::snapshot::Snapshot,
};

mod words;
use words::{Words, words};

#[derive(Template)]
#[template(path = "public/service/page.html")]
struct ServicePage<'a> {
    l: Layout<'a>,
    w: &'static Words,
    crumbs: Vec<Crumb>,
    title: Spoken<'a>,
    shown: &'a Published,
    sentence: Option<Spoken<'a>>,
    online: BigAnswer<'a>,
    ausweis: BigAnswer<'a>,
    fee: Option<FactView<'a>>,
    time: Option<FactView<'a>>,
    source_kind: &'static str,
    related: Vec<ServiceRow<'a>>,
}

/// One of the first two questions.
struct BigAnswer<'a> {
    class: &'static str,
    icon: &'static str,
    word: &'static str,
    explanation: &'static str,
    start: Option<&'a Link>,
    /// Where to read on, when the start itself is not known.
    read_on: Option<&'a Link>,
}

/// A fact in the source's German, or our own words in its place.
struct FactView<'a> {
    text: &'a str,
    year: Option<i16>,
    german: bool,
}

pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response<Body> {
    visit.page(|snapshot| page(&visit.app, snapshot, visit.lang, &id))
}

fn page(app: &App, snapshot: &Snapshot, lang: Lang, id: &str) -> Result<String, NoPage> {
    let listed = snapshot.directory.get(id).ok_or(NoPage::NotFound)?;
    let shown = &listed.shown;
    let w = words(lang);
    let title = shown.title.get(lang);
    let sentence = shown.sentence.as_ref().map(|s| s.get(lang));
    let mut l = Layout::new(app, lang, &format!("/dienste/{id}"), Nav::Services, title.text);
    if let Some(s) = sentence {
        l = l.described(s.text);
    }
    render(&ServicePage {
        crumbs: crumbs(&l, snapshot, listed),
        w,
        title,
        shown,
        sentence,
        online: online(w, &shown.online, shown.source.link.as_ref()),
        ausweis: ausweis(w, shown.online_ausweis),
        fee: shown.fee.as_ref().map(|f| fee(w, f)),
        time: shown.processing_time.as_ref().map(german),
        source_kind: words::source_kind(lang, shown.source.kind),
        related: snapshot.directory.related(id).into_iter().map(|r| ServiceRow::new(lang, r)).collect(),
        l,
    })
}

fn crumbs(l: &Layout<'_>, snapshot: &Snapshot, listed: &Listed) -> Vec<Crumb> {
    let topic = snapshot.directory.topic(listed.topic.as_str()).map(|shelf| Crumb {
        href: l.href(&format!("/themen/{}", listed.topic)),
        text: shelf.of.title.get(l.lang).text.to_owned(),
    });
    let home = Crumb { href: l.href("/"), text: l.w.home.to_owned() };
    let all = Crumb { href: l.href("/dienste"), text: l.w.services.to_owned() };
    [home, all].into_iter().chain(topic).collect()
}

fn online<'a>(w: &'static Words, answer: &'a OnlineAnswer, source: Option<&'a Link>) -> BigAnswer<'a> {
    let (class, icon, word, explanation) = match answer {
        OnlineAnswer::Possible if source.is_some() => ("yes", "check", w.yes, w.online_at_source),
        OnlineAnswer::Yes { .. } | OnlineAnswer::Possible => ("yes", "check", w.yes, ""),
        OnlineAnswer::No => ("no", "cross", w.no, w.online_no),
        OnlineAnswer::Unknown => ("unknown", "question", w.unknown, w.online_unknown),
    };
    let start = if let OnlineAnswer::Yes { url } = answer { Some(url) } else { None };
    let read_on = source.filter(|_| matches!(answer, OnlineAnswer::Possible | OnlineAnswer::Unknown));
    BigAnswer { class, icon, word, explanation, start, read_on }
}

fn ausweis(w: &'static Words, answer: Option<Answer>) -> BigAnswer<'static> {
    let (class, icon, word, explanation) = match answer {
        Some(Answer::Yes) => ("yes", "card", w.yes, w.ausweis_yes),
        Some(Answer::Optional) => ("yes", "card", w.optional, w.ausweis_optional),
        Some(Answer::No) => ("no", "cross", w.no, ""),
        None => ("unknown", "question", w.unknown, w.ausweis_unknown),
    };
    BigAnswer { class, icon, word, explanation, start: None, read_on: None }
}

fn fee<'a>(w: &'static Words, fee: &'a Fee) -> FactView<'a> {
    match fee {
        Fee::Known(fact) => german(fact),
        Fee::AtSource => FactView { text: w.fee_at_source, year: None, german: false },
    }
}

fn german(fact: &Fact) -> FactView<'_> {
    FactView { text: &fact.text, year: fact.year, german: true }
}
