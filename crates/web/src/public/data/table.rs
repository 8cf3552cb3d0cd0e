//! Comma-separated values (RFC 4180) that a spreadsheet program may open without harm.
//!
//! UTF-8 with a byte order mark, because the most used spreadsheet program reads umlauts wrongly without it; every
//! other reader passes over it. A text that such a program would run as a formula gets an apostrophe before it.

/// What begins a formula, also in its wide forms, and what some programs skip before one.
const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A table under way.
pub(super) struct Table(String);

impl Table {
    /// Begins with a line of names.
    pub(super) fn new(columns: &[&str]) -> Self {
        let mut table = Self("\u{feff}".to_owned());
        table.row(columns);
        table
    }

    /// Adds a line.
    pub(super) fn row(&mut self, cells: &[impl AsRef<str>]) {
        let line: Vec<_> = cells.iter().map(|c| cell(c.as_ref())).collect();
        self.0.push_str(&line.join(","));
        self.0.push_str("\r\n");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

fn cell(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\0').collect();
    let safe = if text.starts_with(DANGEROUS) { format!("'{text}") } else { text };
    if safe.contains([',', '"', '\r', '\n', ';', '\t']) || safe.starts_with(' ') || safe.ends_with(' ') {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads as RFC 4180 says.
    fn read(csv: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![String::new()]];
        let (mut quoted, mut chars) = (false, csv.strip_prefix('\u{feff}').unwrap().chars().peekable());
        while let Some(c) = chars.next() {
            let row = rows.last_mut().unwrap();
            match (quoted, c) {
                (true, '"') if chars.peek() == Some(&'"') => {
                    row.last_mut().unwrap().push(chars.next().unwrap());
                }
                (_, '"') => quoted = !quoted,
                (false, ',') => row.push(String::new()),
                (false, '\r') => {
                    assert_eq!(chars.next(), Some('\n'));
                    rows.push(vec![String::new()]);
                }
                (_, c) => row.last_mut().unwrap().push(c),
            }
        }
        rows.pop();
        rows
    }

    #[test]
    fn formulas_become_text() {
        for bad in ["=1+1", "+49", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1"] {
            let mut table = Table::new(&["a", "b"]);
            table.row(&[bad, "ok"]);
            assert_eq!(read(&table.finish())[1], [format!("'{bad}"), "ok".to_owned()], "{bad:?}");
        }
        assert_eq!(cell("https://x/?a=1"), "https://x/?a=1");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_begins_a_formula(cells in proptest::collection::vec(".{0,12}|[=+@,\"\r\n\t; -]{0,6}", 3)) {
            let mut table = Table::new(&["a", "b", "c"]);
            table.row(&cells);
            table.row(&["x", "y", "z"]);
            let rows = read(&table.finish());
            prop_assert_eq!(rows.len(), 3);
            prop_assert_eq!(rows[1].len(), 3);
            for (got, given) in rows[1].iter().zip(&cells) {
                let given = given.replace('\0', "");
                prop_assert!(!got.starts_with(DANGEROUS));
                let guarded = given.starts_with(DANGEROUS);
                prop_assert_eq!(got.strip_prefix('\'').filter(|_| guarded).unwrap_or(got), given);
            }
        }
    }
}
