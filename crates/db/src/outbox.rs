//! Mails on their way. Whoever announces something by mail puts it here in the transaction of the change, so that it is
//! sent if and only if the change is stored; a job takes it from here to the mail server. Like the record of what was
//! done, this table belongs to every slice, which is why it lives beside the engines.

use jiff::{SignedDuration, Timestamp};
use kernel::{Lang, MailAddress};
use uuid::Uuid;

use crate::{
    Db, DbError, Row, Statement, Tx,
    instants::{from_micros, to_micros},
};

pub(crate) static MAIL_INSERT: Statement = Statement::new(
    "mail_insert",
    "INSERT INTO mail_queue (id, about, lang, recipient, subject, body, made_at, next_at, tries)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0)",
);
pub(crate) static MAIL_NEXT: Statement = Statement::new(
    "mail_next",
    "SELECT id, about, lang, recipient, subject, body, made_at, tries FROM mail_queue
     WHERE recipient IS NOT NULL AND next_at <= $1 ORDER BY next_at, id LIMIT 1",
);
pub(crate) static MAIL_CLAIM: Statement =
    Statement::new("mail_claim", "UPDATE mail_queue SET next_at = $1, tries = tries + 1 WHERE id = $2");
pub(crate) static MAIL_DELETE: Statement =
    Statement::new("mail_delete", "DELETE FROM mail_queue WHERE id = $1");
pub(crate) static MAIL_LATER: Statement =
    Statement::new("mail_later", "UPDATE mail_queue SET problem = $1, next_at = $2 WHERE id = $3");
pub(crate) static MAIL_GIVE_UP: Statement = Statement::new(
    "mail_give_up",
    "UPDATE mail_queue SET problem = $1, recipient = NULL, subject = NULL, body = NULL WHERE id = $2",
);
pub(crate) static MAIL_CANCEL: Statement =
    Statement::new("mail_cancel", "DELETE FROM mail_queue WHERE about = $1");
pub(crate) static MAIL_STATES: Statement = Statement::new(
    "mail_states",
    "SELECT about, recipient IS NULL, tries, problem FROM mail_queue
     WHERE substr(about, 1, length(CAST($1 AS text))) = CAST($1 AS text) ORDER BY made_at, id",
);
pub(crate) static MAIL_OLD: Statement =
    Statement::new("mail_old", "SELECT count(*) FROM mail_queue WHERE made_at <= $1");
pub(crate) static MAIL_PURGE: Statement =
    Statement::new("mail_purge", "DELETE FROM mail_queue WHERE made_at <= $1");

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its id, also the left half of its `Message-ID`: a mail server that gets it twice can tell.
    pub id: Uuid,
    /// What it tells of, as the record of what was done names it: `account:0190…`.
    pub about: String,
    /// The language of its words.
    pub lang: Lang,
    /// To whom. Goes with the mail.
    pub to: MailAddress,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// When it was written.
    pub made_at: Timestamp,
}

/// A mail that somebody took to send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The mail.
    pub mail: Mail,
    /// How often it was tried, this time included.
    pub tries: u32,
}

/// How a mail stands that was not taken by the mail server so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailState {
    /// What it tells of.
    pub about: String,
    /// It will not be tried again.
    pub given_up: bool,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try failed, in the word of whoever tried.
    pub problem: Option<String>,
}

impl Tx {
    /// Puts a mail on its way, if this transaction is stored.
    pub async fn mail_put(&mut self, mail: &Mail) -> Result<(), DbError> {
        let args = [
            mail.id.to_string().into(),
            mail.about.as_str().into(),
            mail.lang.tag().into(),
            mail.to.as_str().into(),
            mail.subject.as_str().into(),
            mail.body.as_str().into(),
            to_micros(mail.made_at).into(),
        ];
        self.execute(&MAIL_INSERT, &args).await.map(|_| ())
    }

    /// Takes back what was not sent yet, and forgets what could not be sent. A mail that is just being sent still goes.
    pub async fn mail_cancel(&mut self, about: &str) -> Result<u64, DbError> {
        self.execute(&MAIL_CANCEL, &[about.into()]).await
    }

    /// Forgets a mail that was sent. False when it was taken back meanwhile.
    pub async fn mail_sent(&mut self, id: Uuid) -> Result<bool, DbError> {
        Ok(self.execute(&MAIL_DELETE, &[id.to_string().into()]).await? > 0)
    }

    /// Says why a mail could not be sent, and when it is tried again. Without an instant it never is, and address and
    /// words are forgotten. False when it was taken back meanwhile.
    pub async fn mail_failed(
        &mut self,
        id: Uuid,
        problem: &str,
        again: Option<Timestamp>,
    ) -> Result<bool, DbError> {
        let id = id.to_string();
        let done = match again {
            Some(at) => self.execute(&MAIL_LATER, &[problem.into(), to_micros(at).into(), id.into()]).await,
            None => self.execute(&MAIL_GIVE_UP, &[problem.into(), id.into()]).await,
        };
        Ok(done? > 0)
    }

    /// Deletes what was written at or before an instant, sent or not.
    pub async fn mail_purge(&mut self, before: Timestamp) -> Result<u64, DbError> {
        self.execute(&MAIL_PURGE, &[to_micros(before).into()]).await
    }
}

impl Db {
    /// Takes the mail that waits longest, for so long that nobody else takes it meanwhile: other processes do the same.
    /// If this one ends before it says what came of it, the mail is tried again after that time.
    pub async fn mail_take(&self, now: Timestamp, lease: SignedDuration) -> Result<Option<Taken>, DbError> {
        let due = [to_micros(now).into()];
        // Looks without the lock of all writers first: mostly there is nothing.
        if self.fetch(&MAIL_NEXT, &due).await?.is_empty() {
            return Ok(None);
        }
        let mut tx = self.begin().await?;
        let Some(taken) = tx.fetch(&MAIL_NEXT, &due).await?.first().map(taken).transpose()? else {
            tx.rollback().await?;
            return Ok(None);
        };
        let until = now.saturating_add(lease).unwrap_or(now);
        tx.execute(&MAIL_CLAIM, &[to_micros(until).into(), taken.mail.id.to_string().into()]).await?;
        tx.commit().await?;
        Ok(Some(taken))
    }

    /// Mails that were not sent so far, by what they tell of; `account:` for all of accounts.
    pub async fn mail_states(&self, about: &str) -> Result<Vec<MailState>, DbError> {
        let state = |row: &Row| {
            Ok(MailState {
                about: row.text(0)?,
                given_up: row.int(1)? != 0,
                tries: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
                problem: row.opt_text(3)?,
            })
        };
        self.fetch(&MAIL_STATES, &[about.into()]).await?.iter().map(state).collect()
    }

    /// Whether something was written at or before an instant.
    pub async fn mail_has_old(&self, before: Timestamp) -> Result<bool, DbError> {
        let rows = self.fetch(&MAIL_OLD, &[to_micros(before).into()]).await?;
        Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0) > 0)
    }
}

fn taken(row: &Row) -> Result<Taken, DbError> {
    let mail = Mail {
        id: read(&row.text(0)?)?,
        about: row.text(1)?,
        lang: read(&row.text(2)?)?,
        to: read(&row.text(3)?)?,
        subject: row.text(4)?,
        body: row.text(5)?,
        made_at: from_micros(row.int(6)?)?,
    };
    Ok(Taken { mail, tries: u32::try_from(row.int(7)?).unwrap_or(u32::MAX).saturating_add(1) })
}

fn read<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, DbError> {
    text.parse().map_err(|e: T::Err| DbError::Decode { statement: MAIL_NEXT.name, reason: e.to_string() })
}
