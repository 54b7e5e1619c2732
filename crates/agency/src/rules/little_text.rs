//! LinkedIn's "little" text format, in which a post's commentary travels.
//!
//! LinkedIn cuts a post, silently, at the first reserved character that is neither escaped nor part of an
//! element, so [`escape`] escapes all of them but those of a hashtag (`#word`) and of a mention
//! (`@[Name](urn:li:…)`), which stay raw to become links. [`unescape`] reads the format as strictly as
//! LinkedIn does. Grammar: the Marketing API's page "little text format".

/// The characters that mean something in little text.
pub const RESERVED: [char; 15] = ['\\', '|', '{', '}', '@', '[', ']', '(', ')', '<', '>', '#', '*', '_', '~'];

/// The commentary that shows `text` as it is written.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(c) = rest.chars().next() {
        let element = element_length(rest, before);
        if element > 0 {
            escaped.push_str(&rest[..element]);
            before = rest[..element].chars().next_back();
            rest = &rest[element..];
            continue;
        }
        if RESERVED.contains(&c) {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
        rest = &rest[c.len_utf8()..];
    }
    escaped
}

/// What LinkedIn shows for `commentary`, or the byte offset at which it would cut it.
pub fn unescape(commentary: &str) -> Result<String, usize> {
    let mut shown = String::with_capacity(commentary.len());
    let mut at = 0;
    while let Some(c) = commentary[at..].chars().next() {
        let element = element_length(&commentary[at..], shown.chars().next_back());
        if element > 0 {
            shown.push_str(&commentary[at..at + element]);
            at += element;
        } else if c == '\\' {
            let escaped = commentary[at + 1..].chars().next().ok_or(at)?;
            if !RESERVED.contains(&escaped) {
                return Err(at);
            }
            shown.push(escaped);
            at += 1 + escaped.len_utf8();
        } else if RESERVED.contains(&c) {
            return Err(at);
        } else {
            shown.push(c);
            at += c.len_utf8();
        }
    }
    Ok(shown)
}

/// The length in bytes of the hashtag or mention that `text` starts with; 0 when it starts with neither.
fn element_length(text: &str, before: Option<char>) -> usize {
    if text.starts_with('#') && before.is_none_or(|c| !c.is_alphanumeric()) {
        let word = text[1..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - 1);
        return if text[1..=word].chars().any(char::is_alphabetic) { word + 1 } else { 0 };
    }
    mention_length(text).unwrap_or(0)
}

fn mention_length(text: &str) -> Option<usize> {
    let name_and_rest = text.strip_prefix("@[")?;
    let name_length = name_and_rest.find(|c| RESERVED.contains(&c) || c == '\n')?;
    let urn_and_rest = name_and_rest[name_length..].strip_prefix("](")?;
    let urn_length = urn_and_rest.find(')')?;
    let is_urn = urn_and_rest[..urn_length].strip_prefix("urn:li:").is_some_and(|id| {
        !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || ":-".contains(c))
    });
    (name_length > 0 && is_urn).then_some("@[".len() + name_length + "](".len() + urn_length + ")".len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::model::{RuleKind, RuleValue, all};
    use super::*;

    #[test]
    fn escapes_what_the_rules_say() {
        let rule = all().iter().find(|rule| rule.kind == RuleKind::EscapedCharacters).unwrap();
        assert_eq!(rule.value, RuleValue::Characters(RESERVED.iter().collect()));
    }

    #[test]
    fn escapes_each_reserved_character() {
        for c in RESERVED {
            let text = format!("before {c} after");
            assert_eq!(escape(&text), format!("before \\{c} after"));
            assert_eq!(unescape(&escape(&text)).as_deref(), Ok(text.as_str()));
            assert_eq!(unescape(&text), Err("before ".len()), "{c} unescaped cuts the post");
        }
    }

    #[test]
    fn leaves_hashtags_and_mentions_to_become_links() {
        let text = "Hi @[Ada Lovelace](urn:li:person:Ab-12), #vinyl is (still) alive_";
        assert_eq!(escape(text), "Hi @[Ada Lovelace](urn:li:person:Ab-12), #vinyl is \\(still\\) alive\\_");
        assert_eq!(escape("C# #1 @home"), "C\\# \\#1 \\@home");
    }

    #[test]
    fn nothing_in_a_broken_mention_stays_raw() {
        assert_eq!(escape("@[x](http://a)"), "\\@\\[x\\]\\(http://a\\)");
        assert_eq!(escape("@[](urn:li:person:1)"), "\\@\\[\\]\\(urn:li:person:1\\)");
    }

    proptest! {
        #[test]
        fn round_trips(
            text in "(\\PC|[\\\\|{}@\\[\\]()<>#*_~\n]|#[a-z]{1,4}|@\\[A B\\]\\(urn:li:person:1\\)){0,60}",
        ) {
            let escaped = escape(&text);
            let shown = unescape(&escaped);
            prop_assert_eq!(shown.as_deref(), Ok(text.as_str()));
        }
    }
}
