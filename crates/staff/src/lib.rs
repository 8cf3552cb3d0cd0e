//! Those who serve: accounts, roles, ways to sign in, sessions, shared tablets, and the record of what was done.
//!
//! [`Gate`] is the door of this room: every page, command and job comes through it. `rules` decides and knows no
//! database; SQL stays in `store`; `ops` holds the use cases. What each role may do stands in `kernel::Permission`; the
//! chain of the audit log in `db`.

mod cache;
mod error;
mod gate;
mod hasher;
mod model;
mod ops;
mod passkeys;
pub mod rules;
mod seen;
mod session;
mod store;
mod token;
mod totp;

pub use error::{Problem, SignInError, StaffError};
pub use gate::{Gate, Site, Visit};
pub use hasher::{Busy, Cost};
pub use model::{
    Account, Device, Handle, Label, Listed, PasskeyInfo, PersonName, SessionInfo, TextError, Way,
};
pub use ops::{
    Asked, Draft, INVITATION_HOURS, Invited, Letter, NewPassword, Opened, PRACTICE_SETTING, Purged,
    practice_accounts,
};
pub use passkeys::PasskeyFault;
pub use session::Session;
pub use store::STATEMENTS;
pub use token::{Token, TokenParseError};
pub use totp::CodeSecret;
