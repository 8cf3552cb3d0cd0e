//! Holds an answer against the schemas of the OpenAPI document, as far as they go: types, required and known fields,
//! choices, references.

use serde_json::Value;

/// What in a value does not match a schema, with where it stands.
pub(crate) fn mismatches(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target =
            document.pointer(reference.trim_start_matches('#')).expect("the reference leads somewhere");
        return mismatches(document, target, value, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().any(|c| mismatches(document, c, value, at).is_empty());
        return if fits { Vec::new() } else { vec![format!("{at}: fits no choice")] };
    }
    let mut wrong = Vec::new();
    if !types(schema).iter().any(|t| is(value, t)) {
        wrong.push(format!("{at}: {value} is no {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|choices| !choices.contains(value)) {
        wrong.push(format!("{at}: {value} is not one of {}", schema["enum"]));
    }
    if let Some(items) = value.as_array() {
        wrong
            .extend(items.iter().flat_map(|i| mismatches(document, &schema["items"], i, &format!("{at}[]"))));
    }
    wrong.extend(fields(document, schema, value, at));
    wrong
}

fn fields(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(fields) = value.as_object() else { return Vec::new() };
    let mut wrong = Vec::new();
    if schema["additionalProperties"] != false {
        wrong.push(format!("{at}: the schema would let anything pass"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            wrong.push(format!("{at}.{name} is missing"));
        }
    }
    for (name, inner) in fields {
        let at = format!("{at}.{name}");
        match schema["properties"].get(name) {
            Some(known) => wrong.extend(mismatches(document, known, inner, &at)),
            None => wrong.push(format!("{at} is not in the schema")),
        }
    }
    wrong
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(some) => some.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
