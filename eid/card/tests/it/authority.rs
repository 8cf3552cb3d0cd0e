//! A card under an authority of the test's own: its terminals may come in every order.

use card::{
    InProcess,
    chip::{CHIP_KEY, Chip, Holder, Memory, Personal},
    practice::{Paced, Terminal, TerminalError},
};
use eac::{
    ca,
    card_access::{PaceProtocol, SecurityInfos},
    chat::{Chat, Level, Right, Rights, TerminalKind},
    curve::Curve,
    cvc::{Reference, chain::Trust},
    keys::Cipher,
    pace::{Password, Secret},
    pki::{self, Pki},
    ri,
    ta::{self, Auxiliary, wire},
};
use jiff::civil::{Date, date};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

const TODAY: Date = date(2026, 11, 26);
const CURVE: Curve = Curve::BrainpoolP256r1;

fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

struct World {
    pki: Pki,
    terminal: pki::Terminal,
    chat: Chat,
    chip: InProcess<Chip<ChaCha20Rng>>,
}

fn holder() -> Holder {
    let text = || "ÜBUNG".to_owned();
    Holder {
        document_type: "ID",
        expires: date(2030, 1, 1),
        given_names: text(),
        family_name: text(),
        born: date(1990, 1, 1),
        birthplace: text(),
        nationality: "D",
        street: text(),
        town: text(),
        postcode: "20095".to_owned(),
        community: [0x02, 0x76, 0x02, 0, 0, 0, 0],
    }
}

fn world() -> World {
    world_with(None, &[])
}

/// `address`: of a description of the card, which makes EF.CardAccess longer. `unsigned`: what stands there, and nobody
/// signed it.
fn world_with(address: Option<String>, unsigned: &[PaceProtocol]) -> World {
    let pki = Pki::new("UT", TODAY, &mut rng(1)).unwrap();
    let rights = Rights::from([Right::CanAllowed, Right::Read(4)]);
    let terminal = pki.terminal("TERM", rights, None, &mut rng(2)).unwrap();
    let key = ca::Chip::generate(CURVE, &mut rng(3)).unwrap();
    let mut open = SecurityInfos::eid_card(Cipher::Aes128, CURVE);
    open.chip[0].key = Some(CHIP_KEY);
    open.chip_domains[0].key = Some(CHIP_KEY);
    open.card_info = address;
    let signed = SecurityInfos { keys: vec![key.public(Some(CHIP_KEY))], ..open.clone() };
    open.pace.extend(unsigned);
    let personal = Personal {
        holder: holder(),
        travel_document: true,
        can: "500101".parse().unwrap(),
        puk: "9000000101".parse().unwrap(),
        card_access: open.to_der(),
        card_security: pki.signer.sign(&signed.to_der()).unwrap(),
        key,
        identity: ri::Secret::generate(CURVE, &mut rng(7)).unwrap(),
        trust: Trust::new(&pki.cvca.certificate, TODAY).unwrap(),
    };
    let memory = Memory { active: true, pin: "123456".parse().unwrap(), tries: 3, puk_uses: 10 };
    let chip = InProcess(Chip::new(personal, memory, Box::new(|_| true), rng(4)));
    World { pki, terminal, chat: Chat::new(TerminalKind::Authentication, Level::Terminal, rights), chip }
}

fn refused(step: &'static str, status: u16) -> TerminalError {
    TerminalError::Refused { step, status }
}

type At<'a> = Terminal<'a, ChaCha20Rng>;

/// Signs a challenge of the card; `spoil`: with a bit that is wrong.
fn sign(terminal: &mut At<'_>, own: &pki::Terminal, paced: &Paced, spoil: u8) -> Result<(), TerminalError> {
    let begun = ta::Terminal::new(CURVE, &paced.id_chip, Auxiliary::default(), &mut rng(6)).unwrap();
    let [set, challenge] = begun.commands(&own.key, own.chain[1].holder());
    terminal.must("the terminal's key", &set)?;
    let challenge = terminal.must("a challenge", &challenge)?;
    let (_, mut signature) = begun.sign(&own.key, &challenge).unwrap();
    signature[20] ^= spoil;
    terminal.must("the terminal's signature", &wire::external_authenticate(signature)).map(drop)
}

#[test]
fn a_whole_authentication_and_certificates_in_pieces() {
    let World { pki, terminal: own, chat, mut chip } = world();
    let mut terminal = Terminal::new(&mut chip, rng(5));
    let can = Secret::from_digits("500101");
    let paced = terminal.pace(Password::Can, &can, Some(chat)).unwrap();
    terminal.authenticate(&own, &pki.csca, TODAY, &paced, Auxiliary::default()).unwrap();

    let paced = terminal.pace(Password::Can, &can, Some(chat)).unwrap();
    for command in wire::present(&own.chain) {
        let pieces: Vec<_> = command.data.chunks(100).collect();
        for (number, piece) in pieces.iter().enumerate() {
            let mut part = command.clone().with(piece.to_vec());
            part.class |= if number + 1 < pieces.len() { 0x10 } else { 0 };
            terminal.must("a piece", &part).unwrap();
        }
    }
    sign(&mut terminal, &own, &paced, 0).unwrap();
    assert!(terminal.read_file("EF.CardSecurity", 0x1D).is_ok());
}

#[test]
fn certificates_in_the_wrong_order_are_refused() {
    let World { terminal: own, chat, mut chip, .. } = world();
    let mut terminal = Terminal::new(&mut chip, rng(5));
    terminal.pace(Password::Can, &Secret::from_digits("500101"), Some(chat)).unwrap();
    let reversed = wire::present(own.chain.iter().rev());
    assert_eq!(terminal.must("a certificate", &reversed[0]), Err(refused("a certificate", 0x6A88)));
    assert_eq!(terminal.must("a certificate", &reversed[1]), Err(refused("a certificate", 0x6985)));
    let nobody: Reference = "UTCVCANONE00001".parse().unwrap();
    assert_eq!(terminal.must("an authority", &wire::set_dst(&nobody)), Err(refused("an authority", 0x6A88)));
}

#[test]
fn whoever_fails_a_second_time_is_nobody_again() {
    let World { terminal: own, chat, mut chip, .. } = world();
    let mut terminal = Terminal::new(&mut chip, rng(5));
    let paced = terminal.pace(Password::Can, &Secret::from_digits("500101"), Some(chat)).unwrap();
    for command in wire::present(&own.chain) {
        terminal.must("a certificate", &command).unwrap();
    }
    sign(&mut terminal, &own, &paced, 0).unwrap();
    assert!(terminal.read_file("EF.CardSecurity", 0x1D).is_ok());
    let wrong = sign(&mut terminal, &own, &paced, 1);
    assert_eq!(wrong, Err(refused("the terminal's signature", 0x6300)));
    let closed = terminal.read_file("EF.CardSecurity", 0x1D);
    assert_eq!(closed, Err(refused("EF.CardSecurity", 0x6982)));
    assert_eq!(
        terminal.must("chip authentication", &ca::wire::set_at(Cipher::Aes128, Some(CHIP_KEY))),
        Err(refused("chip authentication", 0x6982))
    );
}

/// German ID cards since 2021 have such a file.
#[test]
fn what_a_card_offers_may_be_longer_than_one_answer() {
    let World { pki, terminal: own, chat, mut chip } =
        world_with(Some("https://example.org/".repeat(15)), &[]);
    let mut terminal = Terminal::new(&mut chip, rng(5));
    let paced = terminal.pace(Password::Can, &Secret::from_digits("500101"), Some(chat)).unwrap();
    terminal.authenticate(&own, &pki.csca, TODAY, &paced, Auxiliary::default()).unwrap();
}

/// BSI TR-03110-2, 2: an authentication terminal comes with the PIN, or with the CAN and the right for it.
#[test]
fn a_terminal_comes_with_the_password_of_its_kind() {
    let World { chat, mut chip, .. } = world();
    let mut terminal = Terminal::new(&mut chip, rng(5));
    let with = |terminal: &mut At<'_>, password, digits, chat| {
        terminal.pace(password, &Secret::from_digits(digits), Some(chat)).map(|paced| paced.status)
    };
    let refused = Err(refused("the password", 0x6A80));
    assert_eq!(with(&mut terminal, Password::Puk, "9000000101", chat), refused);
    let no_can = chat.confined(Rights::from([Right::Read(4)]));
    assert_eq!(with(&mut terminal, Password::Can, "500101", no_can), refused);
    assert_eq!(with(&mut terminal, Password::Pin, "123456", no_can), Ok(0x9000));
}

/// EF.CardAccess is read before anything is protected: what decides on PACE must be among what the maker signed.
#[test]
fn what_a_card_offers_is_held_against_what_its_maker_signed() {
    let weaker = PaceProtocol { cipher: Cipher::Aes192, curve: Ok(CURVE) };
    let World { pki, terminal: own, chat, mut chip } = world_with(None, &[weaker]);
    let mut terminal = Terminal::new(&mut chip, rng(5));
    let paced = terminal.pace(Password::Can, &Secret::from_digits("500101"), Some(chat)).unwrap();
    let refused = terminal.authenticate(&own, &pki.csca, TODAY, &paced, Auxiliary::default());
    assert_eq!(refused, Err(TerminalError::NotSigned));
}
