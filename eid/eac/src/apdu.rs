//! Commands and responses (ISO 7816-4, section 5): short and extended length.

use zeroize::Zeroize as _;

/// Status word of success.
pub const OK: u16 = 0x9000;
/// Bit of the class byte: more of this chain follows (ISO 7816-4, section 5.4.1).
pub const CHAIN: u8 = 0x10;
/// Bits of the class byte: secure messaging with authenticated header (ISO 7816-4, section 5.4.1).
pub const SECURE: u8 = 0x0C;

const SHORT: usize = 256;
const EXTENDED: usize = 65_536;

/// Why bytes are no command or no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApduError {
    /// Shorter than a header or a status word.
    #[error("{0} bytes are too short")]
    TooShort(usize),
    /// The length fields do not fit the bytes.
    #[error("the length field does not fit {0} bytes")]
    Length(usize),
}

/// A command. Its data may hold secrets, so it prints without them and is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    /// CLA.
    pub class: u8,
    /// INS.
    pub instruction: u8,
    /// P1.
    pub p1: u8,
    /// P2.
    pub p2: u8,
    /// The data; empty for none.
    pub data: Vec<u8>,
    /// Most bytes that are wanted back (Ne), 1 to 65,536; none for none.
    pub expected: Option<usize>,
}

impl Drop for Command {
    fn drop(&mut self) {
        self.data.zeroize();
    }
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { class, instruction, p1, p2, data, expected } = self;
        write!(f, "Command {class:02X} {instruction:02X} {p1:02X} {p2:02X}, {} bytes, ", data.len())?;
        write!(f, "expects {expected:?}")
    }
}

impl Command {
    /// A command without data that expects none.
    pub fn new(class: u8, instruction: u8, p1: u8, p2: u8) -> Self {
        Self { class, instruction, p1, p2, data: Vec::new(), expected: None }
    }

    /// With this data.
    #[must_use]
    pub fn with(mut self, data: Vec<u8>) -> Self {
        self.data = data;
        self
    }

    /// Wants back at most this many bytes.
    #[must_use]
    pub fn expecting(mut self, most: usize) -> Self {
        self.expected = Some(most.clamp(1, EXTENDED));
        self
    }

    /// Whether it comes in secure messaging.
    pub fn is_secure(&self) -> bool {
        self.class & SECURE == SECURE
    }

    /// Reads a command (ISO 7816-4, section 5.1). Refused: length fields that do not fit, and bytes after the end.
    pub fn parse(bytes: &[u8]) -> Result<Self, ApduError> {
        let &[class, instruction, p1, p2, ref body @ ..] = bytes else {
            return Err(ApduError::TooShort(bytes.len()));
        };
        let (data, expected) = body_of(body).ok_or(ApduError::Length(bytes.len()))?;
        Ok(Self { class, instruction, p1, p2, data: data.to_vec(), expected })
    }

    /// The bytes: short lengths where they suffice. Data beyond 65,535 bytes is cut, which no command of ours reaches.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.class, self.instruction, self.p1, self.p2];
        let length = self.data.len().min(EXTENDED - 1);
        let [.., high, low] = length.to_be_bytes();
        // Ne of 256 and of 65,536 are written as zero.
        let [.., e_high, e_low] = self.expected.unwrap_or_default().to_be_bytes();
        let short = length < SHORT && self.expected.unwrap_or_default() <= SHORT;
        if length > 0 {
            if short {
                bytes.push(low);
            } else {
                bytes.extend([0, high, low]);
            }
            bytes.extend(self.data.iter().take(length));
        }
        match self.expected {
            None => {}
            Some(_) if short => bytes.push(e_low),
            Some(_) if length > 0 => bytes.extend([e_high, e_low]),
            Some(_) => bytes.extend([0, e_high, e_low]),
        }
        bytes
    }
}

/// Data and Ne (ISO 7816-4, section 5.2: the cases 1 to 4, short and extended).
fn body_of(body: &[u8]) -> Option<(&[u8], Option<usize>)> {
    let wanted = |bytes: &[u8]| match *bytes {
        [] => Some(None),
        [0] => Some(Some(SHORT)),
        [short] => Some(Some(usize::from(short))),
        [0, 0] => Some(Some(EXTENDED)),
        [high, low] => Some(Some(usize::from(u16::from_be_bytes([high, low])))),
        _ => None,
    };
    match *body {
        [] | [_] => Some((&[], wanted(body)?)),
        [0, high, low] => Some((&[], wanted(&[high, low])?)),
        [0, high, low, ref rest @ ..] => {
            let (data, tail) = rest.split_at_checked(usize::from(u16::from_be_bytes([high, low])))?;
            if data.is_empty() || tail.len() == 1 { None } else { Some((data, wanted(tail)?)) }
        }
        [0, _] => None,
        [length, ref rest @ ..] => {
            let (data, tail) = rest.split_at_checked(usize::from(length))?;
            if tail.len() > 1 { None } else { Some((data, wanted(tail)?)) }
        }
    }
}

/// What a card answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The data.
    pub data: Vec<u8>,
    /// SW1 and SW2.
    pub status: u16,
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Response {:04X}, {} bytes", self.status, self.data.len())
    }
}

impl Response {
    /// A status word alone.
    pub fn status(status: u16) -> Self {
        Self { data: Vec::new(), status }
    }

    /// Success with data.
    pub fn data(data: Vec<u8>) -> Self {
        Self { data, status: OK }
    }

    /// Whether the card did what was asked.
    pub fn is_ok(&self) -> bool {
        self.status == OK
    }

    /// Reads a response (ISO 7816-4, section 5.1).
    pub fn parse(bytes: &[u8]) -> Result<Self, ApduError> {
        match bytes {
            [data @ .., high, low] => {
                Ok(Self { data: data.to_vec(), status: u16::from_be_bytes([*high, *low]) })
            }
            _ => Err(ApduError::TooShort(bytes.len())),
        }
    }

    /// The bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.data[..], &self.status.to_be_bytes()].concat()
    }
}
