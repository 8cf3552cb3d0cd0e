//! Reads `weights.npz`: a ZIP archive (APPNOTE 6.3) of numpy arrays (NEP 1), each deflated or stored. Nothing is
//! unpacked beyond the size that its array must have.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::DeflateDecoder;

use super::error::{EncoderError, ModelFile};

const END_MARK: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const ENTRY_MARK: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;
const DEFLATED: u16 = 8;
const STORED: u16 = 0;
const ARRAY_MARK: &[u8] = b"\x93NUMPY\x01\x00";
/// More than the header of any array of two dimensions.
const HEADER_MAX: usize = 1024;

/// The arrays of an archive, still packed.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    entries: HashMap<String, Entry>,
}

/// Where an array lies.
struct Entry {
    method: u16,
    packed: usize,
    local: usize,
}

impl<'a> Archive<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, EncoderError> {
        let mut entries = HashMap::new();
        let mut at = directory(bytes).ok_or_else(|| cut_off("the list of arrays"))?;
        while bytes.get(at..at.saturating_add(ENTRY_MARK.len())) == Some(ENTRY_MARK) {
            let (name, entry, next) = entry(bytes, at).ok_or_else(|| cut_off("the list of arrays"))?;
            entries.insert(name, entry);
            at = next;
        }
        Ok(Self { bytes, entries })
    }

    /// An array of 32-bit floating-point numbers, row after row.
    pub(super) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EncoderError> {
        let bytes = self.array(name, "<f4", 4, shape)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|number| f32::from_le_bytes(*number)).collect();
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(broken(format!("{name} holds what is no number")))
        }
    }

    /// An array of bytes, row after row.
    pub(super) fn bytes(&self, name: &str, shape: &[usize]) -> Result<Vec<u8>, EncoderError> {
        self.array(name, "|u1", 1, shape)
    }

    fn array(&self, name: &str, kind: &str, width: usize, shape: &[usize]) -> Result<Vec<u8>, EncoderError> {
        let values: usize = shape.iter().product();
        let mut unpacked = self.unpack(name, HEADER_MAX + values * width)?;
        let data = header(&unpacked, kind, shape)
            .ok_or_else(|| broken(format!("{name} is no array of {shape:?} in {kind}")))?;
        let length = unpacked.len() - data;
        if length != values * width {
            let (what, found) = (name.to_owned(), length / width);
            return Err(EncoderError::Size { file: ModelFile::Weights, what, found, expected: values });
        }
        unpacked.drain(..data);
        Ok(unpacked)
    }

    /// At most `limit` bytes of an entry; an entry with more is cut there and then fails by its size.
    fn unpack(&self, name: &str, limit: usize) -> Result<Vec<u8>, EncoderError> {
        let entry = self
            .entries
            .get(&format!("{name}.npy"))
            .ok_or_else(|| broken(format!("the array {name} is missing")))?;
        let packed = self.packed(entry).ok_or_else(|| cut_off(name))?;
        let mut unpacked = Vec::with_capacity(limit);
        let limit = limit as u64;
        let read = match entry.method {
            STORED => packed.take(limit).read_to_end(&mut unpacked),
            DEFLATED => DeflateDecoder::new(packed).take(limit).read_to_end(&mut unpacked),
            other => return Err(broken(format!("{name} is packed in the unknown way {other}"))),
        };
        read.map_err(|error| broken(format!("{name} cannot be unpacked: {error}")))?;
        Ok(unpacked)
    }

    fn packed(&self, entry: &Entry) -> Option<&'a [u8]> {
        let name = short(self.bytes, entry.local.checked_add(26)?)?;
        let extra = short(self.bytes, entry.local.checked_add(28)?)?;
        let from = entry.local.checked_add(LOCAL_LENGTH + usize::from(name) + usize::from(extra))?;
        self.bytes.get(from..from.checked_add(entry.packed)?)
    }
}

/// Where the central directory begins. Archives with a comment are not read.
fn directory(bytes: &[u8]) -> Option<usize> {
    let end = bytes.len().checked_sub(END_LENGTH)?;
    bytes.get(end..)?.starts_with(END_MARK).then(|| long(bytes, end + 16)).flatten()
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

/// Where the numbers of an array begin, if it is of this kind and shape.
fn header(array: &[u8], kind: &str, shape: &[usize]) -> Option<usize> {
    let from = ARRAY_MARK.len() + 2;
    let to = from + usize::from(short(array, ARRAY_MARK.len())?);
    let text = std::str::from_utf8(array.get(from..to)?).ok()?;
    let numbers = text.split_once("'shape': (")?.1.split_once(')')?.0;
    let numbers = numbers.split(',').map(str::trim).filter(|number| !number.is_empty());
    let right = array.starts_with(ARRAY_MARK)
        && text.contains(&format!("'descr': '{kind}'"))
        && text.contains("'fortran_order': False")
        && numbers.eq(shape.iter().map(ToString::to_string));
    right.then_some(to)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

fn cut_off(what: &str) -> EncoderError {
    EncoderError::CutOff { file: ModelFile::Weights, what: what.to_owned() }
}

fn broken(what: String) -> EncoderError {
    EncoderError::Broken { file: ModelFile::Weights, what }
}
