//! What of a record may be shown as a fact, and how. Pure; what is not here is not on a page.
//!
//! 1. **Unknown stays unknown.** A field that is missing, `?`, noted before the page was read
//!    (`first_pass_fields`), disputed (`conflict`) or remarked upon by an editor (`notes` beginning with the
//!    field's name) is not shown as a fact. A conflict that names no field puts every figure in doubt.
//! 2. **Weak records** (third parties, copies, pages only referred to) keep name, sentence, topic and source.
//! 3. **Money carries a date.** A figure needs a `stand` with a year and must not be second-hand; otherwise the
//!    page says where to read it. Words such as "gebührenfrei" do not age with the fee tables and need no date.
//!    Sums inside lists ("… über 5 Euro") follow the same rule: without a date the item is left out.
//! 4. **"Currently" has no date.** A processing time that says "derzeit" is left out.
//! 5. **The name, the sentence and the topic** are our words and needed to find the record, so they stay; but a
//!    doubted name is never called official. A weak record's sentence that names a sum is left out.
//! 6. **Links** lead to public hosts only ([`Link`]); a copy on a foreign domain is named and never linked. The
//!    page the facts were read on is the source; the page noted in `url` stands in unless it is doubted.

use kernel::Localized;

use crate::{
    link::{self, Link},
    model::{OnlineAusweis, Seen, Service, SourceKind},
    trust::{self, Field, is_doubted},
};

/// A record as pages and API may show it, in the order of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The name people use, or else the official one.
    pub title: Localized,
    /// The official name where it differs from the title and is sure.
    pub official_name: Option<String>,
    /// One sentence.
    pub sentence: Option<Localized>,
    /// Can I do it online?
    pub online: OnlineAnswer,
    /// Do I need the Online-Ausweis? `None`: not known.
    pub online_ausweis: Option<Answer>,
    /// What to have at hand.
    pub bring: Vec<String>,
    /// Who may use it.
    pub who: Vec<String>,
    /// What it costs. `None`: not known.
    pub fee: Option<Fee>,
    /// How long it takes, as the source words it.
    pub processing_time: Option<Fact>,
    /// Who is responsible.
    pub authority: Option<String>,
    /// LeiKa key, 14 digits.
    pub leika: Option<String>,
    /// Languages of the service's own pages, BCP 47.
    pub languages: Vec<String>,
    /// Where the facts come from.
    pub source: SourceNote,
    /// Whether the source is weak, so that the page asks to check there.
    pub weak: bool,
}

/// Whether something can be done online.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlineAnswer {
    /// Yes, it starts here.
    Yes {
        /// Where it starts.
        url: Link,
    },
    /// Yes, but where it starts was not seen; the source leads on.
    Possible,
    /// No.
    No,
    /// Not known.
    Unknown,
}

/// Whether the Online-Ausweis is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Needed.
    Yes,
    /// Useful, but there is another way.
    Optional,
    /// Not needed.
    No,
}

/// What a service costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fee {
    /// As the source words it.
    Known(Fact),
    /// There is a fee, but no figure that may be shown: the source has it.
    AtSource,
}

/// A text together with its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// As the source words it.
    pub text: String,
    /// The year to show after it; `None` when unknown or named in the text itself.
    pub year: Option<i16>,
}

/// Where the facts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNote {
    /// The page, if it may be linked.
    pub link: Option<Link>,
    /// The page's host, to be shown as text.
    pub host: Option<String>,
    /// Who published it.
    pub kind: Option<SourceKind>,
    /// Whether it was read or only referred to.
    pub seen: Option<Seen>,
    /// Date of the facts as the source words it.
    pub stand: Option<String>,
    /// The oldest year in that date.
    pub year: Option<i16>,
}

/// What of a record may be shown.
pub fn publish(s: &Service) -> Published {
    let weak = trust::is_weak(s);
    let official = !is_doubted(s, Field::Name) && s.title() != s.name;
    let shown = Published {
        title: Localized { de: s.title().to_owned(), en: s.name_en.clone() },
        official_name: official.then(|| s.name.clone()),
        sentence: sentence(s, weak),
        online: OnlineAnswer::Unknown,
        online_ausweis: None,
        bring: Vec::new(),
        who: Vec::new(),
        fee: None,
        processing_time: None,
        authority: None,
        leika: None,
        languages: Vec::new(),
        source: source(s),
        weak,
    };
    if weak { shown } else { with_facts(shown, s) }
}

fn with_facts(shown: Published, s: &Service) -> Published {
    let sure = |field, text: &Option<String>| text.clone().filter(|_| !is_doubted(s, field));
    let online_ausweis = online_ausweis(s);
    Published {
        online: online(s, online_ausweis),
        online_ausweis,
        bring: items(s, Field::Documents, &s.documents),
        who: items(s, Field::Prerequisites, &s.prerequisites),
        fee: s.fee.as_deref().map(|text| fee(s, text)),
        processing_time: s.processing_time.as_deref().and_then(|text| processing_time(s, text)),
        authority: sure(Field::Authority, &s.authority),
        leika: sure(Field::Leika, &s.leika).filter(|_| !trust::figures_are_doubted(s)),
        languages: s.languages.clone(),
        ..shown
    }
}

fn sentence(s: &Service, weak: bool) -> Option<Localized> {
    let de = s.description.clone()?;
    let hidden = weak && trust::names_a_sum(&de);
    (!hidden).then(|| Localized { de, en: s.summary_en.clone() })
}

/// Whoever needs or may use the Online-Ausweis for it does it online: that much is no guess.
fn online(s: &Service, ausweis: Option<Answer>) -> OnlineAnswer {
    let start = s.online_url.as_deref().filter(|_| !is_doubted(s, Field::OnlineUrl)).and_then(Link::read);
    match (start, s.online) {
        (_, Some(false)) => OnlineAnswer::No,
        (Some(url), _) => OnlineAnswer::Yes { url },
        (None, Some(true)) => OnlineAnswer::Possible,
        (None, None) => match ausweis {
            Some(Answer::Yes | Answer::Optional) => OnlineAnswer::Possible,
            Some(Answer::No) | None => OnlineAnswer::Unknown,
        },
    }
}

fn online_ausweis(s: &Service) -> Option<Answer> {
    match s.online_ausweis.filter(|_| !is_doubted(s, Field::OnlineAusweis))? {
        OnlineAusweis::Needed => Some(Answer::Yes),
        OnlineAusweis::Optional => Some(Answer::Optional),
        OnlineAusweis::NotNeeded => Some(Answer::No),
        OnlineAusweis::Undecided => None,
    }
}

fn items(s: &Service, field: Field, all: &[String]) -> Vec<String> {
    if is_doubted(s, field) {
        return Vec::new();
    }
    let dated = year(s).is_some();
    let figures_doubted = trust::figures_are_doubted(s);
    let may_show = |text: &&String| {
        let undated_sum = !dated && trust::names_a_sum(text);
        let doubted_figure = figures_doubted && trust::has_digit(text);
        !undated_sum && !doubted_figure && !trust::is_second_hand(text)
    };
    all.iter().filter(may_show).cloned().collect()
}

fn fee(s: &Service, text: &str) -> Fee {
    let unsure = is_doubted(s, Field::Fee) || trust::figures_are_doubted(s) || trust::is_second_hand(text);
    let undated_figure = trust::has_digit(text) && year(s).is_none();
    if unsure || undated_figure { Fee::AtSource } else { Fee::Known(fact(s, text)) }
}

fn processing_time(s: &Service, text: &str) -> Option<Fact> {
    let unsure = is_doubted(s, Field::ProcessingTime) || trust::is_second_hand(text);
    let figures_doubted = trust::figures_are_doubted(s) && trust::has_digit(text);
    let of_another_time = ["derzeit", "zurzeit", "zur Zeit", "momentan"].iter().any(|w| text.contains(w));
    (!unsure && !figures_doubted && !of_another_time).then(|| fact(s, text))
}

fn fact(s: &Service, text: &str) -> Fact {
    let year = year(s).filter(|y| !text.contains(&y.to_string()));
    Fact { text: text.to_owned(), year }
}

fn year(s: &Service) -> Option<i16> {
    trust::oldest_year(s.stand.as_deref()?)
}

fn source(s: &Service) -> SourceNote {
    let noted = s.url.as_deref().filter(|_| !is_doubted(s, Field::Url));
    let pages = || s.source_page.as_deref().into_iter().chain(noted);
    let link = pages().find_map(Link::read).filter(|_| s.source_kind != Some(SourceKind::Copy));
    let named = || pages().find_map(link::host_to_show);
    SourceNote {
        host: link.as_ref().map(|l| l.host().to_owned()).or_else(named),
        link,
        kind: s.source_kind,
        seen: s.seen,
        stand: s.stand.clone(),
        year: year(s),
    }
}
