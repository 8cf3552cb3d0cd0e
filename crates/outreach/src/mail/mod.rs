//! Mail: a queue in the database, worked off by a job, to one mail server by SMTP. Whoever writes a mail puts it into the
//! queue with the change it tells of ([`db::Tx::mail_put`]); nobody waits for the mail server.

mod letter;
mod post;
mod problem;
mod rules;
mod server;

pub use post::{Delivered, Post, mail_purge};
pub use problem::MailProblem;
pub use rules::{GIVE_UP, MAIL_HOURS, PAUSES};
pub use server::{MailServer, MailServerError, Password, Sender, SenderError};
