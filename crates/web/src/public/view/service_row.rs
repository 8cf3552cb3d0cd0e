use askama::Template;
use directory::{Answer, Fee, Listed, OnlineAnswer, Why};
use kernel::{Lang, Spoken};

use super::Badge;
use crate::http::lang::href;

/// One service in a list of services.
#[derive(Debug, Template)]
#[template(path = "public/view/service_row.html")]
pub(crate) struct ServiceRow<'a> {
    lang: Lang,
    href: String,
    title: Spoken<'a>,
    official_label: &'static str,
    official: Option<&'a str>,
    sentence: Option<Spoken<'a>>,
    badges: Vec<Badge>,
    why_label: &'static str,
    why: Option<String>,
}

impl<'a> ServiceRow<'a> {
    pub(crate) fn new(lang: Lang, listed: &'a Listed) -> Self {
        let shown = &listed.shown;
        let title = shown.title.get(lang);
        // Who reads a translated name meets the German one at the stand, and may have searched for it.
        let german = (title.lang != Lang::De).then(|| shown.title.get(Lang::De).text);
        let official_label = match shown.official_name {
            Some(_) => lang.pick("Amtlich:", "Official name:"),
            None => lang.pick("Auf Deutsch:", "In German:"),
        };
        Self {
            lang,
            href: href(lang, &format!("/dienste/{}", listed.service.id)),
            title,
            official_label,
            official: shown.official_name.as_deref().or(german),
            sentence: shown.sentence.as_ref().map(|s| s.get(lang)),
            badges: badges(lang, listed),
            why_label: lang.pick("Gefunden wegen:", "Found because of:"),
            why: None,
        }
    }

    /// Says why a search found it, where the name does not show it.
    pub(crate) fn found(mut self, why: &Why) -> Self {
        match why {
            Why::Name | Why::Code => {}
            Why::Keyword(word) => self.why = Some(word.clone()),
            Why::Similar(word) => {
                self.why_label = self.lang.pick("Ähnlich:", "Similar:");
                self.why = Some(word.clone());
            }
        }
        self
    }

    /// Nobody notes the language of a keyword. In Latin letters most are German; in others none is.
    fn spoken(&self, word: &str) -> &'static str {
        let latin = word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c < '\u{250}');
        if latin && self.lang != Lang::De { " lang=\"de\"" } else { "" }
    }

    fn mark(&self, lang: impl std::borrow::Borrow<Lang>) -> &'static str {
        if *lang.borrow() == self.lang { "" } else { " lang=\"de\" dir=\"ltr\"" }
    }
}

fn badges(lang: Lang, listed: &Listed) -> Vec<Badge> {
    let shown = &listed.shown;
    let badge = |kind, icon, text: &str| Badge { kind, icon, text: text.to_owned() };
    let online = match shown.online {
        OnlineAnswer::Yes { .. } | OnlineAnswer::Possible => {
            Some(badge("success", "check", lang.pick("Geht online", "Works online")))
        }
        OnlineAnswer::No | OnlineAnswer::Unknown => None,
    };
    let ausweis = match shown.online_ausweis {
        Some(Answer::Yes) => {
            Some(badge("info", "card", lang.pick("Mit Online-Ausweis", "Needs the online ID")))
        }
        Some(Answer::Optional) => {
            Some(badge("info", "card", lang.pick("Auch mit Online-Ausweis", "Also with the online ID")))
        }
        Some(Answer::No) | None => None,
    };
    // A fee in German words is short enough for a badge only when it says "free".
    let free = match &shown.fee {
        Some(Fee::Known(fact)) if fact.text.eq_ignore_ascii_case("gebührenfrei") => {
            Some(badge("success", "euro", lang.pick("Kostet nichts", "Free of charge")))
        }
        _ => None,
    };
    online.into_iter().chain(ausweis).chain(free).collect()
}
