//! `lotse card`: the check and the practice cards, as whoever stands at the desk calls them. Real readers and the real
//! AusweisApp: e2e/ausweisapp.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    process::Stdio,
};

use serde_json::Value;

use crate::place::Place;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn check(place: &Place, card: &str) -> Value {
    json(&place.run(&["card", "check", "--json", "--practice", card]).ok())
}

fn named<'a>(cards: &'a [Value], name: &str) -> &'a Value {
    cards.iter().find(|card| card["name"] == name).unwrap()
}

#[test]
fn practice_cards_are_listed_with_what_a_trainer_needs() {
    let place = Place::new();
    let cards = json(&place.run(&["card", "practice", "list", "--json"]).ok());
    let cards = cards.as_array().unwrap();
    assert_eq!(cards.len(), 13);
    assert_eq!(cards[1]["name"], "transport-pin");
    assert_eq!((cards[1]["pin"].as_str().unwrap().len(), cards[1]["puk"].as_str().unwrap().len()), (5, 10));
    let day = |card: &Value| card["expires"].as_str().unwrap().to_owned();
    let (expired, soon) = (named(cards, "expired"), named(cards, "expires-soon"));
    assert!(day(expired) < day(soon) && day(soon) < day(&cards[1]), "what is printed on the cards");
    assert!(named(cards, "under-16")["born"].as_str() > cards[1]["born"].as_str());
    let words = place.run(&["card", "practice", "list"]).ok();
    assert!(
        words.contains("keine echten Ausweise")
            && words.contains("under-16")
            && words.contains("printed: valid until"),
        "{words}"
    );
}

#[test]
fn the_check_speaks_both_languages_and_says_what_it_cannot_know() {
    let place = Place::new();
    let found = check(&place, "blocked");
    assert_eq!((&found["state"], &found["kind"]), (&"blocked".into(), &"id_card_or_residence_permit".into()));
    assert!(found["guide"]["de"].as_str().unwrap().contains("PUK"));
    assert!(found["visitor"]["en"].as_str().unwrap().contains("blocked"));
    assert!(found["cannot_know"].as_array().unwrap().len() >= 3);
    let words = place.run(&["card", "check", "--practice", "off"]).ok();
    assert!(words.starts_with("Karte: ") && words.contains("Ausgeschaltet"), "{words}");
    let words = place.run(&["card", "check", "--practice", "off", "--lang", "en"]).ok();
    assert!(words.contains("Switched off"), "{words}");
    for pin in ["24001", "500101", "9000000101"] {
        assert!(!words.contains(pin));
    }
}

#[test]
fn the_clerk_switches_on_and_a_reset_undoes_it() {
    let place = Place::new();
    assert_eq!(check(&place, "off")["state"], "off");
    place.run(&["card", "practice", "activate", "off", "--new-pin", "135790"]).ok();
    assert_eq!(check(&place, "off")["state"], "usable");
    place.run(&["card", "practice", "deactivate", "off"]).ok();
    assert_eq!(check(&place, "off")["state"], "off");
    place.run(&["card", "practice", "new-pin", "puk-used-up", "--new-pin", "135790"]).ok();
    assert_eq!(check(&place, "puk-used-up")["state"], "usable");
    place.run(&["card", "practice", "reset"]).ok();
    assert_eq!(check(&place, "puk-used-up")["state"], "blocked");
}

#[test]
fn a_service_knows_what_no_check_can_see() {
    let place = Place::new();
    for (card, verdict, said) in [
        ("own-pin", "accepted", "accepts"),
        ("expired", "expired", "expired"),
        ("locked", "locked", "reported lost"),
    ] {
        assert_eq!(check(&place, card)["state"], "usable");
        let found = json(&place.run(&["card", "practice", "identify", card, "--json"]).ok());
        assert_eq!((&found["name"], &found["verdict"]), (&card.into(), &verdict.into()));
        let words = place.run(&["card", "practice", "identify", card]).ok();
        assert!(words.contains(said), "{words}");
    }
    for (args, said) in [
        (&["transport-pin"][..], "transport PIN"),
        (&["off", "--pin", "123456"], "6283"),
        (&["own-pin", "--pin", "000000"], "63C2"),
    ] {
        let done = place.run(&[&["card", "practice", "identify"], args].concat());
        assert!(done.code == Some(1) && done.err.contains(said), "{args:?}: {}", done.err);
    }
    assert_eq!(check(&place, "own-pin")["tries"], 2, "a wrong PIN counts, as on every card");
}

#[test]
fn wrong_use_of_practice_cards_is_told() {
    let place = Place::new();
    for (args, code, said) in [
        (&["check", "--practice", "nobody"][..], 1, "practice list"),
        (&["practice", "insert", "off", "--reader", "127.0.0.1:1"], 1, "no virtual reader"),
        (&["practice", "activate", "off", "--new-pin", "12345"], 2, "six digits"),
        (&["practice", "new-pin", "off", "--new-pin", "1234567"], 2, "six digits"),
        (&["practice", "activate", "under-16", "--new-pin", "135790"], 1, "under 16"),
        (&["practice", "activate", "expired", "--new-pin", "135790"], 1, "has expired"),
        (&["practice", "activate", "off", "--new-pin", "geheim"], 2, "digits"),
        (&["practice", "activate", "off"], 2, "--new-pin"),
        (&["check", "--practice", "off", "--reader", "x"], 2, "cannot be used"),
        (&["check", "--wait", "--follow"], 2, "cannot be used"),
        (&["check", "--follow", "--practice", "off"], 2, "cannot be used"),
        (&["check", "--timeout", "5"], 2, "--wait"),
        (&["check", "--wait", "--timeout", "0"], 2, "1..=86400"),
        (&["practice"], 2, "Usage"),
    ] {
        let done = place.run(&[&["card"], args].concat());
        assert_eq!(done.code, Some(code), "{args:?}: {}", done.err);
        assert!(done.err.contains(said), "{args:?}: {}", done.err);
    }
    place.write("practice-cards/off.json", "{");
    let done = place.run(&["card", "check", "--practice", "off"]);
    assert!(done.code == Some(1) && done.err.contains("off.json is damaged"), "{}", done.err);
    assert!(done.err.contains("lotse card practice reset off"), "{}", done.err);
    place.run(&["card", "practice", "reset", "off"]).ok();
    assert_eq!(check(&place, "off")["state"], "off");
    place.write("practice-cards/origin.json", "");
    let done = place.run(&["card", "practice", "list"]);
    assert!(done.code == Some(1) && done.err.contains("origin.json is damaged"), "{}", done.err);
}

/// No service listens at this place, or one that refuses everybody, as polkit makes it do for users without a seat.
#[cfg(feature = "station")]
#[test]
fn a_service_that_does_not_run_and_one_that_refuses_are_told_apart() {
    use std::{os::unix::net::UnixListener, thread};

    let place = Place::new();
    let socket = place.path("pcscd");
    let run = |args: &[&str]| -> crate::place::Done {
        let mut command = place.command(&[&["card", "check", "--json"], args].concat());
        command.env("PCSCLITE_CSOCK_NAME", &socket).output().unwrap().into()
    };
    for patience in [&[][..], &["--wait", "--timeout", "1"]] {
        let done = run(patience);
        assert_eq!((done.code, &json(&done.out)["problem"]), (Some(1), &"no_service".into()), "{patience:?}");
        assert!(done.err.contains("Dienst für Kartenleser"), "{}", done.err);
    }
    let service = UnixListener::bind(&socket).unwrap();
    thread::spawn(move || {
        for client in service.incoming() {
            let mut client = client.unwrap();
            // Header and version; the same version, and "security violation", come back.
            let mut asked = [0; 20];
            client.read_exact(&mut asked).unwrap();
            let _ = client.write_all(&[&asked[8..16], &0x8010_006A_u32.to_ne_bytes()].concat());
        }
    });
    for patience in [&[][..], &["--wait", "--timeout", "2"]] {
        let done = run(patience);
        assert_eq!(done.code, Some(1), "{patience:?}");
        assert!(done.err.contains("service for card readers failed"), "{patience:?}: {}", done.err);
    }
}

/// The test is the virtual reader.
#[test]
fn an_inserted_card_answers_and_is_in_one_hand() {
    let place = Place::new();
    let reader = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = reader.local_addr().unwrap().to_string();
    let args = ["card", "practice", "insert", "own-pin", "--reader", &address];
    let mut card = place.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut slot, _) = reader.accept().unwrap();
    let mut said = String::new();
    BufReader::new(card.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
    assert!(said.contains("own-pin"), "{said}");
    let mut ask = |message: &[u8]| {
        slot.write_all(&u16::try_from(message.len()).unwrap().to_be_bytes()).unwrap();
        slot.write_all(message).unwrap();
        let mut length = [0; 2];
        slot.read_exact(&mut length).unwrap();
        let mut answer = vec![0; u16::from_be_bytes(length).into()];
        slot.read_exact(&mut answer).unwrap();
        answer
    };
    assert_eq!(ask(&[4])[0], 0x3B, "the answer to reset");
    assert_eq!(ask(b"\x00\xA4\x00\x0C\x02\x3F\x00"), [0x90, 0x00]);
    assert!(ask(b"\x00\xB0\x9C\x00\x00").ends_with(&[0x90, 0x00]), "EF.CardAccess");
    let done = place.run(&["card", "practice", "reset", "own-pin"]);
    assert!(done.code == Some(1) && done.err.contains("is in a reader"), "{}", done.err);
    let done = place.run(&["card", "practice", "reset"]);
    assert!(done.code == Some(1) && done.err.contains("is in a reader"), "{}", done.err);
    assert_eq!(done.out.lines().count(), 12, "all the others are as handed out: {}", done.out);
    drop(slot);
    let ended = card.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("the virtual reader went away"));
}
