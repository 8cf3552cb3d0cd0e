//! Days in certificates: six octets, one decimal digit each, YYMMDD, always in this century (BSI TR-03110-3,
//! section D.2).

use jiff::civil::Date;

/// The day that six octets stand for; none if they are no digits or no day of the calendar.
pub(super) fn from_digits(octets: &[u8]) -> Option<Date> {
    let [y1, y2, m1, m2, d1, d2] = <[u8; 6]>::try_from(octets).ok()?;
    let pair = |tens: u8, ones: u8| (tens < 10 && ones < 10).then(|| (10 * tens + ones).cast_signed());
    Date::new(2000 + i16::from(pair(y1, y2)?), pair(m1, m2)?, pair(d1, d2)?).ok()
}

/// The octets of a day; years count modulo 100.
pub(super) fn to_digits(day: Date) -> [u8; 6] {
    let digits = |number: i16| {
        let number = number.rem_euclid(100).unsigned_abs().to_le_bytes()[0];
        [number / 10, number % 10]
    };
    let [[y1, y2], [m1, m2], [d1, d2]] = [day.year(), day.month().into(), day.day().into()].map(digits);
    [y1, y2, m1, m2, d1, d2]
}
