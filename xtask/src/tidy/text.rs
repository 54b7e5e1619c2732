//! Rules for every file: length, width, words that do not belong into a repository.

use super::{Finding, Source};

const LINES_MAX: usize = 500;
const ARCHITECTURE_LINES_MAX: usize = 300;
const COLUMNS_MAX: usize = 110;
const CODE: [&str; 11] = ["rs", "sql", "ts", "tsx", "css", "js", "mjs", "sh", "py", "lua", "html"];
/// Where no formatter decides: rustfmt leaves comments and long strings, Biome does the web's sources alone.
const WIDTH_CHECKED: [&str; 5] = ["rs", "sql", "sh", "py", "lua"];

pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_code = CODE.contains(&source.extension());
    let is_width_checked = WIDTH_CHECKED.contains(&source.extension());
    let lines = source.text.lines().count();
    let lines_max = if source.path == "ARCHITECTURE.md" { ARCHITECTURE_LINES_MAX } else { LINES_MAX };
    if (is_code || source.extension() == "md") && lines > lines_max {
        findings.push(
            source.finding(lines_max + 1, format!("{lines} lines; split it, {lines_max} is the limit")),
        );
    }
    for (number, line) in source.lines() {
        let columns = line.chars().count();
        // An address cannot be broken.
        if is_width_checked && columns > COLUMNS_MAX && !line.contains("https://") {
            findings.push(source.finding(number, format!("{columns} columns; {COLUMNS_MAX} is the limit")));
        }
        for (phrase, reason) in forbidden() {
            if line.contains(&phrase) {
                findings.push(source.finding(number, format!("`{phrase}`: {reason}")));
            }
        }
    }
    findings
}

/// Written in pieces, so that this file does not contain them.
fn forbidden() -> [(String, &'static str); 11] {
    let unfinished = "finish it, or leave it out: the tree holds no plans";
    let skipped = "a test that does not run proves nothing";
    let machine = "a path of one machine";
    [
        (["TO", "DO"].concat(), unfinished),
        (["FIX", "ME"].concat(), unfinished),
        (["#[ign", "ore"].concat(), skipped),
        (["it.o", "nly("].concat(), "the other tests would not run"),
        (["test.o", "nly("].concat(), "the other tests would not run"),
        (["describe.o", "nly("].concat(), "the other tests would not run"),
        (["it.sk", "ip("].concat(), skipped),
        (["test.sk", "ip("].concat(), skipped),
        (["\"/ro", "ot/"].concat(), machine),
        (["\"/ho", "me/"].concat(), machine),
        ([" /wo", "rk/"].concat(), machine),
    ]
}

#[cfg(test)]
mod tests {
    use super::{super::tests::messages, *};

    #[test]
    fn long_files_and_lines_are_found() {
        let text = "x\n".repeat(LINES_MAX + 1);
        assert_eq!(messages(check, "a.rs", &text), ["501: 501 lines; split it, 500 is the limit"]);
        assert_eq!(messages(check, "a.csv", &text), [""; 0]);
        let wide = "é".repeat(COLUMNS_MAX + 1);
        assert_eq!(messages(check, "a.rs", &wide), ["1: 111 columns; 110 is the limit"]);
        assert_eq!(messages(check, "a.md", &wide), [""; 0]);
        assert_eq!(messages(check, "a.rs", &format!("// https://{wide}")), [""; 0]);
        assert_eq!(messages(check, "ARCHITECTURE.md", &"x\n".repeat(301)).len(), 1);
    }

    #[test]
    fn unfinished_and_skipped_work_is_found() {
        for (phrase, _) in forbidden() {
            assert_eq!(messages(check, "a.rs", &format!("before\n{phrase} after")).len(), 1, "{phrase}");
        }
        assert_eq!(messages(check, "a.rs", "todo_list https://example.test/home"), [""; 0]);
    }
}
