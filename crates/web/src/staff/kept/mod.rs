//! What somebody typed into a form that could not be taken yet: the session had ended, its secret was renewed in the tab
//! beside, or the second factor is asked for first. It travels as a hidden field through the pages in between and is then
//! offered to be sent; nothing of it is stored here, and nothing is sent without a press.

use askama::Template;
use axum::{
    body::Body,
    http::{Response, StatusCode, Uri},
};
use kernel::{Lang, Role};
use staff::{Session, Token};

use super::{
    form::Fields,
    page::{Bar, layout, show},
    told, way_back,
};
use crate::{
    App,
    layout::{Layout, Nav},
    public::view::encode,
};

mod words;
use words::{Words, words};

/// The hidden field.
const FIELD: &str = "behalten";
/// Where the form goes to, in the hidden field's text.
const ACTION: &str = "an";
/// The key of an app that is being set up.
const KEY: &str = "secret";
/// Secrets are typed anew, and what belongs to one answer only is void.
const NEVER: [&str; 8] =
    ["form", FIELD, "passwort", "code", "kurzcode", "neuer-kurzcode", "ticket", "answer"];
/// Which button of a desk was pressed, and the one that changes nothing.
const PRESS: &str = "tun";
const ONLY_LOOK: &str = "neu";
/// Longest text; forms of ours are far shorter.
const LONGEST: usize = 16 * 1024;

/// A form that is still to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    action: String,
    fields: Vec<(String, String)>,
}

/// What the pages between a form and its being taken carry on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Carried {
    /// Where to go afterwards, as it was asked for.
    pub back: String,
    /// What was typed.
    pub kept: Option<Kept>,
}

#[derive(Template)]
#[template(path = "staff/kept/page.html")]
struct Page<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    kept: &'a Kept,
    shown: Vec<(&'static str, String)>,
    back: String,
}

impl Kept {
    /// A form of this session that waits for the second factor, if something was typed into it.
    pub(crate) fn waiting(action: &Uri, fields: &Fields) -> Option<Self> {
        Self::of(action, fields, |name| !NEVER.contains(&name))
    }

    /// A form of an earlier session, if something was typed into it. Who goes on may be somebody else, and must not get the
    /// key of another's app.
    pub(crate) fn stale(action: &Uri, fields: &Fields) -> Option<Self> {
        let ours = fields.get("form").parse::<Token>().is_ok();
        Self::of(action, fields, |name| !NEVER.contains(&name) && name != KEY).filter(|_| ours)
    }

    fn of(action: &Uri, fields: &Fields, wanted: impl Fn(&str) -> bool) -> Option<Self> {
        // A press at a desk is for that moment: whoever comes back finds the desk as it is then, with what was typed.
        let own = |(name, value): (&str, &str)| {
            let value = if name == PRESS { ONLY_LOOK } else { value };
            wanted(name).then(|| (name.to_owned(), value.to_owned()))
        };
        let kept = Self { action: action.path().to_owned(), fields: fields.iter().filter_map(own).collect() };
        let typed = |(name, value): &(String, String)| {
            (label(words(Lang::De), name).is_some() || name == KEY) && !value.trim().is_empty()
        };
        kept.fields.iter().any(typed).then_some(kept).filter(|kept| kept.text().len() <= LONGEST)
    }

    /// What a page carried. Only a form of ours counts.
    fn read(text: &str) -> Option<Self> {
        let read = Fields::parse(text.as_bytes());
        let action = read.get(ACTION).to_owned();
        let ours = text.len() <= LONGEST && way_back::is_ours(&action) && !action.contains(['?', '#']);
        let own = |(name, value): (&str, &str)| {
            (name != ACTION && !NEVER.contains(&name)).then(|| (name.to_owned(), value.to_owned()))
        };
        ours.then(|| Self { action, fields: read.iter().filter_map(own).collect() })
    }

    fn is_desk(&self) -> bool {
        self.fields.iter().any(|(name, _)| name == PRESS)
    }

    fn text(&self) -> String {
        let pairs = self.fields.iter().map(|(name, value)| format!("&{}={}", encode(name), encode(value)));
        format!("{ACTION}={}{}", encode(&self.action), pairs.collect::<String>())
    }

    /// What was typed, in words.
    fn shown(&self, lang: Lang, w: &Words) -> Vec<(&'static str, String)> {
        let mut shown: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in self.fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
            let Some(label) = label(w, name) else { continue };
            let value = match (name.as_str(), value.parse::<Role>()) {
                ("rolle", Ok(role)) => told::role(lang, role).to_owned(),
                ("alle", _) => w.yes.to_owned(),
                _ => value.clone(),
            };
            match shown.iter_mut().find(|(known, _)| *known == label) {
                Some((_, values)) => *values = format!("{values}, {value}"),
                None => shown.push((label, value)),
            }
        }
        shown
    }

    /// Offers what was typed to be sent by whoever is signed in now.
    pub(crate) fn offer(
        &self,
        app: &App,
        session: &Session,
        lang: Lang,
        (status, back): (StatusCode, String),
    ) -> Response<Body> {
        let w = words(lang);
        let l = layout(app, lang, "/konto", w.title);
        let bar = Bar::new(session, lang, "");
        let page = Page { l, w, bar, kept: self, shown: self.shown(lang, w), back };
        show(app, &self.action.parse().unwrap_or_default(), status, &page)
    }
}

impl Carried {
    /// What the form of a page in between brings along.
    pub(crate) fn of(fields: &Fields) -> Self {
        Self { back: fields.get("weiter").to_owned(), kept: Kept::read(fields.get(FIELD)) }
    }

    /// Only where to go.
    pub(crate) fn back(to: &str) -> Self {
        Self { back: to.to_owned(), kept: None }
    }

    /// The hidden field's text; empty when nothing was typed.
    pub(crate) fn text(&self) -> String {
        self.kept.as_ref().map(Kept::text).unwrap_or_default()
    }
}

/// What a field is called in which people type or choose something.
fn label(w: &Words, name: &str) -> Option<&'static str> {
    Some(match name {
        "person" => w.person,
        "handle" => w.handle,
        "mail" => w.mail,
        "rolle" => w.role,
        "halt" => w.stop,
        "alle" => w.all_stops,
        "label" => w.label,
        "notiz" => w.note,
        _ => return None,
    })
}
