use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
};
use directory::{Answer, Directory, Fact, Fee, Filter, Listed, OnlineAnswer};
use kernel::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Problem, json_kept, lang, limit, one};
use crate::{App, http::lang::href, public::services::question};

/// A list of services.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Services {
    /// Best first when there was a question, else in German order of names.
    results: Vec<ServiceView>,
}

/// A service. What is not known is left out.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceView {
    /// Its id, as in its page's address.
    id: String,
    /// The name people use, in the language asked for where it exists.
    name: String,
    /// The official German name, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    official_name: Option<String>,
    /// One sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// Id of its topic.
    topic: String,
    /// How well it fits the question; comparable within one answer only.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
    /// Whether it can be done online.
    #[serde(skip_serializing_if = "Option::is_none")]
    online: Option<bool>,
    /// Where it starts online.
    #[serde(skip_serializing_if = "Option::is_none")]
    online_url: Option<String>,
    /// Whether the Online-Ausweis is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    online_ausweis: Option<Need>,
    /// What to have at hand, in German.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bring: Vec<String>,
    /// Who may use it, in German.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    who: Vec<String>,
    /// The fee as the source words it, in German.
    #[serde(skip_serializing_if = "Option::is_none")]
    fee: Option<DatedText>,
    /// The processing time as the source words it, in German.
    #[serde(skip_serializing_if = "Option::is_none")]
    processing_time: Option<DatedText>,
    /// Who is responsible.
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<String>,
    /// `LeiKa` key, 14 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    leika: Option<String>,
    /// Where the facts come from.
    source: SourceView,
    /// Path of its page on this site.
    page: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Need {
    Needed,
    Optional,
    NotNeeded,
}

/// A text with the year it was true.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DatedText {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i16>,
}

/// Where the facts come from.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SourceView {
    /// The page, where it may be linked.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The page's host.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// Date of the facts as the source words it.
    #[serde(skip_serializing_if = "Option::is_none")]
    stand: Option<String>,
    /// The source is no authority, a copy, or was only referred to.
    weak: bool,
}

/// Search or list services.
#[utoipa::path(
    get, path = "/api/v1/services", operation_id = "service_list", tag = "services",
    params(
        ("q" = Option<String>, Query, description = "Question in everyday words; cut after 200 characters. Left out: all services."),
        ("lang" = Option<String>, Query),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 1000, description = "Default 20 with `q`, else 1000."),
    ),
    responses((status = 200, description = "The services", body = Services), (status = 400, description = "A parameter is wrong", body = Problem))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Query(params): Query<HashMap<String, String>>,
    request: HeaderMap,
) -> Result<Response, Response> {
    let get = |name: &str| params.get(name).map(String::as_str);
    let lang = lang(&app, get("lang"))?;
    let snapshot = app.snapshot();
    let mut by_words = false;
    let results = if let Some(q) = get("q") {
        let limit = limit(get("limit"), 20)?;
        let turn = app.turns().take().await;
        by_words = turn.is_none();
        let find = if by_words { Directory::find_by_words } else { Directory::find };
        let found = find(&snapshot.directory, &question(q), Filter::default(), limit);
        found.iter().map(|f| ServiceView::new(lang, f.service, Some(f.score))).collect()
    } else {
        let all = snapshot.directory.services().iter().take(limit(get("limit"), super::MAX_LIMIT)?);
        all.map(|s| ServiceView::new(lang, s, None)).collect()
    };
    if by_words {
        // A better answer is due to whoever asks next.
        return Ok(super::json(super::JSON, &Services { results }, &request));
    }
    Ok(json_kept(Arc::clone(&snapshot), &Services { results }, &request))
}

/// One service.
#[utoipa::path(
    get, path = "/api/v1/services/{id}", operation_id = "service_show", tag = "services",
    params(("id" = String, Path, description = "Its id"), ("lang" = Option<String>, Query)),
    responses(
        (status = 200, description = "The service", body = ServiceView),
        (status = 400, description = "A parameter is wrong", body = Problem),
        (status = 404, description = "There is none with this id", body = Problem)
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(params): Query<HashMap<String, String>>,
    request: HeaderMap,
) -> Result<Response, Response> {
    one(&app, &params, &request, |snapshot, lang| {
        snapshot.directory.get(&id).map(|listed| ServiceView::new(lang, listed, None))
    })
}

impl ServiceView {
    fn new(lang: Lang, listed: &Listed, score: Option<f32>) -> Self {
        let shown = listed.shown.clone();
        Self {
            id: listed.service.id.to_string(),
            name: shown.title.get(lang).text.to_owned(),
            official_name: shown.official_name,
            summary: shown.sentence.map(|s| s.get(lang).text.to_owned()),
            topic: listed.topic.to_string(),
            score,
            online: match shown.online {
                OnlineAnswer::Yes { .. } | OnlineAnswer::Possible => Some(true),
                OnlineAnswer::No => Some(false),
                OnlineAnswer::Unknown => None,
            },
            online_url: match &shown.online {
                OnlineAnswer::Yes { url } => Some(url.as_str().to_owned()),
                _ => None,
            },
            online_ausweis: shown.online_ausweis.map(|a| match a {
                Answer::Yes => Need::Needed,
                Answer::Optional => Need::Optional,
                Answer::No => Need::NotNeeded,
            }),
            bring: shown.bring,
            who: shown.who,
            fee: match shown.fee {
                Some(Fee::Known(fact)) => Some(fact.into()),
                Some(Fee::AtSource) | None => None,
            },
            processing_time: shown.processing_time.map(Into::into),
            authority: shown.authority,
            leika: shown.leika,
            source: SourceView {
                url: shown.source.link.map(|l| l.as_str().to_owned()),
                host: shown.source.host,
                stand: shown.source.stand,
                weak: shown.weak,
            },
            page: href(lang, &format!("/dienste/{}", listed.service.id)),
        }
    }
}

impl From<Fact> for DatedText {
    fn from(fact: Fact) -> Self {
        Self { text: fact.text, year: fact.year }
    }
}
