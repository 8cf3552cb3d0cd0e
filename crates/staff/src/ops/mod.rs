//! The use cases: every door (page, command line, job) comes through here.

mod account;
mod audit;
mod device;
mod invite;
mod open;
mod own;
mod passkey;
mod practice;
mod purge;
mod sign_in;

pub(crate) use audit::EXPORT_MOST;
pub use invite::{Draft, INVITATION_HOURS, Invited, Letter};
pub use open::Opened;
pub use own::NewPassword;
pub use passkey::Asked;
pub use practice::{PRACTICE_SETTING, practice_accounts};
pub use purge::Purged;
