//! What may be: passwords, limits, sessions, who may give which rights. Pure.

pub(crate) mod limits;
/// Which passwords may be used.
pub mod password;
pub(crate) mod people;
pub mod session;
pub mod short_code;
