//! What surrounds every page: title, header, navigation, language switch, footer.

use std::borrow::Borrow;

use kernel::{Lang, Localized, Spoken};

use crate::{App, assets, format::language, http::lang::href};

/// Where a page stands in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nav {
    Stops,
    Services,
    OnlineId,
    None,
}

/// How much stands before what a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// The header with all of its links.
    Whole,
    /// One line. What somebody came for is seen first, and the navigation stands behind it.
    Slim,
}

/// The part of a page's view that is the same for all pages.
pub(crate) struct Layout<'a> {
    pub lang: Lang,
    pub w: &'static Words,
    pub title: String,
    pub description: String,
    /// Without language prefix; the language switch keeps it. May carry a query.
    pub path: String,
    /// What a report of a barrier names in place of the path, where the path is nobody else's business.
    pub about: Option<&'static str>,
    pub nav: Nav,
    pub service_name: Spoken<'a>,
    pub phone: &'a str,
    /// The phone number as a link dials it.
    pub dial: String,
    /// Quarters and postcodes can be asked for.
    pub places: bool,
    pub styles: Option<String>,
    pub logo: Option<String>,
    pub demo: bool,
    pub frame: Frame,
    /// Search engines may keep the page.
    pub index: bool,
    pub canonical: String,
    pub alternates: Vec<Alternate>,
    pub assets: &'static assets::Names,
}

/// The same page in a language.
pub(crate) struct Alternate {
    pub lang: Lang,
    pub href: String,
    pub absolute: String,
    pub current: bool,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(app: &'a App, lang: Lang, path: &str, nav: Nav, title: impl Into<String>) -> Self {
        let (profile, look) = (&app.city().profile, &app.city().look);
        let public = &app.settings().public_url;
        let alternates = app
            .city()
            .languages()
            .iter()
            .copied()
            .map(|l| Alternate {
                lang: l,
                href: href(l, path),
                absolute: public.join(&href(l, path)),
                current: l == lang,
            })
            .collect();
        Self {
            lang,
            w: words(lang),
            title: title.into(),
            description: String::new(),
            path: path.to_owned(),
            about: None,
            nav,
            service_name: profile.service_name.get(lang),
            phone: &profile.phone,
            dial: profile.dial(),
            places: app.city().knows_places(),
            styles: look.styles.as_ref().map(|s| format!("/stadt.css?{}", s.version)),
            logo: look.logo.as_ref().map(|s| format!("/stadt/logo?{}", s.version)),
            demo: app.settings().demo,
            frame: Frame::Whole,
            index: !app.settings().demo,
            canonical: public.join(&href(lang, path)),
            alternates,
            assets: assets::names(),
        }
    }

    /// Whether the header is one line.
    pub(crate) fn is_slim(&self) -> bool {
        self.frame == Frame::Slim
    }

    /// A sentence for search engines and link previews.
    pub(crate) fn described(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// An address on this site in the page's language.
    pub(crate) fn href(&self, path: &str) -> String {
        href(self.lang, path)
    }

    /// The form for barriers, which is told the page it was opened from: its path, never a query.
    pub(crate) fn report_href(&self) -> String {
        let path = self.about.unwrap_or(&self.path);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        format!("{}?seite={}", self.href("/barriere-melden"), self.href(path))
    }

    /// `aria-current`: "page" on the page itself, "true" on the section it lies in.
    pub(crate) fn current(&self, nav: Nav, path: &str) -> &'static str {
        match (self.nav == nav, self.path == path) {
            (_, true) => " aria-current=\"page\"",
            (true, false) => " aria-current=\"true\"",
            (false, false) => "",
        }
    }

    /// A text with the phone number in place of `{phone}`.
    pub(crate) fn phoned(&self, text: &str) -> String {
        text.replace("{phone}", self.phone)
    }

    /// The name of a language.
    pub(crate) fn language(&self, tag: &str) -> String {
        language(self.lang, tag)
    }

    /// An editor's text in the page's language, or else in German.
    #[allow(clippy::unused_self, reason = "reads well in templates")]
    pub(crate) fn say<'b>(&self, text: &'b Localized) -> Spoken<'b> {
        text.get(self.lang)
    }

    /// ` lang="de"` where a text is not in the page's language (WCAG 2.2, 3.1.2).
    pub(crate) fn mark(&self, lang: impl Borrow<Lang>) -> &'static str {
        let lang = *lang.borrow();
        match (lang == self.lang, lang) {
            (true, _) => "",
            (false, Lang::De) => " lang=\"de\"",
            (false, Lang::En) => " lang=\"en\"",
        }
    }
}

/// The texts around every page.
pub(crate) struct Words {
    pub skip: &'static str,
    pub home: &'static str,
    pub navigation: &'static str,
    pub stops: &'static str,
    pub services: &'static str,
    pub online_id: &'static str,
    pub language: &'static str,
    pub easy: &'static str,
    pub sign: &'static str,
    pub demo: &'static str,
    pub help: &'static str,
    pub help_phone: &'static str,
    pub help_walk_in: &'static str,
    pub report_barrier: &'static str,
    pub accessibility: &'static str,
    pub privacy: &'static str,
    pub imprint: &'static str,
    pub data: &'static str,
    pub subscribe: &'static str,
    pub footer: &'static str,
    pub breadcrumb: &'static str,
    pub print: &'static str,
    pub search_services: &'static str,
    pub search_label: &'static str,
    pub search_hint: &'static str,
    pub search_submit: &'static str,
    pub suggestion_one: &'static str,
    pub suggestion_many: &'static str,
    pub suggestion_none: &'static str,
}

const DE: Words = Words {
    skip: "Zum Inhalt springen",
    home: "Startseite",
    navigation: "Hauptmenü",
    stops: "Termine",
    services: "Dienste",
    online_id: "Online-Ausweis",
    language: "Sprache",
    easy: "Leichte Sprache",
    sign: "Gebärdensprache",
    demo: "Beispieldaten – nicht die echte Tour.",
    help: "Hilfe",
    help_phone: "Telefon",
    help_walk_in: "Ohne Termin vorbeikommen",
    report_barrier: "Barriere melden",
    accessibility: "Barrierefreiheit",
    privacy: "Datenschutz",
    imprint: "Impressum",
    data: "Daten",
    subscribe: "Kalender abonnieren",
    footer: "Hilfe und Rechtliches",
    breadcrumb: "Sie sind hier",
    print: "Drucken",
    search_services: "Dienste suchen",
    search_label: "Mit Ihren Worten suchen",
    search_hint: "Zum Beispiel: umgezogen, Ausweis weg, Hund anmelden",
    search_submit: "Suchen",
    suggestion_one: "1 Vorschlag",
    suggestion_many: "{n} Vorschläge",
    suggestion_none: "Kein Vorschlag",
};

const EN: Words = Words {
    skip: "Skip to content",
    home: "Home",
    navigation: "Main menu",
    stops: "Dates and places",
    services: "Services",
    online_id: "Online ID",
    language: "Language",
    easy: "Easy language",
    sign: "Sign language",
    demo: "Example data – not the real tour.",
    help: "Help",
    help_phone: "Phone",
    help_walk_in: "Drop in without an appointment",
    report_barrier: "Report a barrier",
    accessibility: "Accessibility",
    privacy: "Privacy",
    imprint: "Legal notice",
    data: "Data",
    subscribe: "Subscribe to the calendar",
    footer: "Help and legal information",
    breadcrumb: "You are here",
    print: "Print",
    search_services: "Search services",
    search_label: "Search in your own words",
    search_hint: "For example: moved house, lost ID card, register dog",
    search_submit: "Search",
    suggestion_one: "1 suggestion",
    suggestion_many: "{n} suggestions",
    suggestion_none: "No suggestion",
};

pub(crate) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}
