//! How soon a new password would be guessed.

use platform::{Error, Result};
use secrecy::{ExposeSecret as _, SecretString};
use zxcvbn::Score;

/// Refuses a password that would be guessed with less than 10^10 attempts by who knows what is known of the
/// person.
pub(crate) fn check(pointer: &str, password: &SecretString, known: &[&str]) -> Result<()> {
    let words = known.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    let words: Vec<&str> = words.chain(known.iter().copied()).chain(["atelier"]).collect();
    let estimate = zxcvbn::zxcvbn(password.expose_secret(), &words);
    if estimate.score() >= Score::Three {
        return Ok(());
    }
    let warning = estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning);
    let why = warning.map_or(String::new(), |warning| format!(" {warning}"));
    Err(Error::invalid(pointer, "weak_password", format!("would be guessed soon: make it longer.{why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_strong(password: &str) -> bool {
        check("/password", &SecretString::from(password), &["Mara Lindqvist", "mara@northlight.test"]).is_ok()
    }

    #[test]
    fn what_is_known_of_the_person_makes_no_password() {
        for weak in ["", "password", "Mara1984", "lindqvist", "atelier-mara", "qwertzuiop"] {
            assert!(!is_strong(weak), "{weak}");
        }
        assert!(is_strong("weighed-listened-waited"));
        assert!(is_strong("kF9#vq2LwP!x"));
    }
}
