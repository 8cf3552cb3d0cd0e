//! From bytes to lines: size, encoding, and what serde says in words for editors.

use std::io::Read;

use super::{LineError, MAX_FILE_BYTES, MAX_LINE_BYTES, TourFileError};

/// All of a reader, or an error once it has given more than a file may hold.
pub(super) fn read_limited(reader: impl Read) -> Result<Vec<u8>, super::ReadError> {
    let mut bytes = Vec::new();
    reader.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    let whole = |reason: String| Err(TourFileError { errors: vec![LineError { line: 0, reason }] }.into());
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return whole(format!(
            "the file is larger than {} MB, so it is no tour file; nothing was read",
            MAX_FILE_BYTES / 1024 / 1024
        ));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return whole("the file is written in UTF-16; save it as UTF-8".to_owned());
    }
    Ok(bytes)
}

/// The lines that hold something, with their numbers; what is no text or too long becomes an error.
pub(super) fn split<'a>(bytes: &'a [u8], errors: &mut Vec<LineError>) -> Vec<(usize, &'a str)> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut offset = bytes.len() - body.len();
    let mut out = Vec::new();
    for (i, raw) in body.split(|b| *b == b'\n').enumerate() {
        let line = i + 1;
        match text_of(raw, offset) {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => out.push((line, text.trim())),
            Err(reason) => errors.push(LineError { line, reason }),
        }
        offset += raw.len() + 1;
    }
    out
}

fn text_of(raw: &[u8], offset: usize) -> Result<&str, String> {
    if raw.len() > MAX_LINE_BYTES {
        return Err(format!("the line has {} bytes, more than {MAX_LINE_BYTES}", raw.len()));
    }
    std::str::from_utf8(raw).map_err(|e| {
        let at = e.valid_up_to();
        let byte = raw.get(at).copied().unwrap_or_default();
        format!("byte {} of the file (0x{byte:02X}) is not UTF-8; save the file as UTF-8", offset + at + 1)
    })
}

/// What serde says, without its own line number, and not longer than people read.
pub(super) fn reason(error: &serde_json::Error, text: &str) -> String {
    let column = error.column();
    if error.is_eof() {
        return format!(
            "the line breaks off after {} characters; is the file cut short?",
            text.chars().count()
        );
    }
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or(&said);
    let said: String = said.chars().take(300).collect();
    if error.is_syntax() { format!("no valid JSON at byte {column} of the line: {said}") } else { said }
}
