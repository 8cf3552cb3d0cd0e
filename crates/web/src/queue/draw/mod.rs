//! Drawing a number: the tiles, the one question behind them, and what the form sends. Kiosk and phone share it.

use askama::Template;
use axum::{
    extract::rejection::FormRejection,
    http::{HeaderMap, StatusCode},
};
use jiff::Timestamp;
use kernel::{Actor, Lang};
use serde::Deserialize;
use visits::{Drawn, Key, Needs, Queue, Refusal, Tongue, Topic, VisitsError, may_draw};

use super::{here::Here, say};
use crate::{
    App,
    http::{client::ClientAddress, origin},
};

mod words;
pub(super) use words::{Words, words};

/// The form as it comes in. What is missing counts as not said.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Input {
    #[serde(default)]
    schluessel: String,
    #[serde(default)]
    thema: String,
    bald: Option<String>,
    hoeren: Option<String>,
    sehen: Option<String>,
    #[serde(default)]
    sprache: String,
}

/// What was asked for with a tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A number for this.
    Topic(Topic),
    /// Something about the PIN: whether the letter is there decides who can help.
    Letter,
    /// Nothing that exists.
    Nothing,
}

/// The word that stands for the question.
const LETTER: &str = "pin";

impl Input {
    pub(super) fn asked(&self) -> Asked {
        match self.thema.as_str() {
            LETTER => Asked::Letter,
            other => other.parse().map_or(Asked::Nothing, Asked::Topic),
        }
    }

    /// What was ticked, for a form that begins anew. The key says that this is another request.
    fn wishes(self) -> Self {
        Self { schluessel: String::new(), thema: String::new(), ..self }
    }

    /// Whether a number was given nobody may know: whoever taps the same again asks the same again.
    fn after(self, error: &VisitsError) -> Self {
        match error {
            VisitsError::Db(_) | VisitsError::Stopped => Self { thema: String::new(), ..self },
            _ => self.wishes(),
        }
    }

    /// Something stands in the part that is folded.
    fn wishes_something(&self) -> bool {
        self.wish() != (None, Needs::default())
    }

    fn wish(&self) -> (Option<Tongue>, Needs) {
        let needs =
            Needs { soon: self.bald.is_some(), hearing: self.hoeren.is_some(), seeing: self.sehen.is_some() };
        (self.sprache.parse().ok(), needs)
    }
}

/// A tile.
pub(super) struct Choice {
    pub value: &'static str,
    pub icon: &'static str,
    pub title: &'static str,
    pub note: &'static str,
}

/// The form as a page shows it.
#[derive(Template)]
#[template(path = "queue/draw/form.html")]
pub(super) struct Form {
    pub w: &'static Words,
    /// Where it goes.
    pub action: String,
    pub key: String,
    pub choices: Vec<Choice>,
    /// What cannot be done now, and why.
    pub missing: Vec<(&'static str, String)>,
    /// Nothing can be done now: why.
    pub nothing: Option<String>,
    pub languages: Vec<(String, String)>,
    pub typed: Input,
}

impl Form {
    /// This is the second tap.
    pub(super) fn asks(&self) -> bool {
        self.typed.asked() == Asked::Letter
    }

    /// The tiles, or after the first tap the question.
    pub(super) fn new(
        app: &App,
        here: &Here,
        queue: &Queue,
        lang: Lang,
        (action, typed): (String, Input),
    ) -> Self {
        let question = typed.asked() == Asked::Letter;
        let all: &[(Topic, &'static str, &'static str)] = if question { QUESTION } else { TILES };
        let mut form = Self {
            w: words(lang),
            action,
            key: match typed.schluessel.as_str() {
                "" => app.queues().fresh_key().as_str().to_owned(),
                unanswered => unanswered.to_owned(),
            },
            choices: Vec::new(),
            missing: Vec::new(),
            nothing: None,
            languages: here.spoken(lang),
            typed,
        };
        let next = here.next(lang);
        for (topic, value, icon) in all {
            let (title, note) = form.w.tile(value);
            match may(queue, *topic, value, here, here.now) {
                Ok(()) => form.choices.push(Choice { value, icon, title, note }),
                Err(why) if why == Refusal::NoClerk || why == Refusal::TooLate => {
                    form.missing.push((title, say::refusal(lang, why, None)));
                }
                Err(why) => form.nothing = Some(say::refusal(lang, why, next.as_deref())),
            }
        }
        if form.choices.is_empty() && form.nothing.is_none() {
            form.nothing = Some(say::refusal(lang, Refusal::TooLate, next.as_deref()));
        }
        if form.nothing.is_some() {
            form.choices.clear();
            form.missing.clear();
        }
        form
    }
}

/// First tap. The topic decides whether a tile is there; the tile of the question stands for the easiest of its answers.
const TILES: &[(Topic, &str, &str)] = &[
    (Topic::Service, "service", "document"),
    (Topic::PinSet, LETTER, "card"),
    (Topic::Check, "check", "check"),
    (Topic::App, "app", "phone"),
    (Topic::Other, "other", "question"),
];

/// Second tap.
const QUESTION: &[(Topic, &str, &str)] = &[
    (Topic::PinSet, "pin-set", "document"),
    (Topic::PinReset, "pin-reset", "cross"),
    (Topic::Activate, "activate", "closed"),
    (Topic::Check, "check", "question"),
];

fn may(queue: &Queue, topic: Topic, value: &str, here: &Here, now: Timestamp) -> Result<(), Refusal> {
    let easiest = may_draw(queue, topic, &here.today, now);
    if value == LETTER {
        easiest.or_else(|_| may_draw(queue, Topic::PinReset, &here.today, now))
    } else {
        easiest
    }
}

/// The form comes again: with the question, or with the reason why there is no number.
pub(super) struct Again {
    pub status: StatusCode,
    pub problem: Option<String>,
    pub typed: Input,
}

impl Again {
    /// A form that nobody sent yet.
    pub(super) fn empty() -> Self {
        Self { status: StatusCode::OK, problem: None, typed: Input::default() }
    }

    fn because(status: StatusCode, problem: impl Into<String>, typed: Input) -> Self {
        Self { status, problem: Some(problem.into()), typed }
    }
}

/// Takes a tap on a tile.
pub(super) async fn take(
    app: &App,
    lang: Lang,
    here: &Here,
    (request, client): (&HeaderMap, Option<ClientAddress>),
    input: Result<axum::Form<Input>, FormRejection>,
) -> Result<(Topic, Drawn), Again> {
    let ours = origin::is_ours(app, request);
    let typed = match input {
        Ok(axum::Form(typed)) => typed,
        Err(unread) if ours => return Err(Again { status: unread.status(), ..Again::empty() }),
        Err(_) => Input::default(),
    };
    if !ours {
        return Err(Again::because(StatusCode::FORBIDDEN, words(lang).not_from_here, typed.wishes()));
    }
    match typed.asked() {
        Asked::Topic(_) if app.numbers().count(client, app.now()).is_err() => {
            Err(Again::because(StatusCode::TOO_MANY_REQUESTS, words(lang).too_many, typed.wishes()))
        }
        Asked::Topic(topic) => match draw(app, here, &typed, topic).await {
            Ok(drawn) => Ok((topic, drawn)),
            Err(error) => {
                let why = say::error(lang, &error, here.next(lang).as_deref());
                Err(Again::because(say::status(&error), why, typed.after(&error)))
            }
        },
        Asked::Letter => Err(Again { typed: Input { schluessel: String::new(), ..typed }, ..Again::empty() }),
        Asked::Nothing => {
            let typed = typed.wishes();
            Err(Again { status: StatusCode::UNPROCESSABLE_ENTITY, typed, ..Again::empty() })
        }
    }
}

/// A form that was sent twice gives one number.
async fn draw(app: &App, here: &Here, input: &Input, topic: Topic) -> Result<Drawn, VisitsError> {
    let key = input.schluessel.parse::<Key>().unwrap_or_else(|_| app.queues().fresh_key());
    visits::draw(app.queues(), &Actor::Visitor, None, &here.today, topic, input.wish(), &key).await
}
