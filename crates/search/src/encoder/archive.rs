//! Reads `weights.npz`: a ZIP archive (APPNOTE 6.3) of numpy arrays (NEP 1), each deflated or stored. Nothing is
//! unpacked beyond the size that its array must have.

use std::collections::HashMap;
use std::io::{self, Read};

use flate2::read::DeflateDecoder;

use super::error::{EncoderError, ModelFile};
use super::source::{Source, Stretch};

const END_MARK: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const ENTRY_MARK: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;
/// The list of arrays is shorter in any archive that is one.
const DIRECTORY_MAX: usize = 1 << 20;
const DEFLATED: u16 = 8;
const STORED: u16 = 0;
const ARRAY_MARK: &[u8] = b"\x93NUMPY\x01\x00";
/// More than the header of any array of two dimensions.
const HEADER_MAX: usize = 1024;

/// The arrays of an archive, still packed.
pub(super) struct Archive<'a> {
    source: &'a dyn Source,
    entries: HashMap<String, Entry>,
}

/// Where an array lies.
struct Entry {
    method: u16,
    packed: u64,
    local: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn read(source: &'a dyn Source) -> Result<Self, EncoderError> {
        let listed = directory(source).ok_or_else(|| cut_off("the list of arrays"))?;
        let mut entries = HashMap::new();
        let mut at = 0_usize;
        while listed.get(at..at.saturating_add(ENTRY_MARK.len())) == Some(ENTRY_MARK) {
            let (name, entry, next) = entry(&listed, at).ok_or_else(|| cut_off("the list of arrays"))?;
            entries.insert(name, entry);
            at = next;
        }
        Ok(Self { source, entries })
    }

    /// An array of 32-bit floating-point numbers, row after row.
    pub(super) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EncoderError> {
        let mut numbers = Vec::with_capacity(shape.iter().product());
        self.array(name, ("<f4", 4), shape, |bytes| {
            numbers.extend(bytes.as_chunks().0.iter().map(|number| f32::from_le_bytes(*number)));
        })?;
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(broken(format!("{name} holds what is no number")))
        }
    }

    /// Adds an array of bytes, row after row.
    pub(super) fn bytes(&self, name: &str, shape: &[usize], to: &mut Vec<u8>) -> Result<(), EncoderError> {
        self.array(name, ("|u1", 1), shape, |bytes| to.extend_from_slice(bytes))
    }

    /// Gives the numbers of an array, so many bytes wide, piece by piece: none is held twice.
    fn array(
        &self,
        name: &str,
        (kind, width): (&str, usize),
        shape: &[usize],
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), EncoderError> {
        let values: usize = shape.iter().product();
        let mut unpacked = self.unpacked(name)?;
        let failed = |error: io::Error| broken(format!("{name} cannot be unpacked: {error}"));
        let other = || broken(format!("{name} is no array of {shape:?} in {kind}"));
        let text = header(&mut unpacked).map_err(failed)?.ok_or_else(other)?;
        if !fits(&text, kind, shape) {
            return Err(other());
        }
        let mut buffer = [0; 4096];
        let mut length = 0;
        // A little more than there may be, so that too long an array is noticed.
        let mut data = unpacked.take((values * width + HEADER_MAX) as u64);
        loop {
            let filled = fill(&mut data, &mut buffer).map_err(failed)?;
            take(buffer.get(..filled).unwrap_or_default());
            length += filled;
            if filled < buffer.len() {
                break;
            }
        }
        if length == values * width {
            return Ok(());
        }
        let (what, found) = (name.to_owned(), length / width);
        Err(EncoderError::Size { file: ModelFile::Weights, what, found, expected: values })
    }

    fn unpacked(&self, name: &str) -> Result<Box<dyn Read + 'a>, EncoderError> {
        let entry = self
            .entries
            .get(&format!("{name}.npy"))
            .ok_or_else(|| broken(format!("the array {name} is missing")))?;
        let packed = self.packed(entry).ok_or_else(|| cut_off(name))?;
        match entry.method {
            STORED => Ok(Box::new(packed)),
            DEFLATED => Ok(Box::new(DeflateDecoder::new(packed))),
            other => Err(broken(format!("{name} is packed in the unknown way {other}"))),
        }
    }

    fn packed(&self, entry: &Entry) -> Option<Stretch<'a>> {
        let mut local = [0; LOCAL_LENGTH];
        self.source.read_at(entry.local, &mut local).ok()?;
        let (name, extra) = (short(&local, 26)?, short(&local, 28)?);
        let from = entry.local + LOCAL_LENGTH as u64 + u64::from(name) + u64::from(extra);
        let whole = from.checked_add(entry.packed)? <= self.source.size();
        whole.then(|| Stretch::new(self.source, from, entry.packed))
    }
}

/// The central directory and what follows it. Archives with a comment are not read.
fn directory(source: &dyn Source) -> Option<Vec<u8>> {
    let mut end = [0; END_LENGTH];
    source.read_at(source.size().checked_sub(END_LENGTH as u64)?, &mut end).ok()?;
    let from = end.starts_with(END_MARK).then(|| long(&end, 16)).flatten()?;
    let length = usize::try_from(source.size().checked_sub(from)?).ok()?;
    let mut listed = vec![0; length.min(DIRECTORY_MAX)];
    source.read_at(from, &mut listed).ok()?;
    Some(listed)
}

/// Name and place of the entry described at `at`, and where the next description begins.
fn entry(bytes: &[u8], at: usize) -> Option<(String, Entry, usize)> {
    let method = short(bytes, at + 10)?;
    let packed = long(bytes, at + 20)?;
    let local = long(bytes, at + 42)?;
    let lengths = [short(bytes, at + 28)?, short(bytes, at + 30)?, short(bytes, at + 32)?].map(usize::from);
    let name = bytes.get(at + ENTRY_LENGTH..)?.get(..lengths[0])?;
    let next = at + ENTRY_LENGTH + lengths.iter().sum::<usize>();
    Some((String::from_utf8_lossy(name).into_owned(), Entry { method, packed, local }, next))
}

/// The description before the numbers of an array; none where there is no array or a much longer one.
fn header(array: &mut impl Read) -> io::Result<Option<String>> {
    let mut start = [0; ARRAY_MARK.len() + 2];
    let whole = fill(array, &mut start)? == start.len();
    let length = short(&start, ARRAY_MARK.len()).map(usize::from).filter(|length| *length <= HEADER_MAX);
    let Some(length) = length.filter(|_| whole && start.starts_with(ARRAY_MARK)) else { return Ok(None) };
    let mut text = vec![0; length];
    let whole = fill(array, &mut text)? == length;
    Ok(String::from_utf8(text).ok().filter(|_| whole))
}

/// Whether a description is one of numbers of this kind and shape.
fn fits(text: &str, kind: &str, shape: &[usize]) -> bool {
    let Some((_, after)) = text.split_once("'shape': (") else { return false };
    let Some((numbers, _)) = after.split_once(')') else { return false };
    let numbers = numbers.split(',').map(str::trim).filter(|number| !number.is_empty());
    text.contains(&format!("'descr': '{kind}'"))
        && text.contains("'fortran_order': False")
        && numbers.eq(shape.iter().map(ToString::to_string))
}

/// Reads until the buffer is full or nothing is left, and says how much there was.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest)? {
            0 => break,
            more => filled += more,
        }
    }
    Ok(filled)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn long(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|bytes| u64::from(u32::from_le_bytes(*bytes)))
}

fn cut_off(what: &str) -> EncoderError {
    EncoderError::CutOff { file: ModelFile::Weights, what: what.to_owned() }
}

fn broken(what: String) -> EncoderError {
    EncoderError::Broken { file: ModelFile::Weights, what }
}
