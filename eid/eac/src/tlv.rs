//! BER-TLV as cards use it (ISO 7816-4, section 5.2.2; BSI TR-03110-3, section D.2): a reader that knows at which byte
//! it is, and a writer. The reader takes lengths that are longer than need be: authorities have issued certificates so.

/// Why bytes are no data objects, or not the expected ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {at}")]
pub struct TlvError {
    /// Where the data object begins that is wrong or missing, counted from the beginning of what was read.
    pub at: usize,
    /// What is wrong there.
    pub kind: TlvErrorKind,
}

/// What is wrong with a data object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TlvErrorKind {
    /// It is longer than what there is.
    #[error("a data object that has no end")]
    Truncated,
    /// A tag of zero or of more than three octets, or a length of more than three octets or of none that is known.
    #[error("a data object whose tag or length is not well written")]
    Malformed,
    /// Another one than expected.
    #[error("data object {found:02X} instead of {expected:02X}")]
    Unexpected {
        /// The tag that should stand here.
        expected: u32,
        /// The tag that does.
        found: u32,
    },
    /// One that does not belong here, or that was there before.
    #[error("data object {0:02X}, which does not belong here or comes twice,")]
    Stray(u32),
    /// None where one is expected.
    #[error("no data object where {0:02X} is expected")]
    Missing(u32),
    /// Something where the end is expected.
    #[error("bytes after the end")]
    Trailing,
}

/// A data object inside what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Object<'a> {
    /// Its tag; several octets side by side.
    pub tag: u32,
    /// Where it begins.
    pub at: usize,
    /// Where its value begins.
    pub value_at: usize,
    /// Its value.
    pub value: &'a [u8],
    /// All of it: tag, length, value.
    pub raw: &'a [u8],
}

impl<'a> Object<'a> {
    /// A reader over the value, which goes on counting bytes where the object stands.
    pub fn reader(&self) -> Reader<'a> {
        Reader { rest: self.value, at: self.value_at }
    }
}

/// Reads data objects one after the other.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A reader from the first byte on.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, at: 0 }
    }

    /// At which byte the next data object begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next data object, when a whole one is there.
    pub fn peek(&self) -> Option<u32> {
        self.clone().any().ok().map(|object| object.tag)
    }

    /// The next data object, whatever it is.
    pub fn any(&mut self) -> Result<Object<'a>, TlvError> {
        let (object, rest) = split(self.rest, self.at).map_err(|kind| TlvError { at: self.at, kind })?;
        self.at += object.raw.len();
        self.rest = rest;
        Ok(object)
    }

    /// The next data object, which must have this tag. Another one is left where it is.
    pub fn expect(&mut self, tag: u32) -> Result<Object<'a>, TlvError> {
        let at = self.at;
        if self.is_empty() {
            return Err(self.missing(tag));
        }
        let mut ahead = self.clone();
        let object = ahead.any()?;
        if object.tag != tag {
            return Err(TlvError { at, kind: TlvErrorKind::Unexpected { expected: tag, found: object.tag } });
        }
        *self = ahead;
        Ok(object)
    }

    /// The next data object if it has this tag.
    pub fn optional(&mut self, tag: u32) -> Result<Option<Object<'a>>, TlvError> {
        if self.peek() == Some(tag) { self.expect(tag).map(Some) } else { Ok(None) }
    }

    /// All data objects up to the end, in the order of these tags: a command's data objects may come in any. Refused:
    /// other ones, and one that comes twice.
    pub fn in_any_order<const N: usize>(
        &mut self,
        tags: [u32; N],
    ) -> Result<[Option<Object<'a>>; N], TlvError> {
        let mut found = [None; N];
        while !self.is_empty() {
            let object = self.any()?;
            let place = found.iter_mut().zip(tags).find(|(_, tag)| *tag == object.tag);
            match place {
                Some((place @ None, _)) => *place = Some(object),
                _ => return Err(TlvError { at: object.at, kind: TlvErrorKind::Stray(object.tag) }),
            }
        }
        Ok(found)
    }

    /// That a data object is missing, said at the end.
    pub fn missing(&self, tag: u32) -> TlvError {
        TlvError { at: self.at, kind: TlvErrorKind::Missing(tag) }
    }

    /// Nothing may be left.
    pub fn end(&self) -> Result<(), TlvError> {
        if self.is_empty() { Ok(()) } else { Err(TlvError { at: self.at, kind: TlvErrorKind::Trailing }) }
    }
}

/// The first data object and what follows it.
fn split(bytes: &[u8], at: usize) -> Result<(Object<'_>, &[u8]), TlvErrorKind> {
    let (tag, after_tag) = split_tag(bytes)?;
    let (length, after_length) = split_length(after_tag)?;
    let (value, rest) = after_length.split_at_checked(length).ok_or(TlvErrorKind::Truncated)?;
    let head = bytes.len() - after_length.len();
    let raw = bytes.get(..head + length).unwrap_or_default();
    Ok((Object { tag, at, value_at: at + head, value, raw }, rest))
}

/// One to three octets (ISO 7816-4, section 5.2.2.1). Zero is no tag but padding.
fn split_tag(bytes: &[u8]) -> Result<(u32, &[u8]), TlvErrorKind> {
    let (first, mut rest) = bytes.split_first().ok_or(TlvErrorKind::Truncated)?;
    if *first == 0 {
        return Err(TlvErrorKind::Malformed);
    }
    let mut tag = u32::from(*first);
    if first & 0x1F != 0x1F {
        return Ok((tag, rest));
    }
    for _ in 0..2 {
        let (next, after) = rest.split_first().ok_or(TlvErrorKind::Truncated)?;
        tag = tag << 8 | u32::from(*next);
        rest = after;
        if next & 0x80 == 0 {
            return Ok((tag, rest));
        }
    }
    Err(TlvErrorKind::Malformed)
}

/// One octet, or 81 to 83 and as many octets (ISO 7816-4, section 5.2.2.2).
fn split_length(bytes: &[u8]) -> Result<(usize, &[u8]), TlvErrorKind> {
    let (first, rest) = bytes.split_first().ok_or(TlvErrorKind::Truncated)?;
    if *first < 0x80 {
        return Ok((usize::from(*first), rest));
    }
    let count = usize::from(first & 0x7F);
    if !(1..=3).contains(&count) {
        return Err(TlvErrorKind::Malformed);
    }
    let (octets, rest) = rest.split_at_checked(count).ok_or(TlvErrorKind::Truncated)?;
    let length = octets.iter().fold(0, |length, octet| length << 8 | usize::from(*octet));
    Ok((length, rest))
}

/// Writes one data object.
pub fn object(tag: u32, value: &[u8]) -> Vec<u8> {
    let significant = |octets: [u8; 8]| octets.into_iter().skip_while(|octet| *octet == 0);
    let mut bytes: Vec<u8> = significant(u64::from(tag).to_be_bytes()).collect();
    if let Ok(length @ 0..0x80) = u8::try_from(value.len()) {
        bytes.push(length);
    } else {
        let length: Vec<u8> = significant((value.len() as u64).to_be_bytes()).collect();
        bytes.push(0x80 | length.len().to_le_bytes()[0]);
        bytes.extend(length);
    }
    bytes.extend_from_slice(value);
    bytes
}
