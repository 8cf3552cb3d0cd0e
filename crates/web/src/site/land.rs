//! The sixteen Länder: their names and those of the acts that texts refer to.
//!
//! Names of acts only, never a paragraph: paragraphs move. German, as an act has no other official name.

use serde::Deserialize;

/// A Land of Germany by its two letters (ISO 3166-2:DE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the letters are the names")]
pub enum Land {
    Bw,
    By,
    Be,
    Bb,
    Hb,
    Hh,
    He,
    Mv,
    Ni,
    Nw,
    Rp,
    Sl,
    Sn,
    St,
    Sh,
    Th,
}

/// What a text may say of a Land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegalWords {
    /// Its name.
    pub name: &'static str,
    /// Its data protection act.
    pub data_protection_act: &'static str,
    /// Its act on equality for people with disabilities.
    pub equality_act: &'static str,
}

/// For a city that does not say in which Land it lies.
const ANY: LegalWords = LegalWords {
    name: "Ihrem Land",
    data_protection_act: "Datenschutzgesetz des Landes",
    equality_act: "Behindertengleichstellungsgesetz des Landes",
};

impl Land {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Bw,
        Self::By,
        Self::Be,
        Self::Bb,
        Self::Hb,
        Self::Hh,
        Self::He,
        Self::Mv,
        Self::Ni,
        Self::Nw,
        Self::Rp,
        Self::Sl,
        Self::Sn,
        Self::St,
        Self::Sh,
        Self::Th,
    ];

    /// Its name and its acts.
    pub fn words(land: Option<Self>) -> LegalWords {
        let Some(land) = land else { return ANY };
        let (name, data_protection_act, equality_act) = match land {
            Self::Bw => (
                "Baden-Württemberg",
                "Landesdatenschutzgesetz Baden-Württemberg",
                "Landes-Behindertengleichstellungsgesetz (L-BGG)",
            ),
            Self::By => (
                "Bayern",
                "Bayerisches Datenschutzgesetz",
                "Bayerisches Behindertengleichstellungsgesetz (BayBGG)",
            ),
            Self::Be => ("Berlin", "Berliner Datenschutzgesetz", "Landesgleichberechtigungsgesetz (LGBG)"),
            Self::Bb => (
                "Brandenburg",
                "Brandenburgisches Datenschutzgesetz",
                "Brandenburgisches Behindertengleichstellungsgesetz (BbgBGG)",
            ),
            Self::Hb => (
                "Bremen",
                "Bremisches Ausführungsgesetz zur EU-Datenschutz-Grundverordnung",
                "Bremisches Behindertengleichstellungsgesetz (BremBGG)",
            ),
            Self::Hh => (
                "Hamburg",
                "Hamburgisches Datenschutzgesetz",
                "Hamburgisches Behindertengleichstellungsgesetz (HmbBGG)",
            ),
            Self::He => (
                "Hessen",
                "Hessisches Datenschutz- und Informationsfreiheitsgesetz",
                "Hessisches Behinderten-Gleichstellungsgesetz (HessBGG)",
            ),
            Self::Mv => (
                "Mecklenburg-Vorpommern",
                "Landesdatenschutzgesetz Mecklenburg-Vorpommern",
                "Landesbehindertengleichstellungsgesetz (LBGG M-V)",
            ),
            Self::Ni => (
                "Niedersachsen",
                "Niedersächsisches Datenschutzgesetz",
                "Niedersächsisches Behindertengleichstellungsgesetz (NBGG)",
            ),
            Self::Nw => (
                "Nordrhein-Westfalen",
                "Datenschutzgesetz Nordrhein-Westfalen",
                "Behindertengleichstellungsgesetz Nordrhein-Westfalen (BGG NRW)",
            ),
            Self::Rp => (
                "Rheinland-Pfalz",
                "Landesdatenschutzgesetz Rheinland-Pfalz",
                "Landesinklusionsgesetz Rheinland-Pfalz",
            ),
            Self::Sl => (
                "Saarland",
                "Saarländisches Datenschutzgesetz",
                "Saarländisches Behindertengleichstellungsgesetz (SBGG)",
            ),
            Self::Sn => (
                "Sachsen",
                "Sächsisches Datenschutzdurchführungsgesetz",
                "Sächsisches Inklusionsgesetz (SächsInklusG)",
            ),
            Self::St => (
                "Sachsen-Anhalt",
                "Datenschutz-Grundverordnungs-Ausfüllungsgesetz Sachsen-Anhalt",
                "Behindertengleichstellungsgesetz Sachsen-Anhalt (BGG LSA)",
            ),
            Self::Sh => (
                "Schleswig-Holstein",
                "Landesdatenschutzgesetz Schleswig-Holstein",
                "Landesbehindertengleichstellungsgesetz (LBGG)",
            ),
            Self::Th => (
                "Thüringen",
                "Thüringer Datenschutzgesetz",
                "Thüringer Gesetz zur Inklusion und Gleichstellung von Menschen mit Behinderungen (ThürGIG)",
            ),
        };
        LegalWords { name, data_protection_act, equality_act }
    }
}
