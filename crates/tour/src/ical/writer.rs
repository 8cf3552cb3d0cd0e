//! Content lines: CRLF, folding, escaping (RFC 5545, 3.1 and 3.3.11).

/// Octets of a line without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

#[derive(Default)]
pub(super) struct Writer(String);

impl Writer {
    /// A property whose value is no text: dates, numbers, addresses. Control characters and spaces are left out, so
    /// that no value can begin a line of its own.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        let value: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        self.line(&format!("{name}:{value}"));
    }

    /// A property whose value is text. Nothing is written for an empty one.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.line(&format!("{name}:{}", escape(value)));
        }
    }

    /// A whole content line, folded where it is too long.
    pub(super) fn line(&mut self, line: &str) {
        let mut room = LINE_OCTETS;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE_OCTETS - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
