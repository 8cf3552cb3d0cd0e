//! libeac's chip in our sector: it finds the name that the sector works out from the chip's public half.

use eac::curve::Curve;
use eac::ri::Secret;
use eac::signature::Hash;

use super::peer::Peer;
use crate::support::Dice;

#[test]
fn libeacs_chip_has_the_name_that_our_sector_expects() {
    let mut peer = Peer::start();
    let chip = peer.value("ri-chip", &[]);
    let mut names = Vec::new();
    for seed in ["sector", "other sector"] {
        let sector = Secret::generate(Curve::BrainpoolP256r1, &mut Dice::new(seed)).unwrap();
        let name = peer.value("ri-name", &[sector.public()]);
        assert_eq!(sector.name_of(Hash::Sha256, &chip).unwrap(), name);
        names.push(name);
    }
    assert_ne!(names[0], names[1]);
}
