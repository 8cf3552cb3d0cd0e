//! An authenticator in software: makes keys, signs, counts, and does wrong on demand.

use kernel::{Rng as _, SeededRng};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) const ORIGIN: &str = "https://lotse.example";
const RP: &str = "lotse.example";

/// A key of one account.
pub(crate) struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    user: String,
    pub counter: u32,
    /// Claims that the person proved who they are.
    pub verifies: bool,
    /// Where the browser says it is.
    pub origin: String,
}

impl Authenticator {
    pub(crate) fn new(seed: u64) -> Self {
        let rng = SeededRng::new(seed);
        let (mut secret, mut id) = ([0; 32], vec![0; 32]);
        rng.fill(&mut secret);
        rng.fill(&mut id);
        Self {
            key: SigningKey::from_slice(&secret).unwrap(),
            id,
            user: String::new(),
            counter: 0,
            verifies: true,
            origin: ORIGIN.to_owned(),
        }
    }

    /// Makes a passkey as asked.
    pub(crate) fn make(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let asked = &options["publicKey"];
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        asked["user"]["id"].as_str().unwrap().clone_into(&mut self.user);
        let client = self.client("webauthn.create", asked);
        let mut data = self.data(0x40);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        object.extend(data);
        json!({
            "id": base64(&self.id), "rawId": base64(&self.id), "type": "public-key", "extensions": {},
            "response": {"attestationObject": base64(&object), "clientDataJSON": base64(&client)},
        })
        .to_string()
    }

    /// Answers a question, one higher on its counter.
    pub(crate) fn answer(&mut self, options: &str) -> String {
        self.counter += 1;
        let options: Value = serde_json::from_str(options).unwrap();
        assert_eq!(options["publicKey"]["userVerification"], "required");
        let client = self.client("webauthn.get", &options["publicKey"]);
        let data = self.data(0);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": base64(&self.id), "rawId": base64(&self.id), "type": "public-key", "extensions": {},
            "response": {
                "authenticatorData": base64(&data), "clientDataJSON": base64(&client),
                "signature": base64(&der(&signature)), "userHandle": self.user,
            },
        })
        .to_string()
    }

    /// Claims to belong to the account another key was made for.
    pub(crate) fn claim(&mut self, other: &Self) {
        self.user.clone_from(&other.user);
    }

    fn client(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let client = json!({"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false});
        client.to_string().into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { 0x04 } else { 0 };
        let mut data = Sha256::digest(RP).to_vec();
        data.push(0x01 | verified | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// `COSE_Key` (RFC 9052, section 7): EC2, ES256, P-256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let point = point.as_bytes();
        let mut key = vec![0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32];
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 32]);
        key.extend(&point[33..]);
        key
    }
}

fn der(signature: &Signature) -> Vec<u8> {
    let bytes = signature.to_bytes();
    let number = |bytes: &[u8]| {
        let start = bytes.iter().position(|b| *b != 0).unwrap_or(bytes.len() - 1);
        let mut value = bytes[start..].to_vec();
        if value[0] >= 0x80 {
            value.insert(0, 0);
        }
        let mut out = vec![2, u8::try_from(value.len()).unwrap()];
        out.extend(value);
        out
    };
    let body = [number(&bytes[..32]), number(&bytes[32..])].concat();
    [vec![0x30, u8::try_from(body.len()).unwrap()], body].concat()
}

/// RFC 4648, section 5, without padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_u32, |n, b| (n << 8) | u32::from(*b)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(LETTERS[(number >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text
}
