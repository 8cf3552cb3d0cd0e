use std::fmt;

use jiff::Timestamp;

use super::{Content, Head, chain::HEAD_READ};
use crate::{Db, DbError, ReadTx, Row, Statement, instants::nearest};

pub(crate) static LINK_LIST: Statement = Statement::new(
    "audit_link_list",
    "SELECT seq, prev, hash, at, id, actor, action, object, detail FROM audit
     WHERE seq > $1 ORDER BY seq LIMIT 4096",
);
pub(crate) static LOOSE_LIST: Statement = Statement::new(
    "audit_loose_list",
    "SELECT id, at FROM audit WHERE seq IS NULL ORDER BY at, id LIMIT 100",
);
pub(crate) static HASH_FIND: Statement =
    Statement::new("audit_hash_find", "SELECT count(*) FROM audit WHERE seq = $1 AND hash = $2");

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditFault {
    /// A row does not hold what was written into it.
    Changed {
        /// Its number.
        seq: i64,
        /// When it claims to be from.
        at: Timestamp,
    },
    /// A row fits itself, but the one after it remembers another: it was written anew, or put in.
    Replaced {
        /// Its number.
        seq: i64,
        /// When it claims to be from.
        at: Timestamp,
    },
    /// Rows are gone.
    Removed {
        /// The first.
        from: i64,
        /// The last.
        to: i64,
    },
    /// A row was put in without the program.
    Inserted {
        /// Its id.
        id: String,
        /// When it claims to be from.
        at: Timestamp,
    },
    /// The last row differs from what the program remembers as the last.
    Head {
        /// The last row there is.
        found: Option<Head>,
        /// What is remembered.
        remembered: Option<Head>,
    },
    /// A head that was noted earlier is not in the chain: it was written anew, at least from there.
    NotNoted(Head),
}

impl fmt::Display for AuditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |head: &Option<Head>| head.as_ref().map_or(0, |h| h.seq);
        match self {
            Self::Changed { seq, at } => write!(f, "row {seq} ({at}) was changed"),
            Self::Replaced { seq, at } => {
                write!(f, "row {seq} ({at}) was put in or written anew: row {} remembers another", seq + 1)
            }
            Self::Removed { from, to } if from == to => write!(f, "row {from} was removed"),
            Self::Removed { from, to } => write!(f, "rows {from} to {to} were removed"),
            Self::Inserted { id, at } => write!(f, "a row without a number was put in: {id} ({at})"),
            Self::Head { found, remembered } => write!(
                f,
                "the last row is number {}, but number {} was remembered as the last: rows at the end were removed, put in or replaced",
                number(found),
                number(remembered)
            ),
            Self::NotNoted(head) => {
                write!(f, "row {} is not the one that was noted: the chain was written anew", head.seq)
            }
        }
    }
}

/// What came of looking through the whole record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Rows that were looked at.
    pub rows: u64,
    /// The last row.
    pub head: Option<Head>,
    /// What is not as it was written, at most a hundred; empty when all is well.
    pub faults: Vec<AuditFault>,
}

/// One fault is enough to act; a chain that was torn a thousand times need not be listed to the end.
const MOST_FAULTS: usize = 100;

impl Db {
    /// Looks through the record as of one moment; with a head that was noted earlier, also whether it is still in it.
    pub async fn audit_verify(&self, noted: Option<&Head>) -> Result<Verified, DbError> {
        let mut read = self.read().await?;
        let mut walk = Walk::default();
        loop {
            let rows = read.fetch(&LINK_LIST, &[walk.seq().into()]).await?;
            if rows.is_empty() || walk.faults.len() >= MOST_FAULTS {
                break;
            }
            for row in &rows {
                walk.take(row)?;
            }
        }
        walk.ends(&mut read).await?;
        if let Some(noted) = noted {
            walk.noted(&mut read, noted).await?;
        }
        walk.faults.truncate(MOST_FAULTS);
        Ok(Verified { rows: walk.rows, head: walk.last.map(|l| l.head), faults: walk.faults })
    }
}

#[derive(Default)]
struct Walk {
    rows: u64,
    last: Option<Last>,
    faults: Vec<AuditFault>,
}

struct Last {
    head: Head,
    at: Timestamp,
    sound: bool,
}

impl Walk {
    fn seq(&self) -> i64 {
        self.last.as_ref().map_or(0, |l| l.head.seq)
    }

    fn take(&mut self, row: &Row) -> Result<(), DbError> {
        let (seq, micros) = (row.int(0)?, row.int(3)?);
        let (prev, hash) = (row.opt_text(1)?.unwrap_or_default(), row.opt_text(2)?.unwrap_or_default());
        let texts = [row.text(4)?, row.text(5)?, row.text(6)?, row.text(7)?, row.text(8)?];
        let at = nearest(micros);
        let content = Content { seq, at: micros, texts: texts.each_ref().map(String::as_str) };
        let sound = content.hash(&prev) == hash;
        self.link(seq, sound.then_some(&prev));
        if !sound {
            self.faults.push(AuditFault::Changed { seq, at });
        }
        self.rows += 1;
        self.last = Some(Last { head: Head { seq, hash }, at, sound });
        Ok(())
    }

    /// Compares a row with the one before; what a changed row remembers counts for nothing.
    fn link(&mut self, seq: i64, prev: Option<&String>) {
        let (before, hash) = self.last.as_ref().map_or((0, ""), |l| (l.head.seq, l.head.hash.as_str()));
        if seq > before + 1 {
            self.faults.push(AuditFault::Removed { from: before + 1, to: seq - 1 });
            return;
        }
        let torn = self.last.as_ref().filter(|l| l.sound && prev.is_some_and(|p| p != hash));
        let torn = torn.map(|l| AuditFault::Replaced { seq: l.head.seq, at: l.at });
        self.faults.extend(torn);
    }

    /// Compares the end with what is remembered, and looks for rows beside the chain.
    async fn ends(&mut self, read: &mut ReadTx) -> Result<(), DbError> {
        let remembered = read.fetch(&HEAD_READ, &[]).await?.first().map(Head::of).transpose()?;
        let found = self.last.as_ref().map(|l| l.head.clone());
        if self.faults.len() < MOST_FAULTS && remembered != found {
            self.faults.push(AuditFault::Head { found, remembered });
        }
        for row in read.fetch(&LOOSE_LIST, &[]).await? {
            self.faults.push(AuditFault::Inserted { id: row.text(0)?, at: nearest(row.int(1)?) });
        }
        Ok(())
    }

    async fn noted(&mut self, read: &mut ReadTx, noted: &Head) -> Result<(), DbError> {
        let found = read.fetch(&HASH_FIND, &[noted.seq.into(), noted.hash.as_str().into()]).await?;
        if found.first().map(|r| r.int(0)).transpose()? != Some(1) {
            self.faults.push(AuditFault::NotNoted(noted.clone()));
        }
        Ok(())
    }
}
