//! A service as it stands in a city's directory, and the file shape that `lotse import services` reads.

use kernel::slug_id;
use serde::{Deserialize, Serialize};

slug_id! {
    /// A service: `wohnsitz-ummelden`.
    ServiceId
}
slug_id! {
    /// A topic: `umzug-wohnen`.
    TopicId
}
slug_id! {
    /// A situation in life: `neu-in-hamburg`.
    SituationId
}

/// One record of a directory, as read and written by import and export.
///
/// Only `id` and `name` are required. `None` is "not seen": it is never shown as a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Official name.
    pub name: String,
    /// The name people use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain_name: Option<String>,
    /// English name, our own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// Topic, by the name used in the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// `LeiKa` key, 14 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leika: Option<String>,
    /// A `LeiKa` key that was only seen elsewhere; not shown as a fact, used for search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leika_candidate: Option<String>,
    /// One sentence in our own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary_en: Option<String>,
    /// The page that describes the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it can be done online at all, where the source says so; an `online_url` says yes by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<bool>,
    /// Where it starts online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_url: Option<String>,
    /// Whether the Online-Ausweis is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_ausweis: Option<OnlineAusweis>,
    /// Trust level (Vertrauensniveau) as the source words it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust_level: Option<String>,
    /// Fee as the source words it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<String>,
    /// What to have at hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub documents: Vec<String>,
    /// Who may use it.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub prerequisites: Vec<String>,
    /// Processing time as the source words it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing_time: Option<String>,
    /// Who is responsible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Search words of the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub keywords: Vec<String>,
    /// Search words added by us.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub keywords_own: Vec<String>,
    /// Languages in which the service's own pages exist, BCP 47 (`de-leicht`: Leichte Sprache).
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub languages: Vec<String>,
    /// The page the facts were read on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_page: Option<String>,
    /// Who published that page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_kind: Option<SourceKind>,
    /// Whether that page was read or only referred to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
    /// Date of the facts as the source words it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand: Option<String>,
    /// Fields noted before the page was read; to be distrusted unless read again.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub first_pass_fields: Vec<String>,
    /// What sources disagree about, beginning with the field's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<String>,
    /// Remarks for editors; never shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub notes: Vec<String>,
    /// Further pages on the same service.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_empty")]
    pub other_pages: Vec<String>,
}

impl Service {
    /// What people see first and what lists are sorted by: the name people use, or else the official one.
    pub fn title(&self) -> &str {
        self.plain_name.as_deref().unwrap_or(&self.name)
    }
}

/// Whether a service needs the Online-Ausweis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnlineAusweis {
    /// Needed.
    #[serde(rename = "ja")]
    Needed,
    /// Possible, there is another way too.
    #[serde(rename = "optional")]
    Optional,
    /// Not needed.
    #[serde(rename = "nein")]
    NotNeeded,
    /// Looked for, not decided.
    #[serde(rename = "?")]
    Undecided,
}

/// Who published the page the facts were read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceKind {
    /// The city.
    #[serde(rename = "hamburg", alias = "city")]
    City,
    /// The federal information management (FIM).
    #[serde(rename = "fim")]
    Fim,
    /// The federal portal.
    #[serde(rename = "bundesportal")]
    FederalPortal,
    /// Another Land's portal that lists the city's service.
    #[serde(rename = "hessenportal")]
    OtherPortal,
    /// Press, clubs, chambers: weaker.
    #[serde(rename = "dritte")]
    ThirdParty,
    /// A copy on a foreign domain: weaker, never linked.
    #[serde(rename = "kopie")]
    Copy,
}

/// How a page was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seen {
    /// Read.
    Page,
    /// Only referenced.
    Ref,
}

fn null_is_empty<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    Ok(Option::<Vec<String>>::deserialize(d)?.unwrap_or_default())
}
