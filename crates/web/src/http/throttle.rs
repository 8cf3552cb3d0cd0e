//! Slows down floods: what must be worked out for each request is bounded per address. Pages and files that
//! lie ready in memory are not counted.
//!
//! The allowance is generous, because a shopping mall's Wi-Fi or a mobile carrier is one address to us. Requests from
//! this machine itself are not counted: they come from its operator, or from a proxy that is not named as trusted, and
//! then every visitor would share one allowance.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use jiff::Timestamp;

use super::{
    client::{ClientAddress, Prefix},
    error_page,
};
use crate::App;

/// How much one address may do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// So often a second, for as long as it likes.
    rate: f64,
    /// So often at once.
    burst: f64,
}

impl Pace {
    /// Requests.
    pub(crate) const REQUESTS: Self = Self { rate: 50.0, burst: 200.0 };
    /// Numbers drawn at a stand. Ten a minute are more than a stand can serve, and all phones of a shopping mall are one
    /// address to us.
    pub(crate) const NUMBERS: Self = Self { rate: 10.0 / 60.0, burst: 40.0 };
}

/// Addresses remembered at once, some 4 MB; further ones share one allowance.
const MOST_ADDRESSES: usize = 65_536;
/// Pause between two searches for addresses that can be forgotten.
const TIDY_PAUSE: i64 = 1_000;

/// The allowances of all addresses seen in the last seconds.
#[derive(Debug)]
pub(crate) struct Throttle(Mutex<Buckets>);

#[derive(Debug)]
struct Buckets {
    pace: Pace,
    known: HashMap<Prefix, Bucket>,
    others: Bucket,
    tidied: i64,
}

/// A bucket of tokens that fills up again.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    /// Milliseconds since 1970.
    at: i64,
}

impl Bucket {
    fn full(pace: Pace) -> Self {
        Self { tokens: pace.burst, at: 0 }
    }

    fn filled(self, pace: Pace, now: i64) -> f64 {
        // A clock that went back fills nothing, and the next request counts from there.
        let passed = u32::try_from((now - self.at).max(0)).map_or(f64::MAX, f64::from);
        (self.tokens + passed / 1000.0 * pace.rate).min(pace.burst)
    }

    fn take(&mut self, pace: Pace, now: i64) -> Result<(), Duration> {
        let tokens = self.filled(pace, now);
        let enough = tokens >= 1.0;
        *self = Self { tokens: if enough { tokens - 1.0 } else { tokens }, at: now };
        if enough { Ok(()) } else { Err(Duration::from_secs_f64((1.0 - tokens) / pace.rate)) }
    }
}

impl Throttle {
    /// Nobody has done anything yet.
    pub(crate) fn new(pace: Pace) -> Self {
        Self(Mutex::new(Buckets { pace, known: HashMap::new(), others: Bucket::full(pace), tidied: 0 }))
    }

    /// Counts one, or says how long to wait. Whoever comes from this machine itself is not counted.
    pub(crate) fn count(&self, client: Option<ClientAddress>, now: Timestamp) -> Result<(), Duration> {
        let counted = client.filter(|client| !client.is_this_machine());
        counted.map_or(Ok(()), |client| self.take(client.prefix(), now))
    }

    fn take(&self, client: Prefix, now: Timestamp) -> Result<(), Duration> {
        let now = now.as_millisecond();
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pace = buckets.pace;
        buckets.bucket(client, now).take(pace, now)
    }
}

impl Buckets {
    fn bucket(&mut self, client: Prefix, now: i64) -> &mut Bucket {
        if self.known.len() >= MOST_ADDRESSES && (now - self.tidied).abs() >= TIDY_PAUSE {
            // A full bucket is as good as none.
            let pace = self.pace;
            self.known.retain(|_, bucket| bucket.filled(pace, now) < pace.burst);
            self.tidied = now;
        }
        if self.known.len() >= MOST_ADDRESSES && !self.known.contains_key(&client) {
            return &mut self.others;
        }
        self.known.entry(client).or_insert(Bucket::full(self.pace))
    }
}

/// Refuses what is too much with 429 and the time to wait.
pub(crate) async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let Err(wait) = count(&app, &request) else { return next.run(request).await };
    let mut response = error_page::show(&app, request.uri(), StatusCode::TOO_MANY_REQUESTS);
    let seconds = wait.as_secs() + 1;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Counts a request if it is one that counts, or says how long to wait. Answers that lie ready by chance, because the
/// same was asked before, count as others: nobody shall learn from this what was asked.
pub(crate) fn count<B>(app: &App, request: &axum::http::Request<B>) -> Result<(), Duration> {
    let client = request.extensions().get::<ClientAddress>().copied();
    app.throttle().count(client.filter(|_| is_work(request)), app.now())
}

/// Whether the answer is worked out for each request: the API, whatever has a question in its address, whatever changes
/// something, and a number by its link, so that nobody tries links for long.
fn is_work<B>(request: &axum::http::Request<B>) -> bool {
    let uri = request.uri();
    uri.path().starts_with("/api/")
        || uri.path().ends_with("/dienste/vorschlaege")
        || uri.path().contains("/besuch/")
        || uri.query().is_some_and(|q| !q.is_empty())
        || !matches!(*request.method(), Method::GET | Method::HEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(1_700_000_000_000 + milliseconds).unwrap()
    }

    fn granted(throttle: &Throttle, client: Prefix, now: i64, asked: usize) -> usize {
        (0..asked).filter(|_| throttle.take(client, at(now)).is_ok()).count()
    }

    #[test]
    fn a_burst_is_granted_and_refilled_slowly() {
        let throttle = Throttle::new(Pace::REQUESTS);
        let (one, other) = (Prefix::V4(1), Prefix::V4(2));
        assert_eq!(granted(&throttle, one, 0, 500), 200);
        assert!(throttle.take(one, at(0)).unwrap_err() <= Duration::from_millis(20));
        assert_eq!(granted(&throttle, other, 0, 10), 10, "others are not slowed down");
        assert_eq!(granted(&throttle, one, 1_000, 500), 50);
        assert_eq!(granted(&throttle, one, 3_600_000, 500), 200);
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out() {
        let throttle = Throttle::new(Pace::REQUESTS);
        assert_eq!(granted(&throttle, Prefix::V4(1), 1_000_000, 500), 200);
        assert_eq!(granted(&throttle, Prefix::V4(1), 0, 500), 0);
        assert_eq!(granted(&throttle, Prefix::V4(1), 1_000, 500), 50);
    }

    #[test]
    fn memory_is_bounded_and_a_flood_of_addresses_is_slowed_as_one() {
        let throttle = Throttle::new(Pace::REQUESTS);
        for n in 0..MOST_ADDRESSES as u64 {
            assert!(throttle.take(Prefix::V6(n), at(0)).is_ok());
        }
        let known = || throttle.0.lock().unwrap().known.len();
        let strangers = (0..1_000).filter(|n| throttle.take(Prefix::V4(*n), at(0)).is_ok()).count();
        assert_eq!((known(), strangers), (MOST_ADDRESSES, 200));
        assert!(throttle.take(Prefix::V4(7), at(10_000)).is_ok());
        assert_eq!(known(), 1, "those who asked for nothing since are forgotten");
    }
}
