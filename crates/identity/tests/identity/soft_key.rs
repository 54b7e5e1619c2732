//! An authenticator in memory: what a browser's key answers to a challenge.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const HAS_KEY: u8 = 0x40;

pub(crate) struct SoftKey {
    pair: EcdsaKeyPair,
    id: Vec<u8>,
    /// Whose it is, as the registration said.
    user: String,
    pub(crate) counter: u32,
    pub(crate) verifies_user: bool,
    pub(crate) origin: &'static str,
}

fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn client_data(kind: &str, options: &Value, origin: &str) -> Vec<u8> {
    let challenge = &options["publicKey"]["challenge"];
    json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false })
        .to_string()
        .into_bytes()
}

impl SoftKey {
    /// A new key, and what `toJSON()` gives for it.
    pub(crate) fn register(options: &Value) -> (Self, Value) {
        let selection = &options["publicKey"]["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "required", "{options}");
        assert_eq!(selection["userVerification"], "required", "{options}");
        let key = Self {
            pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            id: rand::random::<[u8; 16]>().to_vec(),
            user: options["publicKey"]["user"]["id"].as_str().unwrap().to_owned(),
            counter: 1,
            verifies_user: true,
            origin: "http://localhost:8080",
        };
        let client = client_data("webauthn.create", options, key.origin);
        let data = key.authenticator_data(HAS_KEY);
        // { "fmt": "none", "attStmt": {}, "authData": data }
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let answer = json!({
            "id": base64url(&key.id),
            "rawId": base64url(&key.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": base64url(client),
                "attestationObject": base64url(object),
                "transports": ["internal"],
            },
        });
        (key, answer)
    }

    /// The answer to a challenge, as `toJSON()` gives it.
    pub(crate) fn sign(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let client = client_data("webauthn.get", options, self.origin);
        let data = self.authenticator_data(0);
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": base64url(&self.id),
            "rawId": base64url(&self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": base64url(client),
                "authenticatorData": base64url(data),
                "signature": base64url(signature),
                "userHandle": self.user,
            },
        })
    }

    fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies_user { USER_VERIFIED } else { 0 };
        let mut data = digest(&SHA256, b"localhost").as_ref().to_vec();
        data.push(USER_PRESENT | verified | flags);
        data.extend(self.counter.to_be_bytes());
        if flags & HAS_KEY != 0 {
            data.extend([0; 16]);
            data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
            data.extend(&self.id);
            // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: a P-256 key for ES256.
            let point = self.pair.public_key().as_ref();
            data.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
            data.extend(&point[1..33]);
            data.extend(b"\x22\x58\x20");
            data.extend(&point[33..65]);
        }
        data
    }
}
