//! What is done at a stop and what is not, who is there, what to bring.

use kernel::{Lang, Spoken};
use tour::{Seen, Status, Stop, WEEK, WeekHours};

use super::Words;
use crate::{
    App, Needs,
    format::{language, spans, weekday_short},
};

/// Something that is done here.
pub(super) struct Done<'a> {
    pub name: Spoken<'a>,
    pub text: Spoken<'a>,
    /// Only at these times, where it needs the clerk.
    pub when: Option<String>,
}

/// Something that is not done here, with where to go instead.
pub(super) struct NotDone<'a> {
    pub name: Spoken<'a>,
    pub text: Spoken<'a>,
}

/// What to bring in one case.
pub(super) struct BringCase<'a> {
    pub case: &'a str,
    pub items: &'a [String],
}

pub(super) fn done<'a>(app: &'a App, lang: Lang, stop: &Stop) -> Vec<Done<'a>> {
    let here = app.city().offers.all.iter().filter(|o| stop.offers.contains(&o.id));
    let clerk = stop.clerk.as_ref().map(|c| week_text(lang, c));
    here.map(|o| Done {
        name: o.name.get(lang),
        text: o.text.get(lang),
        when: clerk.clone().filter(|_| o.needs == Needs::Clerk),
    })
    .collect()
}

/// What the city offers elsewhere, and what no stop does. Of a past stop whose offers nobody wrote down, only the
/// latter is said.
pub(super) fn not_done<'a>(app: &'a App, lang: Lang, stop: &Stop) -> Vec<NotDone<'a>> {
    let offers = &app.city().offers;
    let known = !stop.offers.is_empty();
    let elsewhere = offers.all.iter().filter(|o| known && !stop.offers.contains(&o.id));
    let elsewhere = elsewhere.map(|o| NotDone { name: o.name.get(lang), text: o.elsewhere.get(lang) });
    let never = offers.never.iter().map(|n| NotDone { name: n.name.get(lang), text: n.elsewhere.get(lang) });
    elsewhere.chain(never).collect()
}

pub(super) fn people(app: &App, lang: Lang, w: &Words, seen: &Seen<'_>) -> Vec<(&'static str, String)> {
    let stop = &seen.stop.stop;
    if stop.status == Status::Ended {
        return Vec::new();
    }
    let clerk = match &stop.clerk {
        Some(hours) => Some(week_text(lang, hours)),
        None => (!stop.offers.is_empty() && !app.city().offers.needs_clerk(&stop.offers))
            .then(|| w.clerk_never.to_owned()),
    };
    let languages: Vec<_> = stop.languages.iter().map(|tag| language(lang, tag)).collect();
    let lines = [
        Some((w.guides, w.guides_always.to_owned())).filter(|_| !stop.offers.is_empty()),
        clerk.map(|c| (w.clerk, c)),
        (!languages.is_empty()).then(|| (w.languages, languages.join(", "))),
        stop.desks.map(|n| (w.desks, n.to_string())),
    ];
    lines.into_iter().flatten().collect()
}

pub(super) fn bring<'a>(app: &'a App, lang: Lang, stop: &Stop) -> Vec<BringCase<'a>> {
    if matches!(stop.status, Status::Ended | Status::Cancelled) {
        return Vec::new();
    }
    let cases = app.city().offers.bring.iter();
    cases
        .map(|b| BringCase { case: b.case.get(lang).text, items: lang.pick(&b.items.de, &b.items.en) })
        .collect()
}

/// Hours of a week in words: "Di, Do 10 bis 16 Uhr".
fn week_text(lang: Lang, hours: &WeekHours) -> String {
    let mut groups: Vec<(Vec<&str>, String)> = Vec::new();
    for day in WEEK {
        let on = hours.on(day);
        if on.is_empty() {
            continue;
        }
        let text = spans(lang, on);
        match groups.iter_mut().find(|(_, t)| *t == text) {
            Some((days, _)) => days.push(weekday_short(lang, day)),
            None => groups.push((vec![weekday_short(lang, day)], text)),
        }
    }
    groups.iter().map(|(days, text)| format!("{} {text}", days.join(", "))).collect::<Vec<_>>().join("; ")
}
