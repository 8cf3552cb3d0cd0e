use jiff::civil::Weekday;
use proptest::prelude::*;

use super::*;

fn week(s: &str) -> WeekHours {
    s.parse().unwrap()
}

fn wrong(s: &str) -> String {
    s.parse::<WeekHours>().unwrap_err().to_string()
}

#[test]
fn reads_what_editors_write_and_writes_one_form() {
    for (written, canonical) in [
        ("Mo-Sa 10:00-19:00; Su 13:00-18:00", "Mo-Sa 10:00-19:00; Su 13:00-18:00"),
        ("Tu,Th 10:00-13:00,14:00-18:00", "Tu,Th 10:00-13:00,14:00-18:00"),
        ("Di, Do 14:00-18:00, 10:00-13:00", "Tu,Th 10:00-13:00,14:00-18:00"),
        ("Mi–So 9:00–24:00", "We-Su 09:00-24:00"),
        ("10:00-19:00; So geschlossen", "Mo-Sa 10:00-19:00"),
        ("Sa-Mo 10:00-12:00,12:00-14:00;", "Mo,Sa-Su 10:00-14:00"),
        ("Mo-Su 00:00-24:00", "Mo-Su 00:00-24:00"),
        ("closed", "closed"),
        ("Mo: 10:00-11:00", "Mo 10:00-11:00"),
    ] {
        assert_eq!(week(written).to_string(), canonical, "{written}");
    }
}

#[test]
fn a_later_rule_replaces_an_earlier_one() {
    let week = week("Mo-Su 10:00-19:00; We off; Sa 10:00-14:00");
    assert!(week.on(Weekday::Wednesday).is_empty());
    assert_eq!(week.on(Weekday::Saturday), ["10:00-14:00".parse().unwrap()]);
    assert_eq!(week.on(Weekday::Sunday), ["10:00-19:00".parse().unwrap()]);
}

#[test]
fn says_what_is_wrong() {
    insta::assert_snapshot!(wrong("Mo 10:00-13:00,12:00-14:00"), @"10:00-13:00 and 12:00-14:00 overlap");
    insta::assert_snapshot!(wrong("Mo 19:00-10:00"), @"19:00-10:00 ends before it begins; hours past midnight belong to the next day");
    insta::assert_snapshot!(wrong("Xx 10:00-13:00"), @r#""Xx" is no day; write Mo, Tu, We, Th, Fr, Sa, Su (or Di, Mi, Do, So)"#);
    insta::assert_snapshot!(wrong("Mo 10-13"), @r#""10" is no time; write hours and minutes, for example 09:30 (the day ends at 24:00)"#);
    insta::assert_snapshot!(wrong("Mo"), @r#""Mo" is no span of time; write for example 10:00-19:00"#);
    insta::assert_snapshot!(wrong("PH off"), @r#"leave out "PH": public holidays are closed anyway; write an exception for a day that differs"#);
    insta::assert_snapshot!(wrong("  "), @r#"no hours are written; write for example "Mo-Sa 10:00-19:00" or "closed""#);
    for s in [
        "Mo 24:01-25:00",
        "Mo 10:60-11:00",
        "Mo 10:00-10:00",
        "Mo 00:00-00:00",
        "Mo +1:00-02:00",
        "24/7",
        "Mo,,Tu 10:00-11:00",
    ] {
        assert!(s.parse::<WeekHours>().is_err(), "{s}");
    }
}

#[test]
fn hours_are_text_in_json() {
    let json = serde_json::to_string(&week("Mo 10:00-12:00")).unwrap();
    assert_eq!(json, r#""Mo 10:00-12:00""#);
    assert_eq!(serde_json::from_str::<WeekHours>(&json).unwrap(), week("Mo 10:00-12:00"));
    assert_eq!(serde_json::from_str::<DayHours>(r#""closed""#).unwrap(), DayHours::Closed);
}

proptest! {
    #[test]
    fn every_week_survives_being_written(week in crate::testing::week_hours()) {
        prop_assert_eq!(week.to_string().parse::<WeekHours>().unwrap(), week);
    }

    #[test]
    fn no_text_makes_it_fall_over(text in "\\PC{0,40}") {
        let _ = text.parse::<WeekHours>();
        let _ = text.parse::<DayHours>();
    }
}
