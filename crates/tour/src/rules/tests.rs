use jiff::{SignedDuration, Timestamp, civil::date};
use proptest::prelude::*;

use super::{
    Phase::{Later, Next, Now, Past},
    *,
};
use crate::{
    model::{Status, StoredStop, Tour, Venue},
    testing::{any_stop, calendar, stop, venue},
};

const WEEK_LONG: &str =
    r#""from":"2026-03-23","to":"2026-04-05","hours":"Mo-Sa 10:00-19:00; Su 11:00-17:00""#;

fn at(text: &str) -> Timestamp {
    text.parse::<jiff::civil::DateTime>().unwrap().in_tz("Europe/Berlin").unwrap().timestamp()
}

fn spans(stored: &StoredStop, venue: &Venue, day: jiff::civil::Date) -> String {
    let plan = plan(&stored.stop, venue, &calendar(), day);
    let reason = plan.reason.map_or(String::new(), |r| format!("{r:?}"));
    let spans: Vec<String> = plan.spans.iter().map(ToString::to_string).collect();
    format!("{} {}", spans.join(","), reason.split([' ', '(']).next().unwrap())
}

fn state_at(stored: &StoredStop, venue: &Venue, now: &str) -> String {
    let zoned = |z: &jiff::ZonedDateTime| z.strftime("%a %d.%m. %H:%M").to_string();
    match state(stored, venue, &calendar(), at(now)) {
        StopState::OpenUntil { until } => format!("open until {}", zoned(&until)),
        StopState::ClosedOpensAt { at } => format!("opens {}", zoned(&at)),
        StopState::InterruptedUntil { reopens, .. } => {
            format!("interrupted, opens {}", reopens.as_ref().map_or_else(|| "never".into(), zoned))
        }
        StopState::NotStarted { opens_at, from } => {
            format!("from {from}, opens {}", opens_at.as_ref().map_or_else(|| "?".into(), zoned))
        }
        StopState::Announced { opens_at, .. } => {
            format!("announced, opens {}", opens_at.as_ref().map_or_else(|| "?".into(), zoned))
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn a_shop_keeps_the_shop_closing_law() {
    let (s, shop) = (stop(WEEK_LONG), venue(true));
    assert_eq!(spans(&s, &shop, date(2026, 3, 28)), "10:00-19:00 ");
    assert_eq!(spans(&s, &shop, date(2026, 3, 29)), "13:00-17:00 Sunday", "a special Sunday, clipped");
    assert_eq!(spans(&s, &shop, date(2026, 4, 5)), " Sunday");
    assert_eq!(spans(&s, &shop, date(2026, 4, 3)), " Holiday");
    assert_eq!(spans(&s, &shop, date(2026, 4, 6)), " OutsideStop");
    assert_eq!(spans(&s, &venue(false), date(2026, 4, 5)), "11:00-17:00 ", "a library may open");
    assert_eq!(spans(&s, &venue(false), date(2026, 4, 3)), " Holiday");
}

#[test]
fn shops_close_early_on_christmas_eve_and_not_at_all_on_a_sunday() {
    let s = stop(r#""from":"2023-12-01","to":"2026-12-31","hours":"Mo-Su 10:00-19:00""#);
    assert_eq!(spans(&s, &venue(true), date(2025, 12, 24)), "10:00-14:00 ChristmasEve");
    assert_eq!(spans(&s, &venue(true), date(2023, 12, 24)), " Sunday");
    assert_eq!(spans(&s, &venue(false), date(2025, 12, 24)), "10:00-19:00 ");
}

#[test]
fn an_exception_wins_over_every_rule_but_an_interruption() {
    let s = stop(&format!(
        r#"{WEEK_LONG},"exceptions":[{{"day":"2026-04-03","hours":"12:00-18:00"}},{{"day":"2026-04-05","hours":"10:00-12:00"}},
           {{"day":"2026-04-01","hours":"closed","why":"Umbau"}}],
           "interruptions":[{{"from":"2026-04-03T15:00","until":"2026-04-03T16:30","why":"krank"}}]"#
    ));
    assert_eq!(spans(&s, &venue(true), date(2026, 4, 3)), "12:00-15:00,16:30-18:00 Interrupted");
    assert_eq!(spans(&s, &venue(true), date(2026, 4, 5)), "10:00-12:00 Exception");
    assert_eq!(spans(&s, &venue(true), date(2026, 4, 1)), " Exception");
}

#[test]
fn the_clerk_is_there_only_while_it_is_open() {
    let s = stop(&format!(r#"{WEEK_LONG},"clerk":"Tu,Fr 08:00-12:00,18:00-20:00""#));
    let clerk = clerk_on(&s.stop, &venue(true), &calendar(), date(2026, 3, 24));
    assert_eq!(clerk, ["10:00-12:00".parse().unwrap(), "18:00-19:00".parse().unwrap()]);
    assert_eq!(clerk_on(&s.stop, &venue(true), &calendar(), date(2026, 4, 3)), [], "holiday");
}

#[test]
fn says_what_a_stop_is() {
    let s = stop(&format!(
        r#"{WEEK_LONG},"interruptions":[{{"from":"2026-03-26T15:00","until":"2026-03-27T12:00"}},
           {{"from":"2026-04-04T12:00","until":"2026-04-30T12:00"}}]"#
    ));
    let shop = venue(true);
    for (now, expected) in [
        ("2026-03-01T12:00", "from 2026-03-23, opens Mon 23.03. 10:00"),
        ("2026-03-23T09:59:59", "opens Mon 23.03. 10:00"),
        ("2026-03-23T10:00", "open until Mon 23.03. 19:00"),
        ("2026-03-23T19:00", "opens Tue 24.03. 10:00"),
        ("2026-03-26T14:00", "open until Thu 26.03. 15:00"),
        ("2026-03-26T15:00", "interrupted, opens Fri 27.03. 12:00"),
        ("2026-03-27T03:00", "interrupted, opens Fri 27.03. 12:00"),
        ("2026-03-27T12:00", "open until Fri 27.03. 19:00"),
        ("2026-03-28T20:00", "opens Sun 29.03. 13:00"),
        ("2026-03-29T17:30", "opens Tue 31.03. 10:00"),
        ("2026-04-04T12:00", "interrupted, opens never"),
        ("2026-04-06T00:00", "Ended"),
    ] {
        assert_eq!(state_at(&s, &shop, now), expected, "{now}");
    }
}

#[test]
fn says_what_is_not_certain() {
    let mut s = stop(WEEK_LONG);
    s.stop.status = Status::Announced;
    assert_eq!(state_at(&s, &venue(true), "2026-03-01T12:00"), "announced, opens Mon 23.03. 10:00");
    assert_eq!(state_at(&s, &venue(true), "2026-03-23T12:00"), "announced, opens ?");
    s.stop.status = Status::Cancelled;
    assert_eq!(state_at(&s, &venue(true), "2026-03-23T12:00"), "Cancelled");
    let vague = stop(r#""from":"2026-03-23","to":"2026-04-05""#);
    assert_eq!(state_at(&vague, &venue(true), "2026-03-01T12:00"), "from 2026-03-23, opens ?");
    assert_eq!(state_at(&vague, &venue(true), "2026-03-23T12:00"), "HoursUnknown { to: 2026-04-05 }");
    assert_eq!(state_at(&stop(r#""status":"ended""#), &venue(true), "2026-03-23T12:00"), "Ended");
}

#[test]
fn is_over_after_the_last_hour_of_the_last_day() {
    let s = stop(WEEK_LONG);
    assert_eq!(state_at(&s, &venue(false), "2026-04-05T16:59"), "open until Sun 05.04. 17:00");
    assert_eq!(state_at(&s, &venue(false), "2026-04-05T17:00"), "Ended");
    assert_eq!(state_at(&s, &venue(true), "2026-04-04T19:00"), "Ended", "only a closed Sunday is left");
}

#[test]
fn the_clock_may_skip_and_repeat_hours() {
    let s =
        stop(r#""from":"2026-03-28","to":"2026-10-26","hours":"Mo-Su 00:00-02:15,02:45-03:15,22:00-24:00""#);
    let open = venue(false);
    assert_eq!(
        state_at(&s, &open, "2026-03-28T23:00"),
        "open until Sun 29.03. 03:15",
        "02:15 is skipped and means 03:15; of 02:45-03:15 nothing is left"
    );
    let second_quarter_past_two: Timestamp =
        "2026-10-25T02:15:00+01:00[Europe/Berlin]".parse::<jiff::ZonedDateTime>().unwrap().timestamp();
    let seen = state(&s, &open, &calendar(), second_quarter_past_two);
    assert!(seen.is_open(), "from the first 02:45 until 03:15: {seen:?}");
}

#[test]
fn a_stop_of_many_months_without_an_open_day_comes_to_an_end() {
    let s = stop(r#""from":"2000-01-01","to":"9000-01-01","hours":"closed""#);
    assert_eq!(state_at(&s, &venue(true), "2026-03-23T12:00"), "Ended");
}

fn tour_of(stops: Vec<StoredStop>) -> Tour {
    let venue = venue(true);
    Tour { venues: [(venue.id.clone(), venue)].into(), stops }
}

fn named(id: &str, fields: &str) -> StoredStop {
    let mut stored = stop(fields);
    stored.stop.id = id.parse().unwrap();
    stored
}

#[test]
fn sorts_the_tour() {
    let tour = tour_of(vec![
        named("past", r#""from":"2026-03-01","to":"2026-03-10","hours":"Mo-Sa 10:00-19:00""#),
        named("now", r#""from":"2026-03-20","to":"2026-03-30","hours":"Mo-Sa 10:00-19:00""#),
        named(
            "off",
            r#""from":"2026-04-01","to":"2026-04-02","hours":"Mo-Sa 10:00-19:00","status":"cancelled""#,
        ),
        named("next", r#""from":"2026-04-02","to":"2026-04-10","hours":"Mo-Sa 11:00-19:00""#),
        named("later", r#""from":"2026-05-02","to":"2026-05-10""#),
        named("vague", r#""status":"announced""#),
    ]);
    let phases = |now: &str| -> Vec<Phase> {
        tour.stops.iter().map(|s| phase(&tour, &calendar(), s, at(now))).collect()
    };
    assert_eq!(phases("2026-03-23T20:00"), [Past, Now, Next, Next, Later, Later]);
    assert_eq!(phases("2026-03-31T00:00"), [Past, Past, Next, Next, Later, Later]);
    let (calendar, now) = (calendar(), at("2026-03-23T11:00"));
    let seen = tour_overview(&tour, &calendar, now);
    assert_eq!(seen.open_now[0].stop.stop.id.as_str(), "now");
    assert_eq!(seen.next.unwrap().stop.stop.id.as_str(), "next");
    let seen = tour_overview(&tour, &calendar, at("2026-03-23T20:00"));
    assert!(seen.open_now.is_empty());
    assert_eq!(seen.next.unwrap().stop.stop.id.as_str(), "now", "it opens again tomorrow");
}

/// Minutes from two days before the stop to two days after it.
fn minutes(stored: &StoredStop) -> impl Iterator<Item = Timestamp> {
    let day = |d: Option<jiff::civil::Date>, by: i64| {
        let day = d.unwrap().saturating_add(jiff::Span::new().days(by));
        day.in_tz("Europe/Berlin").unwrap().timestamp()
    };
    let (first, last) = (day(stored.stop.from, -1), day(stored.stop.to, 2));
    (0..).map(move |n| first + SignedDuration::from_mins(n)).take_while(move |t| *t < last)
}

/// The instant lies in a planned span of some day.
fn planned(stored: &StoredStop, venue: &Venue, now: Timestamp) -> bool {
    let today = kernel::berlin(now).date();
    let edge = |day: jiff::civil::Date, time: jiff::civil::Time| {
        day.to_datetime(time).in_tz("Europe/Berlin").unwrap().timestamp()
    };
    plan(&stored.stop, venue, &calendar(), today).spans.iter().any(|span| {
        let end_day =
            if span.to() == jiff::civil::Time::midnight() { today.tomorrow().unwrap() } else { today };
        edge(today, span.from()) <= now && now < edge(end_day, span.to())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn open_now_means_inside_a_planned_span(stored in any_stop(), shop in any::<bool>()) {
        let (venue, calendar) = (venue(shop), calendar());
        for now in minutes(&stored).step_by(5) {
            let state = state(&stored, &venue, &calendar, now);
            let expected = stored.stop.status == Status::Confirmed && planned(&stored, &venue, now);
            prop_assert_eq!(state.is_open(), expected, "{} {:?}", kernel::berlin(now), state);
            if let StopState::OpenUntil { until } = &state {
                prop_assert!(until.timestamp() > now && !planned(&stored, &venue, until.timestamp()));
            }
            if let Some(opens) = state.opens_at() {
                prop_assert!(opens.timestamp() > now, "{} {:?}", kernel::berlin(now), state);
                prop_assert!(planned(&stored, &venue, opens.timestamp()));
            }
        }
    }

    #[test]
    fn next_change_skips_no_change(stored in any_stop(), shop in any::<bool>()) {
        let calendar = calendar();
        let venue = venue(shop);
        let tour = Tour { venues: [(venue.id.clone(), venue.clone())].into(), stops: vec![stored.clone()] };
        let seen = |now| (state(&stored, &venue, &calendar, now), kernel::berlin(now).date());
        let mut promised: Option<(Timestamp, _)> = None;
        for now in minutes(&stored) {
            let current = seen(now);
            if let Some((until, said)) = &promised && now < *until {
                prop_assert_eq!(&current, said, "{}", kernel::berlin(now));
                continue;
            }
            let until = next_change(&tour, &calendar, now);
            prop_assert!(until > now);
            promised = Some((until, current));
        }
    }
}
