use kernel::text;
use serde_json::{Map, Value};

use crate::model::{Service, ServiceId};

/// Longest name, in letters: longer ones are a description that slipped.
const MAX_NAME: usize = 300;

/// The fields of a record, in the order they are written.
pub(crate) const FIELDS: [&str; 30] = [
    "id",
    "name",
    "plain_name",
    "name_en",
    "topic",
    "leika",
    "leika_candidate",
    "description",
    "summary_en",
    "url",
    "online",
    "online_url",
    "online_ausweis",
    "trust_level",
    "fee",
    "documents",
    "prerequisites",
    "processing_time",
    "authority",
    "keywords",
    "keywords_own",
    "languages",
    "source_page",
    "source_kind",
    "seen",
    "stand",
    "first_pass_fields",
    "conflict",
    "notes",
    "other_pages",
];
/// Not part of a record: takes it out.
const WITHDRAWN: &str = "withdrawn";

/// What a line asks for.
#[derive(Debug)]
pub(crate) enum Record {
    Keep(Box<Service>),
    Withdraw(ServiceId),
}

/// A line that could be read.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) record: Record,
    pub(crate) unknown: Vec<String>,
    pub(crate) warnings: Vec<String>,
}

impl Record {
    pub(crate) fn id(&self) -> &ServiceId {
        match self {
            Self::Keep(service) => &service.id,
            Self::Withdraw(id) => id,
        }
    }
}

/// Reads one line, or says why it can't be read.
pub(crate) fn read(text: &str) -> Result<Line, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| not_json(&e))?;
    let Value::Object(mut fields) = value else {
        return Err("is no object: expected {\"id\": …, \"name\": …}".to_owned());
    };
    let unknown = take_unknown(&mut fields);
    for (field, value) in &fields {
        check_controls(field, value)?;
    }
    match fields.remove(WITHDRAWN) {
        None | Some(Value::Null | Value::Bool(false)) => {}
        Some(Value::Bool(true)) => {
            return Ok(Line { record: Record::Withdraw(id_of(&fields)?), unknown, warnings: Vec::new() });
        }
        Some(_) => return Err("field \"withdrawn\": expected true or false".to_owned()),
    }
    check_doubles(text)?;
    let mut service = tidy(from_fields(fields)?);
    check_name(&service.name)?;
    let warnings = keep_out_bad_keys(&mut service);
    Ok(Line { record: Record::Keep(Box::new(service)), unknown, warnings })
}

fn not_json(e: &serde_json::Error) -> String {
    let message = e.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    let half = if e.is_eof() { "; half a line?" } else { "" };
    format!("is not JSON: {reason} at byte {}{half}", e.column())
}

fn take_unknown(fields: &mut Map<String, Value>) -> Vec<String> {
    let is_known = |f: &str| FIELDS.contains(&f) || f == WITHDRAWN;
    let unknown: Vec<_> = fields.keys().filter(|f| !is_known(f)).cloned().collect();
    fields.retain(|f, _| is_known(f));
    unknown.into_iter().map(|f| f.chars().take(60).collect()).collect()
}

/// Control characters come from broken exports; leaving them out silently could join two words.
fn check_controls(field: &str, value: &Value) -> Result<(), String> {
    match value {
        Value::String(s) => match s.chars().find(|c| c.is_control() && !c.is_whitespace()) {
            Some(c) => Err(format!("field {field:?}: control character U+{:04X}", u32::from(c))),
            None => Ok(()),
        },
        Value::Array(items) => items.iter().try_for_each(|item| check_controls(field, item)),
        _ => Ok(()),
    }
}

/// A [`Value`] keeps the last of two equal fields; which of them is meant nobody knows.
fn check_doubles(text: &str) -> Result<(), String> {
    let error = serde_json::from_str::<Service>(text).err().map(|e| e.to_string()).unwrap_or_default();
    match error.split_once(" at line ") {
        Some((double, _)) if double.starts_with("duplicate field") => Err(double.to_owned()),
        _ => Ok(()),
    }
}

fn id_of(fields: &Map<String, Value>) -> Result<ServiceId, String> {
    let id = fields.get("id").and_then(Value::as_str).ok_or("missing field `id`")?;
    id.parse().map_err(|e| format!("field \"id\": {e}"))
}

/// On failure, tries the fields one by one, so that the message can name the wrong one.
fn from_fields(fields: Map<String, Value>) -> Result<Service, String> {
    let whole = Value::Object(fields.clone());
    serde_json::from_value(whole).map_err(|e| {
        let wrong = fields.into_iter().find_map(|(field, value)| Some((alone(&field, value).err()?, field)));
        wrong.map_or_else(|| e.to_string(), |(e, field)| format!("field {field:?}: {e}"))
    })
}

fn alone(field: &str, value: Value) -> Result<Service, serde_json::Error> {
    let mut fields = Map::new();
    fields.insert("id".to_owned(), Value::from("x"));
    fields.insert("name".to_owned(), Value::from("x"));
    fields.insert(field.to_owned(), value);
    serde_json::from_value(Value::Object(fields))
}

fn check_name(name: &str) -> Result<(), String> {
    match name.chars().count() {
        0 => Err("field \"name\": is empty".to_owned()),
        n if n > MAX_NAME => Err(format!("field \"name\": has {n} letters; at most {MAX_NAME}")),
        _ => Ok(()),
    }
}

fn keep_out_bad_keys(s: &mut Service) -> Vec<String> {
    let mut warnings = Vec::new();
    for (field, key) in [("leika", &mut s.leika), ("leika_candidate", &mut s.leika_candidate)] {
        let is_key = |k: &String| k.len() == 14 && k.bytes().all(|b| b.is_ascii_digit());
        if let Some(bad) = key.take_if(|k| !is_key(k)) {
            let bad: String = bad.chars().take(40).collect();
            warnings.push(format!("{field} {bad:?} is not 14 digits and left out"));
        }
    }
    warnings
}

/// Blanks and line ends become single spaces, everything NFC; what is empty then is not there.
fn tidy(s: Service) -> Service {
    let one = |t: String| text::clean(&t.split_whitespace().collect::<Vec<_>>().join(" "));
    let maybe = |t: Option<String>| t.map(one).filter(|t| !t.is_empty());
    let all = |v: Vec<String>| v.into_iter().map(one).filter(|t| !t.is_empty()).collect();
    Service {
        id: s.id,
        name: one(s.name),
        plain_name: maybe(s.plain_name),
        name_en: maybe(s.name_en),
        topic: maybe(s.topic),
        leika: maybe(s.leika),
        leika_candidate: maybe(s.leika_candidate),
        description: maybe(s.description),
        summary_en: maybe(s.summary_en),
        url: maybe(s.url),
        online: s.online,
        online_url: maybe(s.online_url),
        online_ausweis: s.online_ausweis,
        trust_level: maybe(s.trust_level),
        fee: maybe(s.fee),
        documents: all(s.documents),
        prerequisites: all(s.prerequisites),
        processing_time: maybe(s.processing_time),
        authority: maybe(s.authority),
        keywords: all(s.keywords),
        keywords_own: all(s.keywords_own),
        languages: all(s.languages),
        source_page: maybe(s.source_page),
        source_kind: s.source_kind,
        seen: s.seen,
        stand: maybe(s.stand),
        first_pass_fields: all(s.first_pass_fields),
        conflict: maybe(s.conflict),
        notes: all(s.notes),
        other_pages: all(s.other_pages),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_record_is_known() {
        let list = |field: &str| {
            let lists = ["documents", "prerequisites", "keywords", "keywords_own", "languages"];
            lists.contains(&field) || ["first_pass_fields", "notes", "other_pages"].contains(&field)
        };
        let value = |field: &str| match field {
            "online" => Value::Bool(true),
            "online_ausweis" => Value::from("ja"),
            "source_kind" => Value::from("fim"),
            "seen" => Value::from("page"),
            field if list(field) => Value::from(vec!["x"]),
            _ => Value::from("x"),
        };
        let full: Map<_, _> = FIELDS.iter().map(|f| ((*f).to_owned(), value(f))).collect();
        let written = serde_json::to_value(from_fields(full.clone()).unwrap()).unwrap();
        assert_eq!(written, Value::Object(full), "FIELDS and Service have come apart");
    }
}
