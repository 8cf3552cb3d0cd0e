//! Where the numbers of the model lie. This crate opens no file: the caller gives it something that can be read.

use std::fmt::Debug;
use std::io;

/// Bytes that are read in any order, by several threads at once.
pub trait Source: Debug + Send + Sync {
    /// How many there are.
    fn size(&self) -> u64;

    /// Fills `into` with the bytes from `at` on; an error if there are not that many.
    ///
    /// # Errors
    /// Whatever reading may bring.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()>;
}

impl Source for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        self.as_slice().read_at(at, into)
    }
}

impl Source for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let from = usize::try_from(at).ok().and_then(|at| self.get(at..));
        let bytes = from.and_then(|rest| rest.get(..into.len())).ok_or(io::ErrorKind::UnexpectedEof)?;
        into.copy_from_slice(bytes);
        Ok(())
    }
}

/// A stretch of a source, from front to back.
pub(super) struct Stretch<'a> {
    source: &'a dyn Source,
    at: u64,
    left: u64,
}

impl<'a> Stretch<'a> {
    pub(super) fn new(source: &'a dyn Source, at: u64, length: u64) -> Self {
        let there = source.size().saturating_sub(at);
        Self { source, at, left: length.min(there) }
    }

    pub(super) fn whole(source: &'a dyn Source) -> Self {
        Self::new(source, 0, source.size())
    }
}

impl io::Read for Stretch<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let Some(into) = into.get_mut(..length).filter(|into| !into.is_empty()) else { return Ok(0) };
        self.source.read_at(self.at, into)?;
        self.at += length as u64;
        self.left -= length as u64;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_stretch_ends_where_its_source_ends() {
        let source: Vec<u8> = (0..10).collect();
        let read = |at, length| {
            let mut all = Vec::new();
            Stretch::new(&source, at, length).read_to_end(&mut all).unwrap();
            all
        };
        assert_eq!(read(2, 3), [2, 3, 4]);
        assert_eq!(read(8, 100), [8, 9]);
        assert_eq!(read(11, 1), []);
        assert!(source.read_at(8, &mut [0; 3]).is_err());
        assert!(source.read_at(u64::MAX, &mut [0; 1]).is_err());
    }
}
