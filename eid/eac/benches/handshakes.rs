//! Handshakes per second: PACE, and the whole way with terminal and chip authentication, both sides each, beside the
//! bare operations on the curve that they must do, and beside libeac. All in one run, round by round, so that a busy
//! machine slows all of them alike; processor time is measured, and the median round counts.
//!
//! `cargo bench -p eac`; needs libeac as the tests do.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a measurement, not the product"
)]
#![allow(dead_code, unreachable_pub, reason = "shares the tests' helpers")]

#[path = "../tests/it/libeac/peer.rs"]
mod peer;
#[path = "../tests/it/support.rs"]
mod support;

use std::hint::black_box;
use std::time::Duration;

use bp256::r1::{ProjectivePoint, Scalar};
use eac::ca;
use eac::card_access::SecurityInfos;
use eac::chat::{Chat, Level, Rights, TerminalKind};
use eac::curve::Curve;
use eac::cvc::Reference;
use eac::cvc::chain::Trust;
use eac::keys::Cipher;
use eac::pace::{ChipPace, Opened, Parameters, Secret, TerminalPace};
use eac::pki::{Pki, Terminal};
use eac::signature::SigningKey;
use eac::ta::{self, Auxiliary};
use eac::tlv::object;
use elliptic_curve::ops::MulByGeneratorVartime;
use elliptic_curve::{Generate, Group};
use jiff::civil::date;

use peer::Peer;
use support::{Dice, hex};

const ROUNDS: usize = 15;
const RUNS: usize = 20;
const PARAMETERS: Parameters = Parameters { cipher: Cipher::Aes128, curve: Curve::BrainpoolP256r1 };

fn main() {
    let mut world = World::new();
    let mut peer = world.peer();
    let (mut pace, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        pace.push([time(|| world.bare(10, 0)), time(|| drop(world.pace())), libeac(&mut peer, "pace")]);
        // Beside PACE's ten: two ephemeral or signing keys, two agreements; three signatures are verified.
        whole.push([time(|| world.bare(14, 3)), time(|| world.whole()), libeac(&mut peer, "full")]);
    }
    report("PACE", &pace);
    report("PACE, terminal and chip authentication", &whole);
}

/// Seconds of processor time for one of several runs.
fn time(mut run: impl FnMut()) -> f64 {
    let start = processor_time();
    for _ in 0..RUNS {
        run();
    }
    processor_time().saturating_sub(start).as_secs_f64() / f64::from(u32::try_from(RUNS).unwrap())
}

/// What this thread has used so far, from Linux's own book.
fn processor_time() -> Duration {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(line.split(' ').next().unwrap().parse().unwrap())
}

fn libeac(peer: &mut Peer, kind: &str) -> f64 {
    let answer = peer.line(&format!("bench {RUNS} {kind}"), &[]);
    let seconds: f64 = answer.strip_prefix("ok ").expect(&answer).parse().unwrap();
    seconds / f64::from(u32::try_from(RUNS).unwrap())
}

fn report(name: &str, rounds: &[[f64; 3]]) {
    let middle = |of: &dyn Fn(&[f64; 3]) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let [bare, ours, libeac] = [0, 1, 2].map(|at| 1.0 / middle(&|round| round[at]));
    println!(
        "{name}, brainpoolP256r1, both sides, per second: ours {ours:.0}, bare {bare:.0}, libeac {libeac:.0}"
    );
    println!(
        "    ours ÷ bare {:.2}, libeac ÷ ours {:.2}",
        middle(&|r| r[1] / r[0]),
        middle(&|r| r[2] / r[1])
    );
}

struct World {
    dice: Dice,
    access: Vec<u8>,
    secret: Secret,
    pki: Pki,
    terminal: Terminal,
    holder: Reference,
    chip: ca::Chip,
    trust: Trust,
}

impl World {
    fn new() -> Self {
        let mut dice = Dice::new("handshakes");
        let pki = Pki::new("DE", date(2026, 11, 26), &mut dice).unwrap();
        let terminal = pki.terminal("TERM", Rights::ALL, None, &mut dice).unwrap();
        Self {
            access: SecurityInfos::eid_card(PARAMETERS.cipher, PARAMETERS.curve).to_der(),
            secret: Secret::from_digits("123456"),
            holder: terminal.chain[1].holder().clone(),
            chip: ca::Chip::generate(PARAMETERS.curve, &mut dice).unwrap(),
            trust: Trust::new(&pki.cvca.certificate, date(2026, 11, 26)).unwrap(),
            pki,
            terminal,
            dice,
        }
    }

    /// libeac with the same card and the same terminal.
    fn peer(&self) -> Peer {
        let mut peer = Peer::start();
        peer.ask("secret pin", &[b"123456"]);
        let point = self.chip.public(None).point;
        peer.ask("bench-card", &[&self.access, self.chip.expose_secret(), &point]);
        let [verifier, terminal] = [0, 1].map(|at| self.terminal.chain[at].to_tlv());
        let cvca = self.pki.cvca.certificate.to_tlv();
        peer.ask("bench-terminal", &[&pkcs8(&self.terminal.key), &terminal, &cvca, &verifier]);
        peer
    }

    /// The bare work: multiplications of some point, and sums of two as for the verification of a signature.
    fn bare(&mut self, products: usize, sums: usize) {
        let scalar = Scalar::generate_from_rng(&mut self.dice);
        let point = ProjectivePoint::generator();
        for _ in 0..products {
            black_box(black_box(point) * black_box(scalar));
        }
        for _ in 0..sums {
            black_box(ProjectivePoint::mul_by_generator_and_mul_add_vartime(
                &scalar,
                &scalar,
                black_box(&point),
            ));
        }
    }

    fn pace(&mut self) -> [Opened; 2] {
        let offered = [0; 2].map(|_| SecurityInfos::parse(&self.access).unwrap().pace[0]);
        let [one, other] = offered.map(|pace| Parameters { cipher: pace.cipher, curve: pace.curve.unwrap() });
        let dice = &mut self.dice;
        let (chip, nonce) = ChipPace::new(one, &self.secret).nonce(dice);
        let (terminal, key) = TerminalPace::new(other, &self.secret).nonce(&nonce, dice).unwrap();
        let (chip, answer) = chip.map(&key, dice).unwrap();
        let (terminal, key) = terminal.map(&answer, dice).unwrap();
        let (chip, answer) = chip.agree(&key, dice).unwrap();
        let (terminal, token) = terminal.agree(&answer).unwrap();
        let (token, chip) = chip.finish(&token).unwrap();
        [terminal.finish(&token).unwrap(), chip]
    }

    fn whole(&mut self) {
        let [at_terminal, at_chip] = self.pace();
        let asked = Chat::new(TerminalKind::Authentication, Level::Terminal, Rights::ALL);
        let mut chip = ta::Chip::new(self.trust.clone(), &at_chip.id_chip, Some(asked));
        for command in ta::wire::present(&self.terminal.chain) {
            match command.instruction {
                ta::wire::MSE => chip.select_issuer(ta::wire::parse_set_dst(&command.data).unwrap()).unwrap(),
                _ => chip.verify_certificate(&command.data).unwrap(),
            }
        }
        let (key, dice) = (&self.terminal.key, &mut self.dice);
        let terminal =
            ta::Terminal::new(PARAMETERS.curve, &at_terminal.id_chip, Auxiliary::default(), dice).unwrap();
        let [set_at, _] = terminal.commands(key, &self.holder);
        chip.begin(&ta::wire::SetAt::parse(&set_at.data).unwrap()).unwrap();
        let challenge = chip.challenge(dice);
        let (agreed, signature) = terminal.sign(key, &challenge).unwrap();
        let authenticated = chip.authenticate(&signature).unwrap();
        let public = agreed.public().to_vec();
        let (answer, _) =
            self.chip.authenticate(PARAMETERS.cipher, &authenticated.compressed, &public, dice).unwrap();
        black_box(agreed.finish(&self.chip.public(None), PARAMETERS.cipher, &answer).unwrap());
    }
}

/// A key as OpenSSL reads it: PKCS #8 with the name of brainpoolP256r1.
fn pkcs8(key: &SigningKey) -> Vec<u8> {
    let algorithm = hex("30 14 06072A8648CE3D0201 06092B2403030208010107");
    let secret = object(0x30, &[object(0x02, &[1]), object(0x04, key.expose_secret())].concat());
    object(0x30, &[object(0x02, &[0]), algorithm, object(0x04, &secret)].concat())
}
