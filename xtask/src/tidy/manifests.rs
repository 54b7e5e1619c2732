//! Who may depend on whom, and that every version is pinned.

use toml::{Table, Value};

use super::{Finding, Source};

/// Crates that know no product noun. They may use each other; Cargo refuses circles.
const LEAVES: [&str; 6] = ["db", "jobs", "llm", "mail", "outbound", "sandbox"];
/// Product areas: each may use those before it.
const AREAS: [&str; 15] = [
    "identity",
    "agency",
    "publishing",
    "insights",
    "talent",
    "conversations",
    "automation",
    "webhooks",
    "notifications",
    "localization",
    "billing",
    "studio",
    "operations",
    "history",
    "audit",
];
/// Doors that one crate keeps.
const KEPT: [(&str, &[&str]); 5] = [
    ("tokio-postgres", &["db"]),
    ("deadpool-postgres", &["db"]),
    ("reqwest", &["outbound", "llm"]),
    ("genai", &["llm"]),
    ("lettre", &["mail"]),
];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.file_name() == "Cargo.toml") {
        match source.text.parse::<Table>() {
            Ok(manifest) if source.path == "Cargo.toml" => {
                findings.extend(check_workspace(source, &manifest));
            }
            Ok(manifest) => findings.extend(check_crate(source, &manifest)),
            Err(error) => findings.push(source.finding(1, error.message())),
        }
    }
    findings
}

fn check_workspace(source: &Source, manifest: &Table) -> Vec<Finding> {
    let dependencies = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let table = dependencies.and_then(Value::as_table).into_iter().flatten();
    let mut findings = Vec::new();
    for (name, value) in table {
        let version = value.as_str().or_else(|| value.get("version").and_then(Value::as_str));
        let is_pinned = version.is_none_or(|version| version.starts_with('=') || version.starts_with('~'));
        if !is_pinned {
            let message = format!("pin `{name}` with `=`: an update is a decision, not an accident");
            findings.push(source.finding(line_of(source, name), message));
        }
    }
    findings
}

fn check_crate(source: &Source, manifest: &Table) -> Vec<Finding> {
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str);
    let name = name.unwrap_or_default();
    let dependencies = manifest.get("dependencies").and_then(Value::as_table).into_iter().flatten();
    let mut findings = Vec::new();
    for (dependency, value) in dependencies {
        let mut refuse =
            |message: String| findings.push(source.finding(line_of(source, dependency), message));
        if !may_use(name, dependency) {
            refuse(format!(
                "`{name}` may not use `{dependency}`: atelier → areas in order → platform → leaf crates"
            ));
        }
        if let Some((_, keepers)) =
            KEPT.iter().find(|(kept, keepers)| kept == dependency && !keepers.contains(&name))
        {
            refuse(format!("`{dependency}` is only for {}: use that crate", keepers.join(" and ")));
        }
        if value.get("workspace").is_none() {
            refuse(format!("give the version of `{dependency}` in the workspace's manifest"));
        }
    }
    findings
}

/// The height of a crate of ours: it may use what lies lower, and leaves may use leaves.
fn height(name: &str) -> Option<usize> {
    let area = AREAS.iter().position(|area| *area == name).map(|position| position + 2);
    match name {
        "platform" => Some(1),
        "atelier" | "xtask" => Some(usize::MAX),
        name if LEAVES.contains(&name) => Some(0),
        _ => area,
    }
}

fn may_use(name: &str, dependency: &str) -> bool {
    match (height(name), height(dependency)) {
        (Some(0), Some(0)) | (_, None) => true,
        (Some(own), Some(other)) => other < own,
        (None, Some(_)) => false,
    }
}

fn line_of(source: &Source, dependency: &str) -> usize {
    source.lines().find(|(_, line)| line.starts_with(dependency)).map_or(1, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::source, *};

    fn found(name: &str, dependencies: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"{name}\"\n[dependencies]\n{dependencies}");
        let findings = check(&[source(&format!("crates/{name}/Cargo.toml"), &text)]);
        findings.into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn the_direction_of_dependencies_is_kept() {
        assert_eq!(found("agency", "identity.workspace = true\nplatform.workspace = true"), [""; 0]);
        assert_eq!(found("jobs", "db.workspace = true\nserde.workspace = true"), [""; 0]);
        for (name, dependency) in [
            ("identity", "agency"),
            ("platform", "identity"),
            ("jobs", "platform"),
            ("agency", "atelier"),
            ("unknown", "db"),
        ] {
            let found = found(name, &format!("{dependency}.workspace = true"));
            assert_eq!(found.len(), 1, "{name} → {dependency}: {found:?}");
            assert!(found[0].starts_with(&format!("crates/{name}/Cargo.toml:4: ")), "{found:?}");
        }
    }

    #[test]
    fn the_drivers_stay_behind_their_doors() {
        assert_eq!(found("db", "tokio-postgres.workspace = true"), [""; 0]);
        assert_eq!(found("agency", "tokio-postgres.workspace = true").len(), 1);
        assert_eq!(found("agency", "reqwest.workspace = true").len(), 1);
    }

    #[test]
    fn versions_are_pinned_in_one_place() {
        assert_eq!(found("db", "uuid = \"=1.0.0\"").len(), 1);
        let workspace =
            |text: &str| check(&[source("Cargo.toml", &format!("[workspace.dependencies]\n{text}"))]).len();
        assert_eq!(workspace("a = \"=1.0.0\"\nb = { version = \"~1.5\" }\nc = { path = \"crates/c\" }"), 0);
        assert_eq!(workspace("a = \"1.0\"\nb = { version = \"^1\" }"), 2);
    }
}
