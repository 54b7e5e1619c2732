//! Access tokens for API use: `EdDSA` JWTs of at most ten minutes that name a session. What the session may
//! do is looked up at each use, never read from the token.

use std::time::Duration;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The longest life that is issued or believed.
pub(crate) const LIFE_MAX: Duration = Duration::from_mins(10);
/// Longer text is refused unread. Our own tokens have about 420 characters.
const CHARS_MAX: usize = 1024;
const ISSUER: &str = "atelier";
/// What precedes the 32 bytes of the seed in PKCS #8 (RFC 8410 §7).
const PKCS8_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The person.
    pub(crate) sub: Uuid,
    /// The session: the token ends with it.
    pub(crate) sid: Uuid,
    /// Authenticator assurance level.
    pub(crate) aal: i16,
    pub(crate) tenant: Uuid,
    /// Seconds since the epoch.
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

#[derive(Serialize, Deserialize)]
struct Signed {
    iss: String,
    #[serde(flatten)]
    claims: Claims,
}

/// Signs and verifies with one key and one algorithm; the header of a token decides nothing.
pub(crate) struct AccessTokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
    life: Duration,
    /// What others verify with, in base64url.
    public: String,
}

impl AccessTokens {
    pub(crate) fn new(seed: &[u8; 32], life: Duration) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .unwrap_or_else(|_| unreachable!("any 32 bytes are a seed of Ed25519"));
        let pkcs8 = [PKCS8_PREFIX.as_slice(), seed.as_slice()].concat();
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss"]);
        // Times are compared with the program's own clock, in `verify`.
        validation.validate_exp = false;
        validation.validate_aud = false;
        Self {
            signing: EncodingKey::from_ed_der(&pkcs8),
            verifying: DecodingKey::from_ed_der(pair.public_key().as_ref()),
            validation,
            life: life.min(LIFE_MAX),
            public: URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()),
        }
    }

    /// The public key as a JSON Web Key (RFC 8037), named by its thumbprint (RFC 7638).
    pub(crate) fn public_key(&self) -> serde_json::Value {
        let x = &self.public;
        let thumbprint = Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#));
        let kid = URL_SAFE_NO_PAD.encode(thumbprint);
        serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": x,
        })
    }

    pub(crate) fn life_secs(&self) -> i64 {
        i64::try_from(self.life.as_secs()).unwrap_or(0)
    }

    /// `None` only if signing fails.
    pub(crate) fn issue(&self, subject: Subject, now: Timestamp) -> Option<String> {
        let iat = now.as_second();
        let claims = Claims {
            sub: subject.person_id,
            sid: subject.session_id,
            aal: subject.assurance_level,
            tenant: subject.tenant_id,
            iat,
            exp: iat + self.life_secs(),
        };
        let signed = Signed { iss: ISSUER.to_owned(), claims };
        encode(&Header::new(Algorithm::EdDSA), &signed, &self.signing).ok()
    }

    /// The claims of a token of ours that is valid now.
    pub(crate) fn verify(&self, token: &str, now: Timestamp) -> Option<Claims> {
        if token.len() > CHARS_MAX {
            return None;
        }
        let claims = decode::<Signed>(token, &self.verifying, &self.validation).ok()?.claims.claims;
        is_current(&claims, now).then_some(claims)
    }
}

/// What a token is issued for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    pub(crate) person_id: Uuid,
    pub(crate) session_id: Uuid,
    pub(crate) tenant_id: Uuid,
    pub(crate) assurance_level: i16,
}

/// Not over, not from the future (a minute of difference between clocks is forgiven), not longer than we
/// issue.
pub(crate) fn is_current(claims: &Claims, now: Timestamp) -> bool {
    let now = now.as_second();
    let life = claims.exp.saturating_sub(claims.iat);
    claims.exp > now && claims.iat <= now + 60 && life > 0 && life.unsigned_abs() <= LIFE_MAX.as_secs()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn tokens(seed: u8) -> AccessTokens {
        AccessTokens::new(&[seed; 32], LIFE_MAX)
    }

    fn now() -> Timestamp {
        "2026-11-21T14:00:00Z".parse().unwrap()
    }

    fn subject() -> Subject {
        Subject {
            person_id: Uuid::from_u128(1),
            session_id: Uuid::from_u128(2),
            tenant_id: Uuid::from_u128(3),
            assurance_level: 1,
        }
    }

    fn unsigned(header: &serde_json::Value, claims: &serde_json::Value) -> String {
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.", part(header), part(claims))
    }

    fn good_claims() -> serde_json::Value {
        let iat = now().as_second();
        json!({"iss": ISSUER, "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2), "aal": 1,
               "tenant": Uuid::from_u128(3), "iat": iat, "exp": iat + 600})
    }

    #[test]
    fn a_token_reads_back_and_carries_no_role() {
        let tokens = tokens(7);
        let token = tokens.issue(subject(), now()).unwrap();
        let claims = tokens.verify(&token, now()).unwrap();
        assert_eq!(
            (claims.sub, claims.sid, claims.tenant),
            (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3))
        );
        assert_eq!(claims.exp - claims.iat, 600);
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        let mut names: Vec<&str> = payload.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["aal", "exp", "iat", "iss", "sid", "sub", "tenant"]);
    }

    #[test]
    fn time_ends_it() {
        let tokens = tokens(7);
        let token = tokens.issue(subject(), now()).unwrap();
        assert!(tokens.verify(&token, now() + SignedDuration::from_secs(599)).is_some());
        assert!(tokens.verify(&token, now() + SignedDuration::from_secs(600)).is_none());
        assert!(tokens.verify(&token, now() - SignedDuration::from_secs(61)).is_none(), "from the future");
    }

    #[test]
    fn only_our_key_and_our_algorithm_count() {
        let mine = tokens(7);
        assert!(mine.verify(&tokens(8).issue(subject(), now()).unwrap(), now()).is_none());
        for alg in ["none", "None", "nOnE", "HS256", "RS256", "ES256", "EdDSA", ""] {
            let forged = unsigned(&json!({"alg": alg, "typ": "JWT"}), &good_claims());
            assert!(mine.verify(&forged, now()).is_none(), "{alg}");
        }
        // The public key as an HMAC secret.
        let public = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let confused = encode(
            &Header::new(Algorithm::HS256),
            &good_claims(),
            &EncodingKey::from_secret(public.public_key().as_ref()),
        )
        .unwrap();
        assert!(mine.verify(&confused, now()).is_none());
    }

    #[test]
    fn a_long_life_or_another_issuer_is_not_believed() {
        let mine = tokens(7);
        for (name, value) in
            [("exp", json!(now().as_second() + 86_400)), ("iss", json!("elsewhere")), ("iss", json!(null))]
        {
            let mut claims = good_claims();
            claims[name] = value;
            let token = encode(&Header::new(Algorithm::EdDSA), &claims, &mine.signing).unwrap();
            assert!(mine.verify(&token, now()).is_none(), "{name}");
        }
        let token = encode(&Header::new(Algorithm::EdDSA), &good_claims(), &mine.signing).unwrap();
        assert!(mine.verify(&token, now()).is_some());
        assert!(mine.verify(&format!("{token}{}", "A".repeat(2_000)), now()).is_none());
    }

    proptest! {
        #[test]
        fn no_change_survives(position in 0_usize..400, replacement in "[A-Za-z0-9_.=-]") {
            let mine = tokens(7);
            let token = mine.issue(subject(), now()).unwrap();
            let position = position % token.len();
            let changed = format!("{}{replacement}{}", &token[..position], &token[position + 1..]);
            prop_assert_eq!(mine.verify(&changed, now()).is_some(), changed == token);
            prop_assert!(mine.verify(&token[..position], now()).is_none());
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,200}") {
            prop_assert!(tokens(7).verify(&text, now()).is_none());
        }
    }
}
