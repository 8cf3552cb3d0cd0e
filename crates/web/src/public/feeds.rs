//! What calendars and feed readers subscribe to: iCalendar and Atom. They need no data of the visitor.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{Response, header},
};
use kernel::Lang;
use tour::{FeedMeta, Seen, StoredStop, Venue, calendar_feed};

use super::{
    page::{NoPage, Visit},
    view::{self, all_seen, place, stop_days, stop_href},
};
use crate::{App, site::snapshot::Snapshot};

const CALENDAR: &str = "text/calendar; charset=utf-8";
const ATOM: &str = "application/atom+xml; charset=utf-8";

/// All stops as a calendar.
pub(crate) async fn all(visit: Visit) -> Response<Body> {
    calendar(&visit, |snapshot| Ok(feed(&visit, None, snapshot.tour.with_venues())))
}

/// The stops of one district as a calendar.
pub(crate) fn district(visit: &Visit, id: &str) -> Response<Body> {
    calendar(visit, |snapshot| {
        let district = visit.app.city().geography.district(id).ok_or(NoPage::NotFound)?;
        let here = snapshot.tour.with_venues().filter(|(_, v)| v.district == district.id);
        Ok(feed(visit, Some(&district.name), here))
    })
}

/// One stop as a calendar.
pub(crate) fn stop(visit: &Visit, id: &str) -> Response<Body> {
    calendar(visit, |snapshot| {
        let stored = snapshot.tour.stop(id).ok_or(NoPage::NotFound)?;
        let venue = snapshot.tour.venue_of(&stored.stop).ok_or(NoPage::NotFound)?;
        Ok(feed(visit, Some(&venue.name), [(stored, venue)]))
    })
}

fn calendar(visit: &Visit, write: impl FnOnce(&Snapshot) -> Result<String, NoPage>) -> Response<Body> {
    open(visit.kept(CALENDAR, write))
}

fn feed<'a>(
    Visit { app, lang, .. }: &Visit,
    of: Option<&str>,
    stops: impl IntoIterator<Item = (&'a StoredStop, &'a Venue)>,
) -> String {
    let lang = *lang;
    let profile = &app.city().profile;
    let service = profile.service_name.get(lang).text.to_owned();
    let settings = app.settings();
    let offers = app.city().offers.all.iter().map(|o| (o.id.clone(), o.name.get(lang).text.to_owned()));
    let meta = FeedMeta {
        name: of.map_or_else(|| service.clone(), |of| format!("{service} – {of}")),
        service,
        public_url: settings.public_url.to_string(),
        host: settings.public_url.host().to_owned(),
        lang,
        offers: offers.collect(),
    };
    calendar_feed(stops, &app.city().calendar, &meta)
}

/// All stops as news (RFC 4287): an entry per stop, updated when it changes.
pub(crate) async fn atom(visit: Visit) -> Response<Body> {
    open(visit.kept(ATOM, |snapshot| Ok(atom_feed(&visit.app, snapshot, visit.lang))))
}

fn atom_feed(app: &App, snapshot: &Snapshot, lang: Lang) -> String {
    let public = &app.settings().public_url;
    let title = app.city().profile.service_name.get(lang).text;
    let this = public.join(&crate::http::lang::href(lang, "/termine.atom"));
    let mut seen: Vec<_> = all_seen(app, snapshot).into_iter().map(|(seen, _)| seen).collect();
    seen.sort_by_key(|s| std::cmp::Reverse(s.stop.changed_at));
    let updated = seen.first().map_or(jiff::Timestamp::UNIX_EPOCH, |s| s.stop.changed_at);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        lang.tag()
    );
    let _ = write!(
        out,
        "<title>{}</title>\n<id>{this}</id>\n<link rel=\"self\" href=\"{this}\"/>\n<link href=\"{}\"/>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n",
        xml(title),
        public.join(&crate::http::lang::href(lang, "/termine")),
        xml(app.city().profile.name.get(lang).text),
    );
    for s in &seen {
        entry(&mut out, app, snapshot, lang, s);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, app: &App, snapshot: &Snapshot, lang: Lang, seen: &Seen<'_>) {
    let stop = &seen.stop.stop;
    let link = app.settings().public_url.join(&stop_href(lang, stop));
    // The words must not depend on the moment, or readers would see the entry change every evening.
    let today = snapshot.today();
    let example = if stop.example { lang.pick("Beispiel. ", "Example. ") } else { "" };
    let cancelled =
        if stop.status == tour::Status::Cancelled { lang.pick("Fällt aus: ", "Cancelled: ") } else { "" };
    let notice = stop.notice.as_ref().map_or_else(String::new, |n| format!(" {}", n.get(lang).text));
    let summary = format!("{example}{}.{notice}", view::capital(&stop_days(lang, stop, today)));
    let _ = write!(
        out,
        "<entry>\n<title>{cancelled}{}</title>\n<id>{link}</id>\n<link href=\"{link}\"/>\n<updated>{}</updated>\n<summary>{}</summary>\n</entry>\n",
        xml(&place(app, seen.venue)),
        seen.stop.changed_at,
        xml(&summary),
    );
}

/// Escapes text for XML and leaves out what XML 1.0 cannot hold.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && c != '\n' && c != '\t' => {}
            '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
    out
}

/// Feeds may be read by scripts of every origin.
fn open(mut response: Response<Body>) -> Response<Body> {
    let any = header::HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    response
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_element(text in any::<String>()) {
            let safe = xml(&text);
            let breaks = safe.contains(['<', '>', '\0', '\u{1b}']);
            prop_assert!(!breaks);
        }
    }
}
