use directory::SourceKind;
use kernel::Lang;

/// The page's texts.
pub(super) struct Words {
    pub online: &'static str,
    pub ausweis: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub optional: &'static str,
    pub unknown: &'static str,
    pub start: &'static str,
    pub online_at_source: &'static str,
    pub online_no: &'static str,
    pub online_unknown: &'static str,
    pub ausweis_yes: &'static str,
    pub ausweis_optional: &'static str,
    pub ausweis_unknown: &'static str,
    pub ausweis_ready: &'static str,
    pub bring: &'static str,
    pub fee: &'static str,
    pub fee_at_source: &'static str,
    pub time: &'static str,
    pub authority: &'static str,
    pub who: &'static str,
    pub good_to_know: &'static str,
    pub languages: &'static str,
    pub related: &'static str,
    pub source: &'static str,
    pub stand: &'static str,
    pub stand_unknown: &'static str,
    pub weak: &'static str,
    pub official: &'static str,
    pub missing: &'static str,
    pub come_by: &'static str,
    pub call: &'static str,
    pub german_only: &'static str,
}

const DE: Words = Words {
    online: "Geht das online?",
    ausweis: "Brauche ich den Online-Ausweis?",
    yes: "Ja",
    no: "Nein",
    optional: "Es geht mit und ohne",
    unknown: "Wissen wir nicht",
    start: "Online starten",
    online_at_source: "Wo es losgeht, steht auf der Seite der Behörde. Den Link finden Sie unten bei „Quelle“.",
    online_no: "Rufen Sie 115 an. Dort hören Sie, wohin Sie gehen können.",
    online_unknown: "Fragen Sie bei der zuständigen Stelle nach oder rufen Sie 115 an.",
    ausweis_yes: "Sie brauchen Ihren Ausweis mit PIN und ein Handy oder Lesegerät.",
    ausweis_optional: "Mit dem Online-Ausweis sparen Sie sich oft einen Weg.",
    ausweis_unknown: "Bringen Sie Ihren Ausweis mit zum Pop-Up. Dann schauen wir zusammen.",
    ausweis_ready: "Ist mein Online-Ausweis bereit?",
    bring: "Das brauchen Sie",
    fee: "Das kostet es",
    fee_at_source: "siehe Quelle",
    time: "So lange dauert es",
    authority: "Wer ist zuständig",
    who: "Wer das nutzen kann",
    good_to_know: "Gut zu wissen",
    languages: "Sprachen der Seite",
    related: "Passt auch dazu",
    source: "Quelle:",
    stand: "Stand:",
    stand_unknown: "Stand nicht bekannt",
    weak: "Diese Angaben haben wir nicht bei einer Behörde gefunden. Bitte prüfen Sie sie, bevor Sie losgehen.",
    official: "Amtlich:",
    missing: "Fehlt etwas oder stimmt etwas nicht? Rufen Sie 115 an.",
    come_by: "Wir zeigen es Ihnen am Stand",
    call: "115 anrufen",
    german_only: "",
};

const EN: Words = Words {
    online: "Can I do this online?",
    ausweis: "Do I need the online ID?",
    yes: "Yes",
    no: "No",
    optional: "It works with and without",
    unknown: "We do not know",
    start: "Start online",
    online_at_source: "The authority’s page says where it starts. You find the link below, next to “Source”.",
    online_no: "Call 115. They tell you where to go.",
    online_unknown: "Ask the office in charge, or call 115.",
    ausweis_yes: "You need your ID card with its PIN, and a phone or a card reader.",
    ausweis_optional: "The online ID often saves you a trip.",
    ausweis_unknown: "Bring your ID card to the pop-up. We will look at it together.",
    ausweis_ready: "Is my online ID ready?",
    bring: "What you need",
    fee: "What it costs",
    fee_at_source: "see the source",
    time: "How long it takes",
    authority: "Who is in charge",
    who: "Who can use it",
    good_to_know: "Good to know",
    languages: "Languages of that page",
    related: "Related services",
    source: "Source:",
    stand: "As of:",
    stand_unknown: "Date not known",
    weak: "We did not find these details with an authority. Please check them before you set out.",
    official: "Official name:",
    missing: "Is something missing or wrong? Call 115.",
    come_by: "We show you how at the stand",
    call: "Call 115",
    german_only: "These details are in German, as the authority words them.",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}

/// Who published the source.
pub(super) fn source_kind(lang: Lang, kind: Option<SourceKind>) -> &'static str {
    match kind {
        Some(SourceKind::City) => lang.pick("Seite der Stadt", "page of the city"),
        Some(SourceKind::Fim) => {
            lang.pick("Leistungskatalog der Verwaltung (FIM)", "catalogue of public services (FIM)")
        }
        Some(SourceKind::FederalPortal) => lang.pick("Bundesportal", "federal portal"),
        Some(SourceKind::OtherPortal) => lang.pick("Portal eines anderen Landes", "portal of another state"),
        Some(SourceKind::ThirdParty) => lang.pick("keine Behörde", "not an authority"),
        Some(SourceKind::Copy) => lang.pick("Kopie auf fremder Seite", "copy on another website"),
        None => "",
    }
}
