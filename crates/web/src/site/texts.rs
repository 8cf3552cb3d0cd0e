//! Pages of text that a city can replace, written in Markdown.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Lang;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

use serde::Deserialize;

use super::{city::CityError, files::CityFiles, land::Land, profile::Profile};
use crate::format;

/// What the checks found; stands in the statement on accessibility in place of the mark.
const FINDINGS: &str = include_str!("findings.json");
const FINDINGS_MARK: &str = "{{known_failures}}";

/// Written by the gates `accessibility` and `stand` in `e2e/`, which also hold it.
#[derive(Deserialize)]
struct LastCheck {
    checked: Date,
    tools: Vec<String>,
    /// Pages for everybody.
    public: Part,
    /// Numbers, the screens of a stand, the counter, signing in and all behind it.
    stand: Part,
}

#[derive(Deserialize)]
struct Part {
    pages: u32,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    de: String,
    en: String,
}

impl LastCheck {
    fn markdown(&self, lang: Lang) -> String {
        let (day, tools) = (format::day(lang, self.checked, Date::MIN), self.tools.join(", "));
        let (public, stand) = (self.public.pages, self.stand.pages);
        let how = lang.pick(
            format!(
                "Letzte Prüfung: {day}. Geprüft wurden {public} Seiten für alle und {stand} Seiten für Nummern, \
                 Anzeige, Schalter und Anmeldung, mit {tools} und eigenen Prüfungen."
            ),
            format!(
                "Last check: {day}. {public} pages for everybody and {stand} pages for numbers, display, counter \
                 and sign-in were checked with {tools} and checks of our own."
            ),
        );
        let mut open: Vec<_> = self.findings().map(|f| format!("- {}", lang.pick(&f.de, &f.en))).collect();
        if open.is_empty() {
            let none = lang.pick("Diese Prüfungen finden keinen Fehler.", "These checks find no fault.");
            return format!("{how} {none}");
        }
        // The same fault may be open on both kinds of page.
        open.sort();
        open.dedup();
        let intro = lang.pick("Diese Fehler sind offen:", "These faults are open:");
        format!("{how} {intro}\n\n{}", open.join("\n"))
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.public.findings.iter().chain(&self.stand.findings)
    }
}

/// A page of text by its address, e.g. `datenschutz`.
pub const TEXT_PAGES: [&str; 7] = [
    "leichte-sprache",
    "gebaerdensprache",
    "datenschutz",
    "impressum",
    "barrierefreiheit",
    "daten",
    "online-ausweis",
];

/// One page of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPage {
    /// Its heading.
    pub title: String,
    /// Everything below it, as HTML that holds no code.
    pub html: String,
}

/// All pages of text, by name and language.
#[derive(Debug, Default)]
pub struct Texts(BTreeMap<(&'static str, Lang), TextPage>);

impl Texts {
    /// Reads `texts/{name}.{lang}.md` for every page and language of the city; general words stand in for a missing one.
    pub fn load(files: &dyn CityFiles, profile: &Profile) -> Result<Self, CityError> {
        let last_check: LastCheck = serde_json::from_str(FINDINGS)
            .map_err(|e| CityError::Broken { file: "findings.json".to_owned(), reason: e.to_string() })?;
        let mut all = BTreeMap::new();
        for name in TEXT_PAGES {
            for lang in profile.languages.iter().copied() {
                let file = format!("texts/{name}.{lang}.md");
                let text = fill(&files.text_or_default(&file)?, lang, profile);
                let text = text.replace(FINDINGS_MARK, &last_check.markdown(lang));
                all.insert((name, lang), render(&text));
            }
        }
        Ok(Self(all))
    }

    /// The page, if there is one of this name.
    pub fn get(&self, name: &str, lang: Lang) -> Option<&TextPage> {
        self.0.iter().find(|((n, l), _)| *n == name && *l == lang).map(|(_, page)| page)
    }
}

/// Puts the city's names in place of their marks.
fn fill(text: &str, lang: Lang, profile: &Profile) -> String {
    let legal = Land::words(profile.land);
    let marks = [
        ("{{city}}", profile.name.get(lang).text),
        ("{{service}}", profile.service_name.get(lang).text),
        ("{{phone}}", &profile.phone),
        ("{{land}}", legal.name),
        ("{{data_protection_act}}", legal.data_protection_act),
        ("{{equality_act}}", legal.equality_act),
    ];
    marks.into_iter().fold(text.to_owned(), |text, (mark, word)| text.replace(mark, word))
}

/// Renders Markdown. Raw HTML becomes visible text, and links lead to web pages, mail or phone only.
pub(crate) fn render(markdown: &str) -> TextPage {
    let (title, body) = match markdown.trim_start_matches(['\u{feff}', '\n', '\r', ' ']).strip_prefix("# ") {
        Some(rest) => rest.split_once('\n').unwrap_or((rest, "")),
        None => ("", markdown),
    };
    let mut skipped_links = Vec::new();
    let events = Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES)
        .filter_map(|event| match event {
            Event::Html(s) | Event::InlineHtml(s) => Some(Event::Text(s)),
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let safe = is_safe_link(dest_url);
                skipped_links.push(!safe);
                safe.then_some(event)
            }
            Event::End(TagEnd::Link) => (!skipped_links.pop().unwrap_or(false)).then_some(event),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
            // Wide tables scroll by themselves. Without alignments: they would become inline styles, which the CSP forbids.
            Event::Start(Tag::Table(_)) => {
                Some(Event::Html("<div class=\"l-scroll\"><table class=\"l-table\">".into()))
            }
            Event::End(TagEnd::Table) => Some(Event::Html("</tbody></table></div>".into())),
            other => Some(other),
        });
    let mut out = String::new();
    html::push_html(&mut out, events);
    TextPage { title: title.trim().to_owned(), html: out }
}

fn is_safe_link(url: &str) -> bool {
    let relative = url.starts_with('/') && !url.starts_with("//") || url.starts_with('#');
    relative || ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_first_heading_as_title() {
        let page = render("# Impressum\n\nText mit [Link](/termine).\n");
        assert_eq!(page.title, "Impressum");
        assert_eq!(page.html, "<p>Text mit <a href=\"/termine\">Link</a>.</p>\n");
    }

    #[test]
    fn the_statement_names_each_fault_of_either_kind_of_page_once() {
        let fault = |name: &str| serde_json::json!({"rule": name, "pages": [], "de": name, "en": name});
        let part = |pages: u32, names: &[&str]| serde_json::json!({"pages": pages, "findings": names.iter().map(|n| fault(n)).collect::<Vec<_>>()});
        let said = |public: &[&str], stand: &[&str]| {
            let whole = serde_json::json!({"checked": "2026-11-26", "tools": ["axe"], "public": part(5, public), "stand": part(4, stand)});
            serde_json::from_value::<LastCheck>(whole).unwrap().markdown(Lang::En)
        };
        assert!(said(&[], &[]).contains("5 pages for everybody and 4 pages for numbers"));
        assert!(said(&[], &[]).ends_with("These checks find no fault."));
        assert!(said(&["a", "b"], &["c", "a"]).ends_with("These faults are open:\n\n- a\n- b\n- c"));
    }

    #[test]
    fn code_in_a_text_is_shown_and_not_run() {
        let html = render("# x\n\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) ![b](https://x/y.png) <b onclick=x>c</b>").html;
        assert!(!html.contains("<script") && !html.contains("javascript:") && !html.contains("<img"));
        assert!(html.contains("&lt;script&gt;") && html.contains("&lt;b onclick=x&gt;"));
    }
}
