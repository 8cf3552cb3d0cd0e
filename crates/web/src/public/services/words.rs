use kernel::Lang;

/// The page's texts.
pub(super) struct Words {
    pub title: &'static str,
    pub description: &'static str,
    pub lead: &'static str,
    pub filter: &'static str,
    pub all: &'static str,
    pub online: &'static str,
    pub with: &'static str,
    pub without: &'static str,
    pub filter_note: &'static str,
    pub nothing: &'static str,
    pub one: &'static str,
    pub many: &'static str,
    pub perhaps: &'static str,
    pub call: &'static str,
    pub come: &'static str,
    pub shorter: &'static str,
    pub situations: &'static str,
    pub topics: &'static str,
    pub a_to_z: &'static str,
    pub none_yet: &'static str,
    pub portal: &'static str,
}

const DE: Words = Words {
    title: "Dienste der Stadt",
    description: "Was die Stadt online anbietet, mit einer Suche, die Alltagswörter versteht.",
    lead: "Suchen Sie mit Ihren eigenen Worten. Wir zeigen, was online geht und was Sie brauchen.",
    filter: "Auswählen",
    all: "Alle",
    online: "Geht online",
    with: "Mit Online-Ausweis",
    without: "Ohne Online-Ausweis",
    filter_note: "Hier steht nur, was wir sicher wissen. Andere Dienste gehen vielleicht auch so.",
    nothing: "Dazu haben wir nichts gefunden",
    one: "1 Dienst gefunden",
    many: "Dienste gefunden",
    perhaps: "Vielleicht hilft eines davon:",
    call: "Rufen Sie an. Dort hilft Ihnen ein Mensch weiter:",
    come: "Kommen Sie vorbei:",
    shorter: "Versuchen Sie es mit einem anderen oder kürzeren Wort.",
    situations: "Was ist bei Ihnen los?",
    topics: "Themen",
    a_to_z: "Alle Dienste von A bis Z",
    none_yet: "Hier stehen noch keine Dienste. So finden Sie trotzdem Hilfe:",
    portal: "Zum Serviceportal",
};

const EN: Words = Words {
    title: "Services of the city",
    description: "What the city offers online, with a search that understands everyday words.",
    lead: "Search in your own words. We show what works online and what you need.",
    filter: "Choose",
    all: "All",
    online: "Works online",
    with: "With the online ID",
    without: "Without the online ID",
    filter_note: "This list holds only what we know for sure. Other services may work like this too.",
    nothing: "We found nothing for this",
    one: "1 service found",
    many: "services found",
    perhaps: "Perhaps one of these helps:",
    call: "Call us. A person will help you:",
    come: "Come and see us:",
    shorter: "Try another or a shorter word.",
    situations: "What is going on in your life?",
    topics: "Topics",
    a_to_z: "All services from A to Z",
    none_yet: "No services are listed here yet. This is how you find help all the same:",
    portal: "Go to the service portal",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}
