//! The directory as a file: JSON Lines, one record a line.
//!
//! A line is a [`Service`]: only `id` and `name` are required. `{"id": "…", "withdrawn": true}` takes a service
//! out of the directory. Records that are not in the file stay as they are. Unknown fields are left out with a
//! warning; anything else that is wrong refuses the file, with every bad line named.

use std::{
    collections::{BTreeMap, HashMap},
    fmt, fs,
    io::Read,
    path::Path,
};

use crate::{
    line::{self, Record},
    model::{Service, ServiceId},
};

/// Largest file that is read, in bytes.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;
/// Longest line that is read, in bytes.
pub const MAX_LINE: usize = 256 * 1024;
/// Most records in one file.
pub const MAX_RECORDS: usize = 50_000;
/// Most lines that a refusal names one by one.
const MAX_REMARKS: usize = 10_000;

/// A file that may be imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The services, in the order of the file, in NFC.
    pub services: Vec<Service>,
    /// The services to take out.
    pub withdrawn: Vec<ServiceId>,
    /// What was left out, by line.
    pub warnings: Vec<Remark>,
    /// Number of lines in the file.
    pub lines: usize,
}

/// Something about a line; lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Which line.
    pub line: usize,
    /// What about it.
    pub text: String,
}

/// Why a file is not imported.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The file is larger than [`MAX_FILE`].
    #[error("the file has more than 64 MB; a directory is far smaller, so this is probably another file")]
    TooLarge,
    /// Lines are wrong; nothing was changed.
    #[error("{} wrong; nothing was changed.\n{}", counted(.0), joined(.0))]
    Lines(Vec<Remark>),
}

/// Reads a file. A file over [`MAX_FILE`] is refused before it is read.
pub fn read(path: &Path) -> Result<Parsed, ExchangeError> {
    let file = fs::File::open(path)?;
    if file.metadata()?.len() > MAX_FILE {
        return Err(ExchangeError::TooLarge);
    }
    // A pipe has no length beforehand, so the limit holds while reading, too.
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    parse(&bytes)
}

/// Reads the bytes of a file: UTF-8, with or without byte order mark, lines ending in LF or CRLF.
pub fn parse(bytes: &[u8]) -> Result<Parsed, ExchangeError> {
    if bytes.len() as u64 > MAX_FILE {
        return Err(ExchangeError::TooLarge);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let text = "the file is UTF-16; save it as UTF-8".to_owned();
        return Err(ExchangeError::Lines(vec![Remark { line: 1, text }]));
    }
    let mut reading = Reading::default();
    let mut start = 0;
    for (index, raw) in bytes.split(|b| *b == b'\n').enumerate() {
        reading.line(index + 1, start, raw);
        start += raw.len() + 1;
    }
    reading.finish()
}

/// Writes services as a file that [`read`] takes back unchanged, ordered by id.
pub fn write(services: &[Service]) -> String {
    let mut sorted: Vec<_> = services.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let lines = sorted.into_iter().filter_map(|s| serde_json::to_string(s).ok());
    lines.fold(String::new(), |file, line| file + &line + "\n")
}

#[derive(Default)]
struct Reading {
    parsed: Parsed,
    problems: Vec<Remark>,
    first_seen: HashMap<ServiceId, usize>,
    /// Unknown field → line where it was first seen, number of lines.
    unknown: BTreeMap<String, (usize, usize)>,
}

impl Reading {
    fn line(&mut self, number: usize, start: usize, raw: &[u8]) {
        let mark = if number == 1 && raw.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let text = raw.get(mark..).unwrap_or_default();
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if !text.is_empty() {
            self.parsed.lines = number;
        }
        if text.iter().all(u8::is_ascii_whitespace) || self.problems.len() > MAX_REMARKS {
            return;
        }
        if let Err(text) = self.record(number, start + mark, text) {
            self.problems.push(Remark { line: number, text });
        }
    }

    fn record(&mut self, number: usize, start: usize, raw: &[u8]) -> Result<(), String> {
        if raw.len() > MAX_LINE {
            return Err(format!("has {} bytes; at most {MAX_LINE} are read", raw.len()));
        }
        let text = std::str::from_utf8(raw).map_err(|e| not_utf8(start, e))?;
        let read = line::read(text)?;
        let first = *self.first_seen.entry(read.record.id().clone()).or_insert(number);
        if first != number {
            return Err(format!("the id {} is already in line {first}", read.record.id()));
        }
        if self.first_seen.len() > MAX_RECORDS {
            return Err(format!("more than {MAX_RECORDS} records; split the file"));
        }
        for field in read.unknown {
            self.unknown.entry(field).or_insert((number, 0)).1 += 1;
        }
        self.parsed.warnings.extend(read.warnings.into_iter().map(|text| Remark { line: number, text }));
        match read.record {
            Record::Keep(service) => self.parsed.services.push(*service),
            Record::Withdraw(id) => self.parsed.withdrawn.push(id),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Parsed, ExchangeError> {
        if self.problems.len() > MAX_REMARKS {
            self.problems.truncate(MAX_REMARKS);
            let line = self.problems.last().map_or(1, |r| r.line + 1);
            let text = format!("reading stopped here, after {MAX_REMARKS} bad lines");
            self.problems.push(Remark { line, text });
        }
        if !self.problems.is_empty() {
            return Err(ExchangeError::Lines(self.problems));
        }
        let unknown = self.unknown.into_iter().map(|(field, (line, count))| {
            let more = match count - 1 {
                0 => String::new(),
                1 => ", in 1 more line too".to_owned(),
                n => format!(", in {n} more lines too"),
            };
            Remark { line, text: format!("the field {field:?} is unknown and left out{more}") }
        });
        self.parsed.warnings.extend(unknown);
        self.parsed.warnings.sort_by_key(|w| w.line);
        Ok(self.parsed)
    }
}

fn not_utf8(start: usize, e: std::str::Utf8Error) -> String {
    let at = e.valid_up_to();
    format!(
        "is not UTF-8: byte {} of the line, byte {} of the file; save it as UTF-8",
        at + 1,
        start + at + 1
    )
}

fn counted(remarks: &[Remark]) -> String {
    if remarks.len() == 1 { "1 line is".to_owned() } else { format!("{} lines are", remarks.len()) }
}

fn joined(remarks: &[Remark]) -> String {
    remarks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.text)
    }
}
