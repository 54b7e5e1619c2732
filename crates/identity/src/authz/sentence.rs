//! A decision as a sentence: who, whether, what, and the rule that says so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use platform::{Decision, Effect, Grant, Level, Permission, Source};
use serde::Deserialize;

pub(super) fn english(
    name: &str,
    permission: Permission,
    decision: Decision,
    rule: Option<&Grant>,
) -> String {
    let may = if decision == Decision::Allow { "may" } else { "may not" };
    let what = uncapitalized(permission.description());
    let because = match rule {
        None => String::from("no role and no override gives it there"),
        Some(Grant { source, effect, scope, .. }) => {
            let level = scope.level().name();
            match (source, effect) {
                (Source::Role(role), _) => format!("the role {role} gives it at the level of the {level}"),
                (Source::Assignment { role, .. }, _) => {
                    format!("the further role {role} gives it at the level of the {level}")
                }
                (Source::Override { .. }, Effect::Allow) => {
                    format!("it is allowed to this person at the level of the {level}")
                }
                (Source::Override { .. }, Effect::Deny) => {
                    format!("it is denied to this person at the level of the {level}, and a denial wins")
                }
                (Source::SuperAdmin, _) => String::from("the platform's own people may"),
                (Source::Credential, _) => String::from("the credential is bounded to it"),
            }
        }
    };
    format!("{name} {may} {what}: {because}.")
}

/// The permission is quoted: its words stand as they are on the pages.
pub(super) fn german(name: &str, permission: Permission, decision: Decision, rule: Option<&Grant>) -> String {
    let may = if decision == Decision::Allow { "darf" } else { "darf nicht" };
    let what = in_german(permission);
    let because = match rule {
        None => String::from("Keine Rolle und keine Ausnahme gibt es dort"),
        Some(Grant { source, effect, scope, .. }) => {
            let level = level_in_german(scope.level());
            match (source, effect) {
                (Source::Role(role), _) => format!("Die Rolle {role} gibt es auf der Ebene {level}"),
                (Source::Assignment { role, .. }, _) => {
                    format!("Die weitere Rolle {role} gibt es auf der Ebene {level}")
                }
                (Source::Override { .. }, Effect::Allow) => {
                    format!("Es ist dieser Person auf der Ebene {level} erlaubt")
                }
                (Source::Override { .. }, Effect::Deny) => {
                    format!(
                        "Es ist dieser Person auf der Ebene {level} verwehrt, und was verwehrt ist, geht vor"
                    )
                }
                (Source::SuperAdmin, _) => String::from("Die eigenen Leute der Plattform dürfen es"),
                (Source::Credential, _) => String::from("Schlüssel oder Link sind darauf begrenzt"),
            }
        }
    };
    format!("{name} {may} „{what}“: {because}.")
}

fn level_in_german(level: Level) -> &'static str {
    match level {
        Level::Platform => "der Plattform",
        Level::Tenant => "der Organisation",
        Level::Account => "des Kontos",
        Level::User => "der Person",
        Level::Profile => "des Profils",
    }
}

/// The catalogue of the pages, which is where the words of permissions are kept.
#[derive(Debug, Default, Deserialize)]
struct Catalogue {
    permission: BTreeMap<String, String>,
}

static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| {
    // A test reads it, so it reads.
    serde_json::from_str(include_str!("../../../../web/src/i18n/de/roles.json")).unwrap_or_default()
});

fn in_german(permission: Permission) -> &'static str {
    let key = permission.name().replace('.', "_");
    GERMAN.permission.get(&key).map_or(permission.name(), String::as_str)
}

fn uncapitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_german_words() {
        for &permission in Permission::ALL {
            assert_ne!(in_german(permission), permission.name());
        }
    }
}
