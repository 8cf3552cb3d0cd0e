//! The practice service: whom it accepts, and that a card's name is for its own sector alone.

use card::{
    InProcess, VirtualCard as _,
    chip::{NAME_HASH, NAME_KEY},
    practice::{Clerk, Service, ServiceError, Terminal, TerminalError, Verdict},
};
use eac::{
    apdu::Command,
    chat::{Chat, Level, Right, Rights, TerminalKind},
    curve::Curve,
    pace::{Password, Secret},
    ri,
};
use jiff::civil::date;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

use crate::place::{Place, card};

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([8; 32])
}

fn verdict(place: &Place, name: &str) -> Result<Verdict, ServiceError> {
    let chip = place.named(name);
    let pin = chip.memory().pin.clone();
    Service::of(&place.cards).unwrap().identify(&mut InProcess(chip), &pin, date(2026, 3, 1), rng())
}

#[test]
fn a_locked_card_looks_like_any_other_and_is_refused_by_the_service_alone() {
    let place = Place::new();
    for (name, expected) in [
        ("own-pin", Verdict::Accepted),
        ("residence-permit", Verdict::Accepted),
        ("expired", Verdict::Expired),
        ("locked", Verdict::Locked),
    ] {
        assert_eq!(verdict(&place, name).unwrap(), expected, "{name}");
    }
    assert_eq!(place.memory(&card("residence-permit")).tries, 3, "the right PIN brings the tries back");
}

#[test]
fn cards_that_cannot_be_used_say_so() {
    let place = Place::new();
    assert!(matches!(verdict(&place, "transport-pin"), Err(ServiceError::TransportPin)));
    for (name, status, tries) in [("suspended", 0x6985, 1), ("blocked", 0x6983, 0)] {
        let expected = TerminalError::Refused { step: "PACE", status };
        assert!(
            matches!(verdict(&place, name), Err(ServiceError::Card(refused)) if refused == expected),
            "{name}"
        );
        assert_eq!(place.memory(&card(name)).tries, tries, "{name}");
    }
}

#[test]
fn another_sector_gets_no_name() {
    let place = Place::new();
    let mut chip = place.named("own-pin");
    let other = ri::Secret::generate(Curve::BrainpoolP256r1, &mut rng()).unwrap();
    let sector = ri::Sector::new(NAME_HASH, &other);
    let refused = |status| TerminalError::Refused { step: "restricted identification", status };
    // Before anybody proved anything.
    let answer = chip.process(&ri::set_at(NAME_HASH, NAME_KEY).to_bytes());
    assert_eq!(answer, [0x69, 0x82]);
    // The clerk's certificate names no sector at all.
    let clerk = Clerk::with_rights(&place.cards, &[Right::CanAllowed]).unwrap();
    let mut line = InProcess(&mut chip);
    let mut terminal = clerk.authenticate(&card("own-pin"), &mut line, rng()).unwrap();
    assert!(terminal.must("restricted identification", &ri::set_at(NAME_HASH, 9)) == Err(refused(0x6A88)));
    let set = ri::set_at(NAME_HASH, NAME_KEY);
    terminal.must("restricted identification", &set).unwrap();
    let ask = ri::general_authenticate(&sector);
    assert_eq!(terminal.must("restricted identification", &ask), Err(refused(0x6982)));
    terminal.must("restricted identification", &set).unwrap();
    let nonsense = Command::new(0, 0x86, 0, 0).with(vec![0x7C, 0]).expecting(256);
    assert_eq!(terminal.must("restricted identification", &nonsense), Err(refused(0x6A80)));
    assert!(chip.memory().tries == 3);
}

/// Between the service and the card somebody puts another sector's key.
#[test]
fn the_sector_is_the_certificates() {
    let place = Place::new();
    let mut chip = place.named("own-pin");
    let service = Service::of(&place.cards).unwrap();
    let mut line = InProcess(&mut chip);
    let mut terminal = Terminal::new(&mut line, rng());
    let chat = Chat::new(TerminalKind::Authentication, Level::Terminal, Rights::NONE);
    let paced = terminal.pace(Password::Pin, &Secret::from_digits("240003"), Some(chat)).unwrap();
    let proven = service.authenticate(&mut terminal, &paced, date(2026, 3, 1)).unwrap();
    let other = ri::Secret::generate(Curve::BrainpoolP256r1, &mut rng()).unwrap();
    let refused = TerminalError::Refused { step: "restricted identification", status: 0x6A80 };
    assert_eq!(terminal.name(&proven, &ri::Sector::new(NAME_HASH, &other)), Err(refused));
}
