//! What people tell the office and what the house tells people. So far: reports of barriers on the site, with a day by
//! which they get an answer and a day on which they are deleted; and the way of mail to the mail server ([`Post`]).
//!
//! `rules` checks and knows no database; `ops` are the use cases every door calls; SQL stays in `store`.

mod mail;
mod model;
mod ops;
pub mod rules;
mod store;

pub use mail::{
    Delivered, GIVE_UP, MAIL_HOURS, MailProblem, MailServer, MailServerError, PAUSES, Password, Post, Sender,
    SenderError, mail_purge,
};
pub use model::{PageAddress, PageAddressError, Report};
pub use ops::{OutreachError, Purged, Received, barrier_close, barrier_list, barrier_report, purge};
pub use rules::{
    BARRIER_MONTHS, Checked, Draft, Field, MAX_CONTACT, MAX_WORDS, Problem, ProblemKind, REPLY_DAYS,
};
pub use store::STATEMENTS;
