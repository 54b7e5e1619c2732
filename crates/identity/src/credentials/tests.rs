use proptest::prelude::*;
use regex::Regex;
use uuid::Uuid;

use super::*;

const LIVE: Environment = Environment::Live;

fn pepper() -> Pepper {
    Pepper::new(&Keys::new([7; 32]), LIVE)
}

fn stamps() -> Stamps {
    Stamps::new(&Keys::new([7; 32]), LIVE)
}

fn stamp() -> Stamp {
    Stamp { id: Uuid::from_u128(u128::MAX - 5), number: u64::MAX, scopes: u128::MAX }
}

/// One of every kind, each of them ours.
fn one_of_each() -> Vec<String> {
    let write = |kind: CredentialKind| match kind {
        CredentialKind::Code | CredentialKind::AccessToken | CredentialKind::RefreshToken => {
            stamps().issue(kind, stamp())
        }
        _ => pepper().generate(kind).text,
    };
    CredentialKind::ALL.into_iter().map(write).collect()
}

/// The pattern that is published for scanners.
fn published() -> Regex {
    let page = include_str!("../../../../docs/security.md");
    let line = page.lines().find(|line| line.starts_with("\\batl_")).unwrap();
    Regex::new(line).unwrap()
}

#[test]
fn every_kind_reads_back_as_itself_and_in_its_environment_only() {
    for (kind, text) in CredentialKind::ALL.into_iter().zip(one_of_each()) {
        assert_eq!(parse(&text, LIVE).map(|parsed| parsed.kind), Some(kind), "{text}");
        assert_eq!(parse(&text, Environment::Test), None);
        let swapped = text.replacen("_live_", "_test_", 1);
        assert_eq!(parse(&swapped, Environment::Test), None, "the checksum covers the environment");
        assert!(is_ours(&text));
        assert_eq!(pepper().parse(&text).is_some(), kind.is_key() || kind == CredentialKind::ClientSecret);
    }
    assert!(!is_ours("atl_link_0123456789"));
}

#[test]
fn the_published_pattern_finds_what_is_generated() {
    let pattern = published();
    for text in one_of_each() {
        for place in [text.clone(), format!("curl -H 'Authorization: Bearer {text}'"), format!("k={text};")] {
            assert_eq!(pattern.find(&place).map(|found| found.as_str()), Some(&*text));
        }
    }
    for other in ["atl_live_tenant_short", "atl_link_0123456789012345678901234567890123456789", "atl_"] {
        assert!(!pattern.is_match(other), "{other}");
    }
}

#[test]
fn a_secret_shows_eight_characters_of_itself() {
    let secret = pepper().generate(CredentialKind::TenantKey);
    assert!(secret.text.starts_with(&secret.prefix));
    assert_eq!(secret.prefix.len(), "atl_live_tenant_".len() + 8);
    assert_eq!(secret.text.len(), "atl_live_tenant_".len() + 36);
    assert_eq!(pepper().parse(&secret.text), Some((CredentialKind::TenantKey, secret.hash)));
    let other = Pepper::new(&Keys::new([8; 32]), LIVE);
    assert_ne!(other.parse(&secret.text), Some((CredentialKind::TenantKey, secret.hash)));
}

#[test]
fn a_stamp_of_another_key_or_kind_is_none() {
    let text = stamps().issue(CredentialKind::RefreshToken, stamp());
    assert_eq!(stamps().read(&text), Some((CredentialKind::RefreshToken, stamp())));
    assert_eq!(stamps().read_as(CredentialKind::AccessToken, &text), None);
    assert_eq!(Stamps::new(&Keys::new([8; 32]), LIVE).read(&text), None);
    let body = &parse(&text, LIVE).unwrap().body.to_owned();
    let renamed = write(CredentialKind::AccessToken, LIVE, body);
    assert!(parse(&renamed, LIVE).is_some(), "anybody can compute the checksum");
    assert_eq!(stamps().read(&renamed), None, "but not the keyed hash");
}

proptest! {
    #[test]
    fn a_typo_is_noticed(position in 0_usize..52, replacement in "[ -~]") {
        let text = pepper().generate(CredentialKind::TenantKey).text;
        let changed = format!("{}{replacement}{}", &text[..position], &text[position + 1..]);
        prop_assert_eq!(parse(&changed, LIVE).is_some(), changed == text);
    }

    #[test]
    fn no_change_of_a_token_survives_even_with_a_checksum(position in 0_usize..76, letter in "[0-9A-Za-z]") {
        let text = stamps().issue(CredentialKind::AccessToken, stamp());
        let body = parse(&text, LIVE).unwrap().body.to_owned();
        let changed = format!("{}{letter}{}", &body[..position], &body[position + 1..]);
        let whole = write(CredentialKind::AccessToken, LIVE, &changed);
        prop_assert_eq!(stamps().read(&whole).is_some(), changed == body);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "(atl_(live|test)_(tenant|access)_)?\\PC{0,90}") {
        prop_assert!(pepper().parse(&text).is_none());
        prop_assert!(stamps().read(&text).is_none());
    }
}
