//! The hours of one day.

use std::{fmt, str::FromStr};

use super::{HoursError, Span};

/// Comma-separated spans in order; spans that touch become one.
fn parse_spans(s: &str) -> Result<Vec<Span>, HoursError> {
    let mut spans = s.split(',').map(str::parse).collect::<Result<Vec<Span>, _>>()?;
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start_minute() < last.end_minute() => {
                return Err(HoursError::Overlap(*last, span));
            }
            Some(last) if span.start_minute() == last.end_minute() => *last = last.joined(span),
            _ => out.push(span),
        }
    }
    Ok(out)
}

pub(super) fn is_closed(s: &str) -> bool {
    ["closed", "off", "geschlossen", "zu"].iter().any(|w| s.eq_ignore_ascii_case(w))
}

pub(super) fn write_spans(f: &mut fmt::Formatter<'_>, spans: &[Span]) -> fmt::Result {
    for (i, span) in spans.iter().enumerate() {
        if i > 0 {
            f.write_str(",")?;
        }
        write!(f, "{span}")?;
    }
    Ok(())
}

/// The hours of one day: `closed` or `10:00-13:00,14:00-18:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayHours {
    /// Closed all day.
    Closed,
    /// Open in these spans, in order, apart from each other.
    Open(Vec<Span>),
}

impl DayHours {
    /// The open spans; none when closed.
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Closed => &[],
            Self::Open(spans) => spans,
        }
    }
}

impl FromStr for DayHours {
    type Err = HoursError;

    fn from_str(s: &str) -> Result<Self, HoursError> {
        match s.trim() {
            "" => Err(HoursError::Empty),
            s if is_closed(s) => Ok(Self::Closed),
            s => parse_spans(s).map(Self::Open),
        }
    }
}

impl fmt::Display for DayHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.spans().is_empty() { f.write_str("closed") } else { write_spans(f, self.spans()) }
    }
}
