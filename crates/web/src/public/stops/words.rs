use kernel::Lang;

/// The texts of lists of stops.
pub(crate) struct Words {
    pub title: &'static str,
    pub description: &'static str,
    pub by_district: &'static str,
    pub all: &'static str,
    pub none: &'static str,
    pub now: &'static str,
    pub next: &'static str,
    pub later: &'static str,
    pub past: &'static str,
    pub by_distance: &'static str,
    pub subscribe: &'static str,
    pub subscribe_text: &'static str,
    pub feed: &'static str,
    pub near_place: &'static str,
    pub near_device: &'static str,
    pub not_found: &'static str,
    pub did_you_mean: &'static str,
    pub not_found_help: &'static str,
    pub outside: &'static str,
    pub no_position: &'static str,
    pub several: &'static str,
    pub no_stop_ahead: &'static str,
}

const DE: Words = Words {
    title: "Termine",
    description: "Alle Halte des Pop-Ups: wo, wann und was dort gemacht wird.",
    by_district: "Nach Bezirk",
    all: "Alle",
    none: "Hier ist noch kein Halt geplant.",
    now: "Jetzt",
    next: "Als Nächstes",
    later: "Später",
    past: "Vorbei",
    by_distance: "Die nächsten Halte, der nächste Ort zuerst",
    subscribe: "Nichts verpassen",
    subscribe_text: "Der Kalender auf Ihrem Handy holt sich neue und geänderte Termine selbst. Sie geben dafür keine Daten an.",
    feed: "Neuigkeiten als Atom-Feed",
    near_place: "In der Nähe von",
    near_device: "In der Nähe Ihres Standorts",
    not_found: "Diesen Ort kennen wir nicht:",
    did_you_mean: "Meinen Sie:",
    not_found_help: "Geben Sie einen Stadtteil oder eine Postleitzahl aus der Stadt ein.",
    outside: "Ihr Standort liegt weit außerhalb der Stadt.",
    no_position: "Das haben wir nicht als Ort verstanden.",
    several: "Diese Postleitzahl liegt in mehreren Bezirken. Darum zeigen wir nur die Entfernung.",
    no_stop_ahead: "Zurzeit ist kein Halt geplant.",
};

const EN: Words = Words {
    title: "Dates and places",
    description: "All stops of the pop-up office: where, when and what is done there.",
    by_district: "By district",
    all: "All",
    none: "No stop is planned here yet.",
    now: "Now",
    next: "Next",
    later: "Later",
    past: "Past",
    by_distance: "The next stops, the nearest place first",
    subscribe: "Miss nothing",
    subscribe_text: "The calendar on your phone fetches new and changed dates by itself. You give no data for that.",
    feed: "News as an Atom feed",
    near_place: "Near",
    near_device: "Near your position",
    not_found: "We do not know this place:",
    did_you_mean: "Do you mean:",
    not_found_help: "Enter a quarter or a postcode of the city.",
    outside: "Your position is far outside the city.",
    no_position: "We did not understand that as a place.",
    several: "This postcode lies in several districts. So we show the distance only.",
    no_stop_ahead: "No stop is planned at the moment.",
};

pub(crate) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}

/// The texts of the form "when are you near me".
pub(crate) struct NearWords {
    pub form: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub submit: &'static str,
    pub locate: &'static str,
    pub locate_error: &'static str,
}

const NEAR_DE: NearWords = NearWords {
    form: "Termine in der Nähe",
    label: "Stadtteil oder Postleitzahl",
    hint: "Zum Beispiel: Niendorf oder 22459",
    submit: "Finden",
    locate: "Meinen Standort nutzen",
    locate_error: "Ihr Gerät hat den Standort nicht verraten. Geben Sie Stadtteil oder Postleitzahl ein.",
};

const NEAR_EN: NearWords = NearWords {
    form: "Dates near you",
    label: "Quarter or postcode",
    hint: "For example: Niendorf or 22459",
    submit: "Find",
    locate: "Use my position",
    locate_error: "Your device did not tell its position. Enter a quarter or a postcode.",
};

pub(crate) fn near_words(lang: Lang) -> &'static NearWords {
    lang.pick(&NEAR_DE, &NEAR_EN)
}
