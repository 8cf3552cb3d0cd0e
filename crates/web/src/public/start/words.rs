use kernel::Lang;

/// The page's texts.
pub(super) struct Words {
    pub title: &'static str,
    pub heading: &'static str,
    pub description: &'static str,
    pub way: &'static str,
    pub what: &'static str,
    pub no_stop: &'static str,
    pub feed: &'static str,
    pub near: &'static str,
    pub need: &'static str,
    pub all_services: &'static str,
    pub online_id: &'static str,
    pub online_id_text: &'static str,
    pub online_id_link: &'static str,
    pub tour: &'static str,
    pub all_stops: &'static str,
    pub now_until: &'static str,
    pub until: &'static str,
    pub from: &'static str,
}

const DE: Words = Words {
    title: "Hilfe mit Online-Ausweis und Online-Diensten",
    heading: "Wir kommen in Ihren Stadtteil",
    description: "Wann und wo das Pop-Up der Stadt in Ihrer Nähe ist, was dort gemacht wird, und welche Dienste es online gibt.",
    way: "Weg dorthin",
    what: "Was wird dort gemacht?",
    no_stop: "Zurzeit ist kein Halt geplant.",
    feed: "Neue Termine abonnieren",
    near: "Wann sind Sie bei mir?",
    need: "Was brauchen Sie?",
    all_services: "Alle Dienste ansehen",
    online_id: "Ist mein Online-Ausweis bereit?",
    online_id_text: "Mit dem Online-Ausweis erledigen Sie vieles vom Sofa aus. Wir machen ihn mit Ihnen startklar.",
    online_id_link: "So wird der Online-Ausweis bereit",
    tour: "Die Tour durch die Stadt",
    all_stops: "Alle Termine ansehen",
    now_until: "jetzt, bis",
    until: "bis",
    from: "ab",
};

const EN: Words = Words {
    title: "Help with the online ID and online services",
    heading: "We come to your part of town",
    description: "When and where the city’s pop-up office is near you, what is done there, and which services are online.",
    way: "How to get there",
    what: "What is done there?",
    no_stop: "No stop is planned at the moment.",
    feed: "Subscribe to new dates",
    near: "When are you near me?",
    need: "What do you need?",
    all_services: "See all services",
    online_id: "Is my online ID ready?",
    online_id_text: "With the online ID you get many things done from your sofa. We make it ready together with you.",
    online_id_link: "How to get the online ID ready",
    tour: "The tour through the city",
    all_stops: "See all dates and places",
    now_until: "now, until",
    until: "until",
    from: "from",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    lang.pick(&DE, &EN)
}
