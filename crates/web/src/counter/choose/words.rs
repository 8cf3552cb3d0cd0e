use kernel::Lang;
use visits::{Refusal, VisitsError};

use crate::queue::say;

/// The texts of choosing a desk.
pub(super) struct Words {
    pub title: &'static str,
    pub no_stop: &'static str,
    pub which_stop: &'static str,
    pub open_desks: &'static str,
    pub none_open: &'static str,
    pub go_on: &'static str,
    pub has: &'static str,
    pub open_one: &'static str,
    pub desk: &'static str,
    pub which_desk: &'static str,
    pub who: &'static str,
    pub guide: &'static str,
    pub clerk: &'static str,
    pub both: &'static str,
    pub languages: &'static str,
    pub open: &'static str,
    pub lead: &'static str,
    pub pause: &'static str,
    pub resume: &'static str,
    pub end: &'static str,
    pub end_now: &'static str,
    pub end_note: &'static str,
    pub ended: &'static str,
    pub waiting: &'static str,
}

const DE: Words = Words {
    title: "Platz wählen",
    no_stop: "Heute ist kein Halt geöffnet, an dem Sie arbeiten. Ihre Leitung kann Ihnen einen Halt zuordnen.",
    which_stop: "An welchem Halt arbeiten Sie?",
    open_desks: "Offene Plätze",
    none_open: "Noch ist kein Platz offen.",
    go_on: "Hier weiterarbeiten",
    has: "hat gerade",
    open_one: "Platz öffnen",
    desk: "Platz",
    which_desk: "Wählen Sie einen Platz.",
    who: "Wer sitzt dort?",
    guide: "Digital-Lotse",
    clerk: "Fachkraft der Ausweisbehörde",
    both: "beides",
    languages: "Welche Sprachen außer Deutsch?",
    open: "Öffnen",
    lead: "Für die Leitung",
    pause: "Keine Nummern mehr ausgeben",
    resume: "Wieder Nummern ausgeben",
    end: "Tag beenden …",
    end_now: "Ja, Tag jetzt beenden",
    end_note: "Wer noch wartet, erfährt es sofort. Das lässt sich nicht zurücknehmen.",
    ended: "Dieser Tag ist beendet.",
    waiting: "Es warten:",
};

const EN: Words = Words {
    title: "Choose a desk",
    no_stop: "No stop at which you work is open today. Your lead can assign you to a stop.",
    which_stop: "At which stop do you work?",
    open_desks: "Open desks",
    none_open: "No desk is open yet.",
    go_on: "Continue here",
    has: "has",
    open_one: "Open a desk",
    desk: "Desk",
    which_desk: "Choose a desk.",
    who: "Who sits there?",
    guide: "guide",
    clerk: "clerk of the ID card authority",
    both: "both",
    languages: "Which languages besides German?",
    open: "Open",
    lead: "For the lead",
    pause: "Give no more numbers",
    resume: "Give numbers again",
    end: "End the day …",
    end_now: "Yes, end the day now",
    end_note: "Whoever still waits is told at once. This cannot be undone.",
    ended: "This day has ended.",
    waiting: "Waiting:",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}

/// Why a desk was not opened.
pub(super) fn refused(lang: Lang, error: &VisitsError) -> String {
    match error {
        VisitsError::Refused(Refusal::DeskOpen(desk)) => lang.pick(
            format!("Platz {desk} hat inzwischen jemand geöffnet. Wählen Sie einen anderen."),
            format!("Somebody has opened desk {desk} meanwhile. Choose another one."),
        ),
        other => say::error(lang, other, None),
    }
}
