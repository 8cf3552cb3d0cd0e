use tour::Access;

use super::Words;

/// One access fact: yes, no, or not known, each in words.
pub(super) struct AccessFact {
    pub class: &'static str,
    pub icon: &'static str,
    pub label: &'static str,
    pub word: &'static str,
}

/// All access facts; what is not known is said as such, so that nobody takes silence for a yes.
pub(super) fn facts(w: &Words, access: Access) -> Vec<AccessFact> {
    let fact = |(label, known): (&'static str, Option<bool>)| {
        let (class, icon, word) = match known {
            Some(true) => ("yes", "check", w.yes),
            Some(false) => ("no", "cross", w.no),
            None => ("unknown", "question", w.unknown),
        };
        AccessFact { class, icon, label, word }
    };
    let all = [
        (w.step_free, access.step_free),
        (w.lift, access.lift),
        (w.toilet, access.accessible_toilet),
        (w.seating, access.seating),
        (w.induction_loop, access.induction_loop),
    ];
    all.into_iter().map(fact).collect()
}
