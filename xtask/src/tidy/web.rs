//! Rules for the web's sources that Biome does not know.

use super::{Finding, Source};

const COMPONENT_LINES_MAX: usize = 300;

pub(super) fn check(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("web/") || !["ts", "tsx"].contains(&source.extension()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let lines = source.text.lines().count();
    if source.extension() == "tsx" && lines > COMPONENT_LINES_MAX {
        let message = format!("{lines} lines; a component has at most {COMPONENT_LINES_MAX}");
        findings.push(source.finding(COMPONENT_LINES_MAX + 1, message));
    }
    if !is_kebab_case(source.stem()) && !is_route(source) {
        findings.push(source.finding(1, "name files in kebab-case"));
    }
    for (number, line) in source.lines() {
        // Tools load their configuration by its default export.
        let is_configuration = source.file_name().contains(".config.");
        if line.starts_with("export default") && !is_route(source) && !is_configuration {
            findings.push(source.finding(number, "export by name, so that the name is the same everywhere"));
        }
        if line.starts_with("export * from") {
            findings.push(source.finding(number, "no barrels: import from the file that holds it"));
        }
    }
    findings
}

/// The router gives the names of route files their meaning.
fn is_route(source: &Source) -> bool {
    source.path.starts_with("web/src/routes/")
}

fn is_kebab_case(stem: &str) -> bool {
    !stem.is_empty() && stem.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::{super::tests::messages, *};

    #[test]
    fn components_are_short_and_named_in_kebab_case() {
        assert_eq!(messages(check, "web/src/ideas/idea-card.tsx", &"x\n".repeat(300)), [""; 0]);
        assert_eq!(messages(check, "web/src/ideas/idea-card.tsx", &"x\n".repeat(301)).len(), 1);
        assert_eq!(messages(check, "web/src/ideas/IdeaCard.tsx", "").len(), 1);
        assert_eq!(messages(check, "web/src/routes/__root.tsx", ""), [""; 0]);
        assert_eq!(messages(check, "bench/peers/Server.ts", ""), [""; 0]);
    }

    #[test]
    fn exports_have_names() {
        assert_eq!(messages(check, "web/src/a.ts", "export default 1").len(), 1);
        assert_eq!(messages(check, "web/src/a.ts", "export * from './b'").len(), 1);
        assert_eq!(messages(check, "web/vite.config.ts", "export default {}"), [""; 0]);
        assert_eq!(messages(check, "web/src/routes/index.tsx", "export default 1"), [""; 0]);
    }
}
