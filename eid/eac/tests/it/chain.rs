//! Which chains a card accepts, and what is left of the rights.

use eac::chat::{Chat, Level, Right, Rights, TerminalKind};
use eac::curve::Curve;
use eac::cvc::chain::{Chain, ChainError, Trust};
use eac::cvc::{Body, Certificate, CvcError, Reference};
use eac::pki::{Holder, Pki};
use eac::signature::{Hash, SigningKey, WrongSignature};
use jiff::civil::{Date, date};

use crate::support::{Dice, real};

const TODAY: Date = date(2026, 11, 26);
const KIND: TerminalKind = TerminalKind::Authentication;

fn pki() -> Pki {
    Pki::new("DE", TODAY, &mut Dice::new("chain")).unwrap()
}

fn chain(pki: &Pki) -> Chain {
    Chain::new(Trust::new(&pki.cvca.certificate, TODAY).unwrap())
}

/// Imports a certificate with the key that it names itself.
fn import(chain: &mut Chain, certificate: &Certificate) -> Result<(), ChainError> {
    chain.import(&certificate.authority().clone(), certificate)
}

fn certify(issuer: &Holder, name: &str, level: Level, days: (Date, Date)) -> Holder {
    let chat = Chat::new(KIND, level, Rights::ALL);
    issuer.certify(&name.parse().unwrap(), chat, days, Vec::new(), &mut Dice::new(name)).unwrap()
}

#[test]
fn a_whole_chain_is_accepted_and_confines_rights() {
    let pki = pki();
    let rights = Rights::from([Right::PinManagement, Right::Read(4)]);
    let terminal = pki.terminal("TERM", rights, None, &mut Dice::new("t")).unwrap();
    let mut chain = chain(&pki);
    assert!(chain.knows(pki.cvca.certificate.holder()) && !chain.knows(terminal.chain[0].holder()));
    import(&mut chain, &terminal.chain[0]).unwrap();
    assert_eq!(chain.terminal(), None, "a verifier is no terminal");
    import(&mut chain, &terminal.chain[1]).unwrap();
    let link = chain.terminal().unwrap();
    assert_eq!((link.holder().to_string().as_str(), link.chat().rights()), ("DETERM00001", rights));
    assert_eq!(link.key(), terminal.key.public());
}

#[test]
fn a_verifier_cannot_give_what_it_does_not_have() {
    let pki = pki();
    let mut dice = Dice::new("less");
    let name: Reference = "DEDVLESS00001".parse().unwrap();
    let days = (TODAY, date(2027, 1, 1));
    let few = Chat::new(KIND, Level::DomesticVerifier, Rights::from([Right::Read(4), Right::VerifyAge]));
    let verifier = pki.cvca.certify(&name, few, days, Vec::new(), &mut dice).unwrap();
    let terminal = certify(&verifier, "DETERM00002", Level::Terminal, days);
    let mut chain = chain(&pki);
    import(&mut chain, &verifier.certificate).unwrap();
    import(&mut chain, &terminal.certificate).unwrap();
    assert_eq!(chain.terminal().unwrap().chat().rights(), Rights::from([Right::Read(4), Right::VerifyAge]));
}

#[test]
fn the_real_chain_is_accepted_on_its_days_only() {
    let read = |name: &str| Certificate::parse(&real(name)).unwrap();
    let trust = |today| Trust::new(&read("authority"), today).unwrap();
    let mut chain = Chain::new(trust(date(2011, 9, 22)));
    import(&mut chain, &read("kba-verifier")).unwrap();
    import(&mut chain, &read("kba-terminal")).unwrap();
    let data = [4, 5, 8, 9, 17].map(Right::Read);
    let rights: Rights = data.into_iter().chain([Right::RestrictedIdentification]).collect();
    assert_eq!(chain.terminal().unwrap().chat().rights(), rights);
    let mut late = Chain::new(trust(date(2026, 11, 26)));
    assert_eq!(import(&mut late, &read("kba-verifier")), Err(ChainError::Expired));
}

#[test]
fn order_is_kept() {
    let pki = pki();
    let days = (TODAY, TODAY);
    let terminal = certify(&pki.cvca, "DETERM00003", Level::Terminal, days);
    let below = certify(&pki.verifier, "DEDVSUB00001", Level::DomesticVerifier, days);
    let sub_authority = certify(&pki.verifier, "DECVCASUB0001", Level::Cvca, days);
    let mut chain = chain(&pki);
    let order = |issuer, subject| Err(ChainError::Order { issuer, subject });
    assert_eq!(import(&mut chain, &below.certificate), Err(ChainError::UnknownIssuer));
    assert_eq!(import(&mut chain, &terminal.certificate), order(Level::Cvca, Level::Terminal));
    import(&mut chain, &pki.verifier.certificate).unwrap();
    let verifier = Level::DomesticVerifier;
    assert_eq!(import(&mut chain, &below.certificate), order(verifier, verifier));
    assert_eq!(import(&mut chain, &sub_authority.certificate), order(verifier, Level::Cvca));
    let real = pki.terminal("TERM", Rights::ALL, None, &mut Dice::new("t")).unwrap();
    import(&mut chain, &real.chain[1]).unwrap();
    let under_terminal = certify(
        &Holder { key: real.key, certificate: real.chain[1].clone() },
        "DETERM00004",
        Level::Terminal,
        days,
    );
    assert_eq!(import(&mut chain, &under_terminal.certificate), order(Level::Terminal, Level::Terminal));
    assert!(matches!(Trust::new(&real.chain[1], TODAY), Err(ChainError::Order { .. })));
}

#[test]
fn names_and_signatures_must_fit() {
    let pki = pki();
    let other = Pki::new("DE", TODAY, &mut Dice::new("other")).unwrap();
    let mut chain = chain(&pki);
    assert_eq!(import(&mut chain, &other.verifier.certificate), Err(ChainError::Signature(WrongSignature)));
    import(&mut chain, &pki.verifier.certificate).unwrap();
    let terminal = pki.terminal("TERM", Rights::ALL, None, &mut Dice::new("t")).unwrap();
    let authority = pki.cvca.certificate.holder();
    assert!(matches!(chain.import(authority, &terminal.chain[1]), Err(ChainError::Order { .. })));
    let foreign = Pki::new("FR", TODAY, &mut Dice::new("foreign")).unwrap();
    assert_eq!(chain.import(authority, &foreign.verifier.certificate), Err(ChainError::OtherIssuer));
}

#[test]
fn the_kind_of_terminal_stays_the_same() {
    let pki = pki();
    let chat = Chat::new(TerminalKind::Inspection, Level::DomesticVerifier, Rights::ALL);
    let name = "DEDVINSP00001".parse().unwrap();
    let inspection = pki.cvca.certify(&name, chat, (TODAY, TODAY), Vec::new(), &mut Dice::new("i")).unwrap();
    assert_eq!(import(&mut chain(&pki), &inspection.certificate), Err(ChainError::Kind));
}

#[test]
fn expired_certificates_are_refused_and_dates_are_learnt() {
    let pki = pki();
    let gone =
        certify(&pki.cvca, "DEDVOLD00001", Level::DomesticVerifier, (date(2026, 1, 1), date(2026, 11, 25)));
    let mut chain = chain(&pki);
    assert_eq!(import(&mut chain, &gone.certificate), Err(ChainError::Expired));
    let today = certify(&pki.cvca, "DEDVDAY00001", Level::DomesticVerifier, (TODAY, TODAY));
    assert_eq!(import(&mut chain, &today.certificate), Ok(()), "the last day counts");

    let next = date(2027, 3, 1);
    let later = certify(&pki.cvca, "DEDVNEXT0001", Level::DomesticVerifier, (next, date(2028, 1, 1)));
    import(&mut chain, &later.certificate).unwrap();
    assert_eq!(import(&mut chain, &today.certificate), Err(ChainError::Expired));
    assert_eq!(chain.into_trust().today(), next);
}

#[test]
fn a_foreign_terminal_does_not_set_the_clock() {
    let pki = pki();
    let days = (TODAY, date(2028, 1, 1));
    let foreign = certify(&pki.cvca, "DEDVFOR00001", Level::ForeignVerifier, days);
    let terminal = certify(&foreign, "DETERM00005", Level::Terminal, (date(2027, 6, 1), date(2027, 7, 1)));
    let mut chain = chain(&pki);
    import(&mut chain, &foreign.certificate).unwrap();
    import(&mut chain, &terminal.certificate).unwrap();
    assert_eq!(chain.into_trust().today(), TODAY);
}

#[test]
fn link_certificates_bring_new_trust_points_even_after_years() {
    let pki = pki();
    let second = certify(&pki.cvca, "DECVCATEST00002", Level::Cvca, (date(2027, 1, 1), date(2028, 1, 1)));
    let third = certify(&second, "DECVCATEST00003", Level::Cvca, (date(2040, 1, 1), date(2041, 1, 1)));
    let mut links = chain(&pki);
    import(&mut links, &second.certificate).unwrap();
    import(&mut links, &third.certificate).unwrap();
    let trust = links.into_trust();
    let names: Vec<String> = trust.references().map(Reference::to_string).collect();
    assert_eq!(names, ["DECVCATEST00003", "DECVCATEST00002"], "two at most, the newest first");
    assert_eq!(trust.today(), date(2040, 1, 1));

    let mut chain = Chain::new(trust);
    let valid = (date(2040, 1, 1), date(2040, 12, 31));
    let verifier = certify(&third, "DEDVTEST00003", Level::DomesticVerifier, valid);
    assert_eq!(import(&mut chain, &verifier.certificate), Ok(()));
    let under_expired = certify(&second, "DEDVTEST00002", Level::DomesticVerifier, valid);
    assert_eq!(
        import(&mut chain, &under_expired.certificate),
        Err(ChainError::Expired),
        "its trust point is"
    );
}

#[test]
fn only_authorities_carry_domain_parameters() {
    let pki = pki();
    let key = SigningKey::generate(Curve::BrainpoolP256r1, Hash::Sha256, &mut Dice::new("domain"));
    let (authority, holder) = (pki.cvca.certificate.holder(), "DEDVDOM00001".parse().unwrap());
    let body = |level| Body {
        authority,
        holder: &holder,
        key: key.public(),
        chat: Chat::new(KIND, level, Rights::ALL),
        effective: TODAY,
        expiration: TODAY,
        extensions: Vec::new(),
    };
    // The maker never writes such a certificate: take an authority's, call it a verifier's, sign anew.
    let made = body(Level::Cvca).sign(&key).unwrap();
    let mut content = made.body().to_vec();
    let at = content.windows(2).rposition(|window| window == [0x53, 0x05]).unwrap();
    content[at + 2] = 0xBF;
    let signature = pki.cvca.key.sign(&[&content]).unwrap();
    content.extend(eac::tlv::object(0x5F37, &signature));
    let with_domain = Certificate::parse_content(&content).unwrap();
    assert_eq!(with_domain.chat().level(), Level::DomesticVerifier);
    assert_eq!(import(&mut chain(&pki), &with_domain), Err(ChainError::OwnDomain));
    assert_eq!(
        Trust::new(&pki.verifier.certificate, TODAY).unwrap_err(),
        ChainError::Order { issuer: Level::Cvca, subject: Level::DomesticVerifier }
    );
    assert_eq!(pki.verifier.certificate.key().verifying_key(None), Err(CvcError::NoDomain));
}
