//! Status words (ISO 7816-4, 5.6; BSI TR-03110-3, B).

pub(super) const OK: u16 = 0x9000;
pub(super) const END_OF_FILE: u16 = 0x6282;
pub(super) const WRONG: u16 = 0x6300;
pub(super) const TRIES_LEFT: u16 = 0x63C0;
pub(super) const MEMORY_FAILED: u16 = 0x6581;
pub(super) const WRONG_LENGTH: u16 = 0x6700;
pub(super) const CHAIN_NOT_ENDED: u16 = 0x6883;
pub(super) const SECURITY_STATUS: u16 = 0x6982;
pub(super) const BLOCKED: u16 = 0x6983;
pub(super) const NOT_USABLE: u16 = 0x6984;
pub(super) const CONDITIONS: u16 = 0x6985;
pub(super) const NO_CURRENT_FILE: u16 = 0x6986;
pub(super) const CHANNEL_MISSING: u16 = 0x6987;
pub(super) const CHANNEL_BROKEN: u16 = 0x6988;
pub(super) const WRONG_DATA: u16 = 0x6A80;
pub(super) const NOT_FOUND: u16 = 0x6A82;
pub(super) const WRONG_PARAMETERS: u16 = 0x6A86;
pub(super) const REFERENCE_NOT_FOUND: u16 = 0x6A88;
pub(super) const WRONG_OFFSET: u16 = 0x6B00;
pub(super) const UNKNOWN_INSTRUCTION: u16 = 0x6D00;
pub(super) const UNKNOWN_CLASS: u16 = 0x6E00;
