//! Reads HTML as far as tests need it: tags in order, with their attributes.

use std::collections::BTreeSet;

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub name: String,
    /// In order, values as they stand in the source.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute's value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// All start tags. Follows the tokenizer of the HTML standard as far as a browser could be led astray: a `<` before a
/// letter begins a tag everywhere but in `script`, and attributes end at their quote.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, after) = tag(rest);
            rest = after;
            if tag.name == "script" {
                let end = rest.to_ascii_lowercase().find("</script").expect("script is closed");
                rest = &rest[end..];
            }
            found.push(tag);
        }
    }
    found
}

fn tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_ascii_lowercase(), attributes: Vec::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        if rest.is_empty() {
            return (tag, rest);
        }
        let end =
            rest.find(|c: char| c.is_ascii_whitespace() || "/>=".contains(c)).unwrap_or(rest.len()).max(1);
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let quoted = after.strip_prefix('"').expect("our templates quote every value");
            let (inside, after) = quoted.split_once('"').expect("the quote is closed");
            value.push_str(inside);
            rest = after;
        }
        tag.attributes.push((name, value));
    }
}

/// Names of tags and attributes in order: what must not depend on anybody's text.
pub(crate) fn skeleton(html: &str) -> Vec<String> {
    let names = |t: Tag| {
        let attributes: Vec<_> = t.attributes.into_iter().map(|(n, _)| n).collect();
        format!("{} {}", t.name, attributes.join(" "))
    };
    tags(html).into_iter().map(names).collect()
}

/// Addresses on our own site that a page leads to, without what stands behind `#`.
pub(crate) fn links(html: &str) -> BTreeSet<String> {
    let all = tags(html);
    let targets =
        all.iter().filter_map(|t| t.get("href").or_else(|| t.get("src")).or_else(|| t.get("action")));
    let ours = targets.filter(|t| t.starts_with('/') && !t.starts_with("//"));
    ours.map(|t| t.split_once('#').map_or(t, |(path, _)| path).replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

/// What stands between two marks.
pub(crate) fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = html.split_once(from).unwrap_or_else(|| panic!("no {from:?} in the page"));
    rest.split_once(to).unwrap_or_else(|| panic!("no {to:?} behind {from:?}")).0
}

#[test]
fn reads_tags_as_browsers_do() {
    let html = "<p class=\"a>b\" hidden>1 < 2<!-- <b> --><script type=\"x\">\"<i>\"</script><br/></p>";
    let read = tags(html);
    let names: Vec<_> = read.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["p", "script", "br"]);
    assert_eq!(read[0].get("class"), Some("a>b"));
    assert_eq!(skeleton(html)[0], "p class hidden");
}
