//! Terminal and chip authentication, our terminal against our chip: the whole way, and every wrong turn.

use eac::ca::{self, Answer, CaError};
use eac::card_access::ChipKey;
use eac::chat::{Chat, Level, Right, Rights, TerminalKind};
use eac::curve::Curve;
use eac::cvc::chain::{ChainError, Trust};
use eac::cvc::{Certificate, Reference};
use eac::keys::Cipher;
use eac::messaging::{ChipChannel, TerminalChannel};
use eac::pki::{Pki, Terminal};
use eac::ta::{self, Authenticated, Auxiliary, TaError, wire};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::support::{Dice, hex};

const TODAY: Date = date(2026, 11, 26);
const CURVE: Curve = Curve::BrainpoolP256r1;
const NAME: &[u8] = &[7; 32];

struct Stage {
    pki: Pki,
    terminal: Terminal,
    chip: ta::Chip,
    dice: Dice,
}

fn asked(rights: Rights) -> Chat {
    Chat::new(TerminalKind::Authentication, Level::Terminal, rights)
}

fn stage(confined: impl Into<Option<Chat>>) -> Stage {
    let mut dice = Dice::new("stage");
    let pki = Pki::new("DE", TODAY, &mut dice).unwrap();
    let rights = Rights::from([Right::Read(4), Right::PinManagement]);
    let terminal = pki.terminal("TERM", rights, None, &mut dice).unwrap();
    let chip = ta::Chip::new(Trust::new(&pki.cvca.certificate, TODAY).unwrap(), NAME, confined.into());
    Stage { pki, terminal, chip, dice }
}

impl Stage {
    fn holder(&self) -> Reference {
        self.terminal.chain[1].holder().clone()
    }

    fn show(&mut self, certificate: &Certificate) -> Result<(), TaError> {
        self.chip.select_issuer(certificate.authority().as_bytes())?;
        self.chip.verify_certificate(certificate.content())
    }

    fn show_chain(&mut self) {
        for certificate in self.terminal.chain.clone() {
            self.show(&certificate).unwrap();
        }
    }

    fn begin(&mut self, auxiliary: Auxiliary) -> (ta::Terminal, wire::SetAt) {
        let begun = ta::Terminal::new(CURVE, NAME, auxiliary, &mut self.dice).unwrap();
        let [set_at, _] = begun.commands(&self.terminal.key, &self.holder());
        (begun, wire::SetAt::parse(&set_at.data).unwrap())
    }

    fn run(&mut self, auxiliary: Auxiliary) -> (ca::Terminal, Authenticated) {
        self.show_chain();
        let (begun, set_at) = self.begin(auxiliary);
        self.chip.begin(&set_at).unwrap();
        let challenge = self.chip.challenge(&mut self.dice);
        let (key, signature) = begun.sign(&self.terminal.key, &challenge).unwrap();
        (key, self.chip.authenticate(&signature).unwrap())
    }
}

#[test]
fn a_terminal_authenticates_itself_and_the_chip_answers() {
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        let mut stage = stage(asked(Rights::from([Right::Read(4), Right::Read(5)])));
        let auxiliary = Auxiliary::new(Some(b"20081126"), Some(b"20261126"), Some(&hex("0276")));
        let (key, authenticated) = stage.run(auxiliary.clone());
        assert_eq!(
            authenticated.chat.rights(),
            Rights::from([Right::Read(4)]),
            "certificate and holder must agree"
        );
        assert_eq!(
            (authenticated.terminal.holder().to_string().as_str(), &authenticated.auxiliary),
            ("DETERM00001", &auxiliary)
        );

        let chip = ca::Chip::generate(CURVE, &mut stage.dice).unwrap();
        let public = chip.public(Some(41));
        let command = ca::wire::general_authenticate(key.public());
        let point = ca::wire::parse_general_authenticate(&command.data).unwrap();
        let (answer, keys) =
            chip.authenticate(cipher, &authenticated.compressed, point, &mut stage.dice).unwrap();
        let answer = Answer::parse(&answer.to_tlv()).unwrap();
        let mut terminal = TerminalChannel::new(key.finish(&public, cipher, &answer).unwrap());
        let mut card = ChipChannel::new(keys);
        let secure = terminal.protect(&wire::get_challenge()).unwrap();
        assert_eq!(card.open(&secure).unwrap(), wire::get_challenge(), "both have the same new channel");
    }
}

#[test]
fn commands_say_what_the_standard_wants() {
    let stage = stage(None);
    let [verifier, terminal] = &stage.terminal.chain[..] else { panic!("two certificates") };
    let commands = wire::present([verifier, terminal]);
    let heads: Vec<[u8; 4]> = commands.iter().map(|c| [c.class, c.instruction, c.p1, c.p2]).collect();
    let (dst, pso) = ([0, 0x22, 0x81, 0xB6], [0, 0x2A, 0, 0xBE]);
    assert_eq!(heads, [dst, pso, dst, pso]);
    assert_eq!(commands[0].data, [&[0x83, 15], b"DECVCATEST00001".as_slice()].concat());
    assert_eq!(wire::parse_set_dst(&commands[0].data), Ok(b"DECVCATEST00001".as_slice()));
    assert_eq!(commands[3].data, terminal.content());
    assert_eq!(wire::get_challenge().to_bytes(), hex("00 84 0000 08"));
    assert_eq!(wire::external_authenticate(vec![1]).to_bytes(), hex("00 82 0000 01 01"));
    let set_at = ca::wire::set_at(Cipher::Aes128, Some(41));
    assert_eq!(set_at.to_bytes(), hex("00 22 41A4 0F 80 0A 04007F00070202030202 84 01 29"));
    assert_eq!(ca::wire::parse_set_at(&set_at.data), Ok((hex("04007F00070202030202").as_slice(), Some(41))));
    assert_eq!(ca::wire::parse_set_at(&ca::wire::set_at(Cipher::Aes256, None).data).unwrap().1, None);
}

#[test]
fn the_way_to_a_trust_point_is_found() {
    let stage = stage(None);
    let mut all = stage.terminal.chain.clone();
    all.reverse();
    let trusted = [stage.pki.cvca.certificate.holder().clone()];
    let path: Vec<String> =
        ta::path(&all, &trusted).unwrap().iter().map(|one| one.holder().to_string()).collect();
    assert_eq!(path, ["DEDVTEST00001", "DETERM00001"]);
    assert_eq!(ta::path(&all, &["FRCVCATEST00001".parse().unwrap()]), None, "no such authority");
    let round = [stage.terminal.chain[1].clone(), stage.pki.cvca.certificate.clone()];
    assert_eq!(ta::path(&round, &[]), None);
    let own = [stage.terminal.chain.clone(), vec![stage.pki.cvca.certificate.clone()]].concat();
    assert_eq!(ta::path(&own, &[]), None, "an authority that certifies itself ends no way");
    assert_eq!(
        ta::path(std::slice::from_ref(&stage.pki.cvca.certificate), &trusted),
        None,
        "nobody is a terminal"
    );
}

#[test]
fn certificates_in_the_wrong_order_are_refused() {
    let mut stage = stage(asked(Rights::ALL));
    let [verifier, terminal] = [0, 1].map(|at| stage.terminal.chain[at].clone());
    assert_eq!(stage.show(&terminal), Err(TaError::UnknownKey));
    assert_eq!(stage.chip.verify_certificate(verifier.content()), Err(TaError::Order), "no key selected");
    stage.show(&verifier).unwrap();
    assert_eq!(
        stage.chip.verify_certificate(terminal.content()),
        Err(TaError::Order),
        "a key is selected once"
    );
    let (_, set_at) = stage.begin(Auxiliary::default());
    assert_eq!(stage.chip.begin(&set_at), Err(TaError::Order), "a verifier is no terminal");
    let broken = &verifier.content()[..40];
    stage.chip.select_issuer(verifier.authority().as_bytes()).unwrap();
    assert!(matches!(stage.chip.verify_certificate(broken), Err(TaError::Certificate(_))));
    assert_eq!(stage.chip.select_issuer(b"?"), Err(TaError::UnknownKey));
}

#[test]
fn steps_cannot_be_left_out() {
    let mut stage = stage(asked(Rights::ALL));
    assert_eq!(stage.chip.authenticate(&[0; 64]), Err(TaError::Order));
    stage.show_chain();
    stage.chip.challenge(&mut stage.dice);
    assert_eq!(stage.chip.authenticate(&[0; 64]), Err(TaError::Order), "MSE:Set AT is missing");
    let (_, set_at) = stage.begin(Auxiliary::default());
    stage.chip.begin(&set_at).unwrap();
    assert_eq!(stage.chip.authenticate(&[0; 64]), Err(TaError::Order), "the challenge was used up");
}

#[test]
fn a_challenge_is_good_once() {
    let mut stage = stage(asked(Rights::ALL));
    stage.show_chain();
    let (begun, set_at) = stage.begin(Auxiliary::default());
    stage.chip.begin(&set_at).unwrap();
    let challenge = stage.chip.challenge(&mut stage.dice);
    let (_, signature) = begun.sign(&stage.terminal.key, &challenge).unwrap();
    assert!(stage.chip.authenticate(&signature).is_ok());
    stage.chip.begin(&set_at).unwrap();
    assert_eq!(stage.chip.authenticate(&signature), Err(TaError::Order), "no challenge");
    stage.chip.begin(&set_at).unwrap();
    stage.chip.challenge(&mut stage.dice);
    assert!(
        matches!(stage.chip.authenticate(&signature), Err(TaError::Signature(_))),
        "a replayed signature"
    );
}

#[test]
fn signatures_over_anything_else_are_refused() {
    let change: [fn(&mut wire::SetAt); 2] = [
        |set_at| set_at.compressed[0] ^= 1,
        |set_at| set_at.auxiliary = Auxiliary::new(None, Some(b"20261127"), None),
    ];
    for change in change {
        let mut stage = stage(asked(Rights::ALL));
        stage.show_chain();
        let (begun, mut set_at) = stage.begin(Auxiliary::new(None, Some(b"20261126"), None));
        change(&mut set_at);
        stage.chip.begin(&set_at).unwrap();
        let challenge = stage.chip.challenge(&mut stage.dice);
        let (_, signature) = begun.sign(&stage.terminal.key, &challenge).unwrap();
        let refused = stage.chip.authenticate(&signature).unwrap_err();
        assert_eq!((refused.status(), matches!(refused, TaError::Signature(_))), (0x6300, true));
    }
}

#[test]
fn nobody_else_can_sign() {
    let mut stage = stage(asked(Rights::ALL));
    stage.show_chain();
    let (begun, set_at) = stage.begin(Auxiliary::default());
    stage.chip.begin(&set_at).unwrap();
    let challenge = stage.chip.challenge(&mut stage.dice);
    let (_, signature) = begun.sign(&stage.pki.verifier.key, &challenge).unwrap();
    assert!(matches!(stage.chip.authenticate(&signature), Err(TaError::Signature(_))));
}

#[test]
fn roles_and_algorithms_must_fit() {
    let other_kind = Some(Chat::new(TerminalKind::Inspection, Level::Terminal, Rights::ALL));
    for confined in [None, other_kind] {
        let mut stage = stage(confined);
        stage.show_chain();
        let (_, set_at) = stage.begin(Auxiliary::default());
        assert_eq!(stage.chip.begin(&set_at), Err(TaError::Role));
    }
    let mut stage = stage(asked(Rights::ALL));
    stage.show_chain();
    let (_, set_at) = stage.begin(Auxiliary::default());
    let other_hash = wire::SetAt { protocol: hex("04007F00070202020205"), ..set_at.clone() };
    assert_eq!(stage.chip.begin(&other_hash), Err(TaError::Algorithm));
    let other_name = wire::SetAt { holder: "DETERM00009".parse().unwrap(), ..set_at };
    assert_eq!(stage.chip.begin(&other_name), Err(TaError::UnknownKey));
}

#[test]
fn the_chip_checks_the_announced_key() {
    let mut dice = Dice::new("announced");
    let mut stage = stage(asked(Rights::ALL));
    let (key, authenticated) = stage.run(Auxiliary::default());
    let (other, _) = stage.run(Auxiliary::default());
    let chip = ca::Chip::generate(CURVE, &mut dice).unwrap();
    let authenticate = |point: &[u8], dice: &mut Dice| {
        chip.authenticate(Cipher::Aes128, &authenticated.compressed, point, dice).map(|_| ())
    };
    assert_eq!(authenticate(other.public(), &mut dice), Err(CaError::OtherKey));
    assert_eq!(authenticate(&[], &mut dice), Err(CaError::Key));
    let mut beside = key.public().to_vec();
    beside[64] ^= 1;
    assert_eq!(authenticate(&beside, &mut dice), Err(CaError::Key));
    assert_eq!(authenticate(key.public(), &mut dice), Ok(()));
    assert_eq!(CaError::OtherKey.status(), 0x6300);
}

#[test]
fn a_copied_card_is_found() {
    let mut stage = stage(asked(Rights::ALL));
    let genuine = ca::Chip::generate(CURVE, &mut stage.dice).unwrap().public(None);
    let copy = ca::Chip::generate(CURVE, &mut stage.dice).unwrap();
    let (key, authenticated) = stage.run(Auxiliary::default());
    let point = key.public().to_vec();
    let (answer, _) =
        copy.authenticate(Cipher::Aes128, &authenticated.compressed, &point, &mut stage.dice).unwrap();
    assert_eq!(key.finish(&genuine, Cipher::Aes128, &answer).unwrap_err(), CaError::WrongToken);
}

#[test]
fn keys_on_other_curves_are_refused() {
    let mut stage = stage(asked(Rights::ALL));
    let answer = Answer { nonce: [0; 8], token: [0; 8] };
    let (key, _) = stage.run(Auxiliary::default());
    let other = ca::Chip::generate(Curve::P256, &mut stage.dice).unwrap().public(None);
    assert_eq!(key.finish(&other, Cipher::Aes128, &answer).unwrap_err(), CaError::Key);
    let (key, _) = stage.run(Auxiliary::default());
    let no_point = ChipKey { curve: CURVE, point: vec![4; 65], key: None };
    assert_eq!(key.finish(&no_point, Cipher::Aes128, &answer).unwrap_err(), CaError::Key);
    let chip = ca::Chip::generate(CURVE, &mut stage.dice).unwrap();
    let again = ca::Chip::from_bytes(CURVE, chip.expose_secret()).unwrap();
    assert_eq!(again.public(None), chip.public(None));
    let order = CURVE.domain().order;
    let beyond = [&order[..31], &[order[31] + 1]].concat();
    for no_number in [&[1; 31][..], &[0; 32], &order, &beyond, &[0xFF; 32]] {
        assert!(ca::Chip::from_bytes(CURVE, no_number).is_err(), "{no_number:02X?}");
    }
    assert_eq!(format!("{chip:?}"), "Chip(BrainpoolP256r1, REDACTED)");
}

#[test]
fn what_was_learnt_is_kept_only_at_the_end() {
    let mut stage = stage(asked(Rights::ALL));
    let days = (date(2026, 12, 1), date(2027, 12, 1));
    let chat = Chat::new(TerminalKind::Authentication, Level::DomesticVerifier, Rights::ALL);
    let name = "DEDVNEXT00001".parse().unwrap();
    let verifier = stage.pki.cvca.certify(&name, chat, days, Vec::new(), &mut stage.dice).unwrap();
    let chat = Chat::new(TerminalKind::Authentication, Level::Terminal, Rights::ALL);
    let name = "DETERM00001".parse().unwrap();
    let terminal = verifier.certify(&name, chat, days, Vec::new(), &mut stage.dice).unwrap();
    stage.terminal = Terminal {
        key: terminal.key,
        chain: vec![verifier.certificate, terminal.certificate],
        description: None,
    };
    let (_, authenticated) = stage.run(Auxiliary::default());
    assert_eq!(authenticated.trust.today(), date(2026, 12, 1));
}

#[test]
fn auxiliary_data_is_read_back() {
    let all = Auxiliary::new(Some(b"20081126"), Some(b"20261126"), Some(&hex("0276")));
    let read = Auxiliary::parse(&all.to_tlv()).unwrap();
    assert_eq!(
        (read.born_by(), read.valid_on()),
        (Some(b"20081126".as_slice()), Some(b"20261126".as_slice()))
    );
    assert_eq!(read.community(), Some(hex("0276").as_slice()));
    let one = Auxiliary::new(None, Some(b"20261126"), None);
    assert_eq!(
        one.to_tlv(),
        [hex("67 17 73 15 06 09 04007F000703010402 53 08"), b"20261126".to_vec()].concat()
    );
    assert_eq!((one.born_by(), Auxiliary::default().to_tlv()), (None, Vec::new()));
    assert_eq!(
        Auxiliary::parse(&[0x68, 0]).unwrap_err().to_string(),
        "auxiliary data: data object 68 instead of 67 at byte 0"
    );
}

#[test]
fn status_words_are_a_chips() {
    let expired = TaError::Chain(ChainError::Expired);
    let unknown = TaError::Chain(ChainError::UnknownIssuer);
    let words = [TaError::UnknownKey, unknown, TaError::Algorithm, TaError::Order, TaError::Role, expired]
        .map(TaError::status);
    assert_eq!(words, [0x6A88, 0x6A88, 0x6A80, 0x6985, 0x6982, 0x6300]);
}

#[test]
fn data_of_commands_may_come_in_any_order_but_complete() {
    let full = "91 01 AA 83 0D 44455445535441544445303139 80 02 2A03";
    let read = wire::SetAt::parse(&hex(full)).unwrap();
    assert_eq!((read.holder.to_string().as_str(), read.compressed), ("DETESTATDE019", vec![0xAA]));
    for (wrong, message) in [
        ("83 0D 44455445535441544445303139 80 02 2A03", "no data object where 91 is expected at byte 19"),
        ("91 01 AA 80 02 2A03", "no data object where 83 is expected at byte 7"),
        ("91 01 AA 83 0D 44455445535441544445303139", "no data object where 80 is expected at byte 18"),
        ("84 01 29", "data object 84, which does not belong here or comes twice, at byte 0"),
        ("80 02 2A03 80 02 2A03", "data object 80, which does not belong here or comes twice, at byte 4"),
    ] {
        assert_eq!(
            wire::SetAt::parse(&hex(wrong)).unwrap_err().to_string(),
            format!("command data: {message}")
        );
    }
    assert!(wire::SetAt::parse(&hex("83 01 41")).is_err());
    assert!(wire::SetAt::parse(&hex("67 01 41")).is_err());
    assert!(ca::wire::parse_set_at(&hex("80 02 2A03 84 02 0101")).is_err());
    assert!(ca::wire::parse_set_at(&hex("84 01 29")).is_err());
    assert_eq!(ca::wire::parse_set_at(&hex("84 01 29 80 02 2A03")), Ok(([0x2A, 3].as_slice(), Some(0x29))));
    assert!(Answer::parse(&hex("7C 05 81 01 00 82 00")).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = wire::SetAt::parse(&bytes);
        let _ = wire::parse_set_dst(&bytes);
        let _ = Auxiliary::parse(&bytes);
        let _ = ca::wire::parse_set_at(&bytes);
        let _ = ca::wire::parse_general_authenticate(&bytes);
        let _ = Answer::parse(&bytes);
    }
}
