//! Makes a practice card's chip: the person's data, the keys, what the card remembers.

use eac::{
    ca,
    card_access::{RestrictedProtocol, SecurityInfos},
    curve::Curve,
    keys::Cipher,
    rand_core::CryptoRng,
};
use jiff::civil::Date;

use super::{
    folder::{Folder, FolderError, Origin},
    keys::{KeysError, authorities, identity, randomness, trust},
    people::{Document, FAMILY_NAME, PracticeCard},
};
use crate::chip::{CHIP_KEY, Chip, Holder, NAME_HASH, NAME_KEY, Personal};

/// Why a practice card cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// Its folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Its keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

/// The chip of a practice card, taken out of its folder for as long as the chip lives.
pub fn chip<R: CryptoRng>(card: &PracticeCard, folder: &Folder, rng: R) -> Result<Chip<R>, MakeError> {
    let mut held = folder.take(card)?;
    let memory = held.memory().clone();
    let personal = personal(card, folder.origin())?;
    Ok(Chip::new(personal, memory, Box::new(move |memory| held.save(memory).is_ok()), rng))
}

fn personal(card: &PracticeCard, origin: Origin) -> Result<Personal, KeysError> {
    let pki = authorities(origin)?;
    let curve = Curve::BrainpoolP256r1;
    let key = ca::Chip::generate(curve, &mut randomness(origin, &card.name)).map_err(|_| KeysError::Card)?;
    let mut open = SecurityInfos::eid_card(Cipher::Aes128, curve);
    open.chip.iter_mut().for_each(|chip| chip.key = Some(CHIP_KEY));
    open.chip_domains.iter_mut().for_each(|domain| domain.key = Some(CHIP_KEY));
    let names = RestrictedProtocol { hash: NAME_HASH, key: NAME_KEY, authorised_only: false };
    let signed =
        SecurityInfos { keys: vec![key.public(Some(CHIP_KEY))], restricted: vec![names], ..open.clone() };
    Ok(Personal {
        holder: holder(card, origin.made),
        travel_document: card.document != Document::EidCard,
        can: card.can.clone(),
        puk: card.puk.clone(),
        card_access: open.to_der(),
        card_security: pki.signer.sign(&signed.to_der()).map_err(|_| KeysError::Card)?,
        key,
        identity: identity(card, origin)?,
        trust: trust(&pki, origin)?,
    })
}

fn holder(card: &PracticeCard, made: Date) -> Holder {
    let (document_type, nationality) = match card.document {
        Document::IdCard => ("ID", "D"),
        Document::ResidencePermit => ("AR", "MAR"),
        Document::EidCard => ("UB", "PRT"),
    };
    Holder {
        document_type,
        expires: card.expires(made),
        given_names: card.given_names.clone(),
        family_name: FAMILY_NAME.to_owned(),
        born: card.born(made),
        birthplace: "ÜBUNGSSTADT".to_owned(),
        nationality,
        street: "ÜBUNGSWEG 1".to_owned(),
        town: "HAMBURG".to_owned(),
        postcode: "20095".to_owned(),
        // Free and Hanseatic City of Hamburg: Germany (0276), 02 0 00 000.
        community: [0x02, 0x76, 0x02, 0x00, 0x00, 0x00, 0x00],
    }
}
