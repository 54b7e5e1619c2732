//! Codes of an authenticator app.

use platform::{Error, Result};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Algorithm, Builder, Secret, Totp};

const ISSUER: &str = "Atelier";
const STEP_SECS: u64 = 30;
/// Clocks of telephones go wrong: one step before and one after count too.
const SKEW: u16 = 1;
/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;

/// A new secret, in the letters that people type into an app.
pub(crate) fn new_secret() -> String {
    let bytes: [u8; SECRET_BYTES] = rand::random();
    Secret::from(bytes.to_vec()).to_base32()
}

/// The step that a code belongs to; `None` for one that is wrong or out of time.
pub(crate) fn step_of(secret: &str, code: &str, now_secs: i64) -> Result<Option<i64>> {
    let time = u64::try_from(now_secs).map_err(Error::internal)?;
    let step = generator(secret, "")?.check(code, time);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// What an app is given: the address that the picture holds, and the picture.
pub(crate) fn invitation(secret: &str, email: &str) -> Result<(String, String)> {
    // A colon parts the issuer from the account.
    let uri = generator(secret, &email.replace(':', " "))?.to_url().map_err(Error::internal)?;
    let code = QrCode::new(uri.as_bytes()).map_err(Error::internal)?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    Ok((uri, picture))
}

fn generator(secret: &str, account: &str) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|_| Error::internal("a damaged TOTP secret"))?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(STEP_SECS)
        .with_skew(SKEW)
        .with_secret(secret)
        .with_account_name(account)
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the examples in RFC 6238.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (now, code, step) in
            [(59, "287082", 1), (1_111_111_109, "081804", 37_037_036), (2_000_000_000, "279037", 66_666_666)]
        {
            assert_eq!(step_of(RFC, code, now).unwrap(), Some(step));
            assert_eq!(step_of(RFC, code, now + 30).unwrap(), Some(step));
            assert_eq!(step_of(RFC, code, now + 90).unwrap(), None);
        }
        for wrong in ["", "28708", "2870820", "28708a", "+87082"] {
            assert_eq!(step_of(RFC, wrong, 59).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_is_told_everything_in_one_picture() {
        let secret = new_secret();
        assert_eq!(secret.len(), 32);
        let (uri, picture) = invitation(&secret, "mara@northlight.test").unwrap();
        assert!(uri.starts_with("otpauth://totp/Atelier:mara%40northlight.test?"), "{uri}");
        assert!(uri.contains(&format!("secret={secret}")) && uri.contains("issuer=Atelier"), "{uri}");
        assert!(picture.contains("<svg") && !picture.contains("<script"));
    }
}
