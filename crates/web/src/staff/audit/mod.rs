//! The record of what was done, for the auditor: filters, pages, whether the chain is sound, and the way out as CSV.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    body::Body,
    extract::State,
    http::{Response, StatusCode, header},
    response::IntoResponse as _,
};
use db::{AuditFilter, AuditRow};
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use kernel::{BERLIN, Lang, Roles};
use staff::StaffError;

use super::{
    account::moment,
    form::Fields,
    page::{Bar, Errors, layout, plain, refuse, show as answer},
    signed::Signed,
    told,
};
use crate::{
    App,
    layout::{Layout, Nav},
    public::view::encode,
};

mod words;
use words::{Words, action, words};

const PATH: &str = "/buero/protokoll";
/// Rows on one page.
const ROWS: u32 = 100;

#[derive(Template)]
#[template(path = "staff/audit/page.html")]
struct Page<'a> {
    l: Layout<'a>,
    w: &'static Words,
    bar: Bar,
    errors: Errors,
    rows: Vec<Row>,
    people: Vec<(String, String, bool)>,
    actions: Vec<(String, String, bool)>,
    from: String,
    until: String,
    query: String,
    older: Option<String>,
    chain: Option<Chain>,
}

/// What came of checking the chain.
struct Chain {
    rows: u64,
    head: String,
    faults: Vec<String>,
}

struct Row {
    seq: i64,
    at: String,
    who: String,
    role: String,
    what: String,
    object: String,
    device: String,
}

/// What was done, the newest first.
pub(crate) async fn show(State(app): State<App>, signed: Signed) -> Response<Body> {
    match page(&app, &signed, Errors::default()).await {
        Ok(page) => answer(&app, &signed.uri, StatusCode::OK, &page),
        Err(error) => refuse(&app, signed.lang, PATH, &error),
    }
}

/// The selected rows as a file. Asks for the second factor first.
pub(crate) async fn export(State(app): State<App>, signed: Signed) -> Response<Body> {
    let actor = signed.actor();
    let filter = filter(&asked(&signed));
    let rows = async {
        let names = app.gate().names(&actor).await?;
        Ok::<(Vec<AuditRow>, BTreeMap<String, String>), StaffError>((
            app.gate().audit_export(&actor, &filter).await?,
            names,
        ))
    };
    match rows.await {
        Ok((rows, names)) => csv(&signed, &rows, &names),
        Err(error @ StaffError::TooMany) => {
            let errors = Errors::one("von", told::change(signed.lang, &error).unwrap_or_default());
            match page(&app, &signed, errors).await {
                Ok(page) => answer(&app, &signed.uri, StatusCode::UNPROCESSABLE_ENTITY, &page),
                Err(error) => refuse(&app, signed.lang, PATH, &error),
            }
        }
        Err(error) => {
            let query = signed.uri.query().map(|q| format!("?{q}")).unwrap_or_default();
            refuse(&app, signed.lang, &format!("{PATH}.csv{query}"), &error)
        }
    }
}

async fn page<'a>(app: &'a App, signed: &Signed, errors: Errors) -> Result<Page<'a>, StaffError> {
    let (lang, actor, asked) = (signed.lang, signed.actor(), asked(signed));
    let filter = filter(&asked);
    let rows = app.gate().audit_list(&actor, &filter).await?;
    let names = app.gate().names(&actor).await?;
    let chain = match asked.get("pruefen") {
        "1" => {
            let verified = app.gate().audit_verify(&actor, None).await?;
            Some(Chain {
                rows: verified.rows,
                head: verified.head.map(|h| h.to_string()).unwrap_or_default(),
                faults: verified.faults.iter().map(ToString::to_string).collect(),
            })
        }
        _ => None,
    };
    let w = words(lang);
    let known = app.gate().audit_actions(&actor).await?;
    let query = query(&asked);
    let last = rows.last().filter(|_| rows.len() == ROWS as usize).map(|r| r.seq);
    Ok(Page {
        l: layout(app, lang, PATH, w.title),
        w,
        bar: Bar::new(&signed.session, lang, PATH),
        errors,
        rows: rows.iter().map(|r| row(lang, w, r, &names)).collect(),
        people: people(w, &names, asked.get("person")),
        actions: known
            .into_iter()
            .map(|a| (a.clone(), action(lang, &a).to_owned(), a == asked.get("was")))
            .collect(),
        from: asked.get("von").to_owned(),
        until: asked.get("bis").to_owned(),
        older: last.map(|seq| format!("{query}&vor={seq}")),
        query,
        chain,
    })
}

fn asked(signed: &Signed) -> Fields {
    Fields::parse(signed.uri.query().unwrap_or_default().as_bytes())
}

/// The selection as it stands in an address. What cannot be read selects nothing away.
fn filter(asked: &Fields) -> AuditFilter {
    let day = |name: &str, more: i64| {
        let date: Date = asked.get(name).parse().ok()?;
        let zone = TimeZone::get(BERLIN).ok()?;
        date.checked_add(more.days()).ok()?.at(0, 0, 0, 0).to_zoned_datetime(zone).ok().map(|z| z.timestamp())
    };
    let actor = match asked.get("person") {
        "" => String::new(),
        word @ ("operator" | "visitor") => word.to_owned(),
        id => format!("account:{id}"),
    };
    AuditFilter {
        before: asked.get("vor").parse().ok(),
        from: day("von", 0).unwrap_or(Timestamp::UNIX_EPOCH),
        until: day("bis", 1).unwrap_or(Timestamp::MAX),
        actor: actor.replace('\0', ""),
        action: asked.get("was").replace('\0', ""),
        object: asked.get("woran").replace('\0', ""),
        limit: ROWS,
    }
}

fn query(asked: &Fields) -> String {
    let pairs =
        ["person", "was", "von", "bis", "woran"].map(|name| format!("{name}={}", encode(asked.get(name))));
    pairs.join("&")
}

fn people(w: &Words, names: &BTreeMap<String, String>, chosen: &str) -> Vec<(String, String, bool)> {
    let fixed =
        [("operator".to_owned(), w.operator.to_owned()), ("visitor".to_owned(), w.visitor.to_owned())];
    let mut all: Vec<_> = names.iter().map(|(id, name)| (id.clone(), name.clone())).collect();
    all.sort_by_key(|(_, name)| kernel::text::sort_key(name));
    all.into_iter().chain(fixed).map(|(id, name)| (id.clone(), name, id == chosen)).collect()
}

/// A row in words: who, in which role, did what, on what, on which tablet.
fn row(lang: Lang, w: &Words, row: &AuditRow, names: &BTreeMap<String, String>) -> Row {
    let (who, role, device) = actor(lang, w, &row.entry.actor, names);
    let object = match row.entry.object.strip_prefix("account:") {
        Some(id) => names.get(id).cloned().unwrap_or_else(|| format!("{} {id}", w.deleted)),
        None => row.entry.object.clone(),
    };
    let what = action(lang, &row.entry.action).to_owned();
    let detail = if row.entry.detail == "{}" { String::new() } else { format!(" {}", row.entry.detail) };
    Row { seq: row.seq, at: moment(lang, row.entry.at), who, role, what, object: object + &detail, device }
}

/// Who, in which role, on which tablet: `account:ID roles device:ID`, as actors write themselves.
fn actor(lang: Lang, w: &Words, actor: &str, names: &BTreeMap<String, String>) -> (String, String, String) {
    let mut parts = actor.split(' ');
    let first = parts.next().unwrap_or_default();
    let Some(id) = first.strip_prefix("account:") else {
        let who = match first {
            "operator" => w.operator,
            "visitor" => w.visitor,
            other => other,
        };
        return (who.to_owned(), String::new(), String::new());
    };
    let who = names.get(id).cloned().unwrap_or_else(|| format!("{} {id}", w.deleted));
    let roles: Roles = parts.next().unwrap_or_default().parse().unwrap_or_default();
    let device = parts.next().and_then(|p| p.strip_prefix("device:")).unwrap_or_default();
    (who, roles.iter().map(|r| told::role(lang, r)).collect::<Vec<_>>().join(", "), device.to_owned())
}

fn csv(signed: &Signed, rows: &[AuditRow], names: &BTreeMap<String, String>) -> Response<Body> {
    let (lang, w) = (signed.lang, words(signed.lang));
    let mut text = String::from("\u{feff}seq;at;who;actor;role;device;action;object;detail\r\n");
    for one in rows {
        let (who, role, device) = actor(lang, w, &one.entry.actor, names);
        let (seq, at) = (one.seq.to_string(), one.entry.at.to_string());
        let e = &one.entry;
        let cells = [&seq, &at, &who, &e.actor, &role, &device, &e.action, &e.object, &e.detail];
        text.push_str(&cells.map(|c| cell(c)).join(";"));
        text.push_str("\r\n");
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"lotse-protokoll.csv\""),
    ];
    plain((headers, text).into_response())
}

/// A cell in quotes; what a spreadsheet would take for a formula is led by an apostrophe (OWASP: CSV injection).
fn cell(text: &str) -> String {
    let lead = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{lead}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("a\"b"), "\"a\"\"b\"");
    }

    #[test]
    fn days_are_hamburgs() {
        let asked = Fields::parse(b"von=2026-03-29&bis=2026-03-29&person=operator&was=sign-in");
        let filter = filter(&asked);
        assert_eq!(filter.from.to_string(), "2026-03-28T23:00:00Z");
        assert_eq!(filter.until.to_string(), "2026-03-29T22:00:00Z");
        assert_eq!((filter.actor.as_str(), filter.action.as_str()), ("operator", "sign-in"));
        let none = super::filter(&Fields::parse(b"von=gestern&vor=x"));
        assert_eq!((none.from, none.before), (Timestamp::UNIX_EPOCH, None));
    }
}
