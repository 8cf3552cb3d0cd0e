//! As much of the protocol buffers wire format as a `SentencePiece` model needs.
//! <https://protobuf.dev/programming-guides/encoding/>

/// One field of a message; numbers are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub(super) number: u64,
    pub(super) value: &'a [u8],
}

/// Reads a message field by field; `None` in place of a field means that the message breaks off or makes no sense
/// there, and nothing follows.
pub(super) struct Message<'a> {
    rest: &'a [u8],
}

impl<'a> Message<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn field(&mut self) -> Option<Field<'a>> {
        let key = self.number()?;
        let value = match key & 7 {
            0 => {
                self.number()?;
                &[]
            }
            1 => self.take(8)?,
            2 => {
                let length = usize::try_from(self.number()?).ok()?;
                self.take(length)?
            }
            5 => self.take(4)?,
            _ => return None,
        };
        Some(Field { number: key >> 3, value })
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }
}

impl<'a> Iterator for Message<'a> {
    type Item = Option<Field<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.rest = &[];
        }
        Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_in_order_and_numbers_passed_over() {
        let bytes = [0x0a, 2, b'a', b'b', 0x10, 0x96, 0x01, 0x1d, 1, 2, 3, 4];
        let fields: Option<Vec<_>> = Message::new(&bytes).collect();
        let values: Vec<_> = fields.unwrap().iter().map(|field| (field.number, field.value)).collect();
        assert_eq!(values, [(1, &b"ab"[..]), (2, &[]), (3, &[1, 2, 3, 4])]);
    }

    #[test]
    fn broken_messages_end() {
        for bytes in [&[0x0a, 9, 1][..], &[0xff; 12], &[0x0b], &[0x10]] {
            assert_eq!(Message::new(bytes).collect::<Vec<_>>(), [None]);
        }
    }
}
