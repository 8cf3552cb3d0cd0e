//! `lotse barriers`.

use std::{fmt::Write as _, io::Write as _};

use jiff::civil::Date;
use kernel::{Actor, Clock as _, OsRng, SystemClock, berlin};
use outreach::Report;

use crate::{
    args::{Barriers, BarriersCommand},
    config,
};

/// Lists reports, or closes one.
pub(crate) async fn run(args: Barriers) -> anyhow::Result<()> {
    let (all, json) = (args.all, args.json);
    let text = match args.command {
        None => {
            let db = config::look_into(&args.database).await?;
            let reports = outreach::barrier_list(&db, &Actor::Operator).await;
            db.close().await;
            let wanted: Vec<_> = reports?.into_iter().filter(|r| all || r.is_open()).collect();
            if json { as_json(&wanted)? } else { in_words(&wanted, berlin(SystemClock.now()).date()) }
        }
        Some(BarriersCommand::Close { id, database }) => {
            let db = config::open(&database).await?;
            let closed = outreach::barrier_close(&db, &Actor::Operator, &SystemClock, &OsRng, id).await;
            db.close().await;
            if closed? { "closed\n" } else { "was closed already\n" }.to_owned()
        }
    };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn as_json(reports: &[Report]) -> anyhow::Result<String> {
    let lines = reports.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

fn in_words(reports: &[Report], today: Date) -> String {
    if reports.is_empty() {
        return "no reports\n".to_owned();
    }
    let mut out = String::new();
    for r in reports {
        let state = match (r.closed_at, r.due < today) {
            (Some(at), _) => format!("closed {}", berlin(at).date()),
            (None, true) => format!("OVERDUE since {}", r.due),
            (None, false) => format!("answer by {}", r.due),
        };
        let page = r.page.as_ref().map_or("page not named", |p| p.as_str());
        let contact = r.contact.as_deref().unwrap_or("no answer wanted");
        let words = r.words.replace('\n', "\n    ");
        let _ = writeln!(
            out,
            "{}  {state}\n    {page} ({}), came in on {}\n    {contact}\n    {words}",
            r.id,
            r.lang,
            berlin(r.reported_at).date()
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn report(closed: bool) -> Report {
        let at = "2026-03-01T10:00:00Z".parse().unwrap();
        Report {
            id: uuid::Uuid::nil(),
            reported_at: at,
            due: date(2026, 3, 29),
            page: Some("/termine".parse().unwrap()),
            lang: kernel::Lang::De,
            words: "Erste Zeile\nzweite".to_owned(),
            contact: None,
            closed_at: closed.then_some(at),
        }
    }

    #[test]
    fn says_by_when_and_what() {
        let id = "00000000-0000-0000-0000-000000000000";
        let rest =
            "\n    /termine (de), came in on 2026-03-01\n    no answer wanted\n    Erste Zeile\n    zweite\n";
        let said = |closed, day| in_words(&[report(closed)], day);
        assert_eq!(said(false, date(2026, 3, 29)), format!("{id}  answer by 2026-03-29{rest}"));
        assert_eq!(said(false, date(2026, 3, 30)), format!("{id}  OVERDUE since 2026-03-29{rest}"));
        assert_eq!(said(true, date(2027, 1, 1)), format!("{id}  closed 2026-03-01{rest}"));
        assert_eq!(in_words(&[], date(2026, 1, 1)), "no reports\n");
        let json = as_json(&[report(false), report(true)]).unwrap();
        assert_eq!(json.lines().count(), 2);
        assert!(json.contains("\"due\":\"2026-03-29\"") && json.contains("\"contact\":null"));
    }
}
