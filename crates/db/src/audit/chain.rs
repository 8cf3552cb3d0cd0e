use std::{fmt, str::FromStr};

use super::Content;
use crate::{DbError, Row, Statement, Tx, tx::Running};

pub(crate) static HEAD_READ: Statement =
    Statement::new("audit_head_read", "SELECT seq, hash FROM audit_head WHERE id = 1");
pub(crate) static HEAD_PUT: Statement = Statement::new(
    "audit_head_put",
    "INSERT INTO audit_head (id, seq, hash) VALUES (1, $1, $2)
     ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
);
pub(crate) static UNCHAINED_LIST: Statement = Statement::new(
    "audit_unchained_list",
    "SELECT id, at, actor, action, object, detail FROM audit WHERE seq IS NULL ORDER BY at, id",
);
pub(crate) static CHAINED_COUNT: Statement = Statement::new(
    "audit_chained_count",
    "SELECT (SELECT count(*) FROM audit WHERE seq IS NOT NULL) + (SELECT count(*) FROM audit_head)",
);
pub(crate) static LINK_PUT: Statement =
    Statement::new("audit_link_put", "UPDATE audit SET seq = $1, prev = $2, hash = $3 WHERE id = $4");

/// The last row of the chain: its number and hash. As text: `17:9f86d0…`, to be noted outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of the last row, from 1 without a gap.
    pub seq: i64,
    /// Its hash, 64 hexadecimal digits.
    pub hash: String,
}

/// The text is no head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a head of the audit log is a number, a colon and 64 hexadecimal digits")]
pub struct HeadParseError;

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for Head {
    type Err = HeadParseError;

    fn from_str(s: &str) -> Result<Self, HeadParseError> {
        let (seq, hash) = s.trim().split_once(':').ok_or(HeadParseError)?;
        let seq = seq.parse().ok().filter(|n| *n > 0).ok_or(HeadParseError)?;
        let hash = hash.to_ascii_lowercase();
        let digits = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        if digits { Ok(Self { seq, hash }) } else { Err(HeadParseError) }
    }
}

impl Head {
    pub(super) fn of(row: &Row) -> Result<Self, DbError> {
        Ok(Self { seq: row.int(0)?, hash: row.text(1)? })
    }
}

pub(super) async fn head(tx: &mut Tx) -> Result<Option<Head>, DbError> {
    tx.fetch(&HEAD_READ, &[]).await?.first().map(Head::of).transpose()
}

pub(super) async fn head_put(tx: &mut Tx, head: &Head) -> Result<(), DbError> {
    tx.execute(&HEAD_PUT, &[head.seq.into(), head.hash.as_str().into()]).await.map(|_| ())
}

/// Chains what was written before there was a chain, once. A row that comes without a number later was put in by hand
/// and stays as it is, so that it is found.
pub(crate) async fn chain_unchained(running: &mut Running) -> Result<(), DbError> {
    let chained = running.fetch(&CHAINED_COUNT, &[]).await?;
    if chained.first().map(|r| r.int(0)).transpose()? != Some(0) {
        return Ok(());
    }
    let mut head = Head { seq: 0, hash: String::new() };
    for row in running.fetch(&UNCHAINED_LIST, &[]).await? {
        let seq = head.seq + 1;
        let texts = [row.text(0)?, row.text(2)?, row.text(3)?, row.text(4)?, row.text(5)?];
        let texts = texts.each_ref().map(String::as_str);
        let hash = Content { seq, at: row.int(1)?, texts }.hash(&head.hash);
        let args = [seq.into(), head.hash.into(), hash.as_str().into(), row.text(0)?.into()];
        running.execute(&LINK_PUT, &args).await?;
        head = Head { seq, hash };
    }
    if head.seq > 0 {
        running.execute(&HEAD_PUT, &[head.seq.into(), head.hash.into()]).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_goes_through_text() {
        let text = format!("17:{}", "0a".repeat(32));
        assert_eq!(text.parse::<Head>().unwrap().to_string(), text);
        for bad in ["", "17", "0:aa", "x:00", "17:00", &format!("17:{}", "0g".repeat(32))] {
            assert_eq!(bad.parse::<Head>(), Err(HeadParseError), "{bad}");
        }
    }
}
