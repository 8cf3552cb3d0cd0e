use kernel::{Lang, Spoken};
use tour::{Phase, Seen, Status};

use super::{State, place};
use crate::{App, site::snapshot::Snapshot};

/// A notice that comes first on a page.
#[derive(Debug, Clone)]
pub(crate) struct Notice<'a> {
    /// KERN's kinds: `info`, `warning`.
    pub kind: &'static str,
    pub icon: &'static str,
    pub text: Spoken<'a>,
}

impl<'a> Notice<'a> {
    /// The notice of a stop, if an editor wrote one.
    pub(crate) fn of(lang: Lang, seen: &Seen<'a>) -> Option<Self> {
        let stop = &seen.stop.stop;
        let text = stop.notice.as_ref()?.get(lang);
        let (kind, icon) =
            if stop.status == Status::Cancelled { ("warning", "alert") } else { ("info", "info") };
        Some(Self { kind, icon, text })
    }

    /// Says that a stop is made up, whatever the rest of the site says.
    pub(crate) fn example(lang: Lang, seen: &Seen<'_>) -> Option<Self> {
        let text =
            lang.pick("Beispiel: Diesen Halt gibt es nicht wirklich.", "Example: this stop is made up.");
        seen.stop.stop.example.then_some(Self { kind: "info", icon: "info", text: Spoken { text, lang } })
    }
}

/// All stops with their state and phase, in the order of the tour.
pub(crate) fn all_seen<'a>(app: &App, snapshot: &'a Snapshot) -> Vec<(Seen<'a>, Phase)> {
    let calendar = &app.city().calendar;
    let seen = snapshot.tour.with_venues().map(|(stop, venue)| {
        let state = tour::state(stop, venue, calendar, snapshot.now);
        let phase = tour::phase(&snapshot.tour, calendar, stop, snapshot.now);
        (Seen { stop, venue, state }, phase)
    });
    seen.collect()
}

/// One line on where to come: "Tibarg Center, Eimsbüttel – ab Mo, 1. Dezember, 10 Uhr".
pub(crate) fn next_stop_line(app: &App, snapshot: &Snapshot, lang: Lang) -> Option<String> {
    let overview = tour::tour_overview(&snapshot.tour, &app.city().calendar, snapshot.now);
    let seen = overview.open_now.into_iter().next().or(overview.next)?;
    let state = State::new(lang, &seen.state, snapshot.today());
    Some(format!("{} – {}", place(app, seen.venue), state.when))
}
