//! Checking one channel's text against the rules.

use std::borrow::Cow;

use super::model::{RuleKind, of};
use super::{Field, Fold, Issue, Rule, RuleValue, TextChannel, TextCount, Unit, count, little_text, tags};

/// What is posted on a channel.
#[derive(Debug, Clone, Copy)]
pub struct ChannelText<'t> {
    pub channel: TextChannel,
    pub text: &'t str,
    /// Only YouTube has one.
    pub title: Option<&'t str>,
}

/// The rules that the text breaks, errors first.
pub fn check(post: ChannelText<'_>) -> Vec<Issue> {
    let mut issues: Vec<Issue> = of(post.channel).filter_map(|rule| issue(rule, post)).collect();
    issues.sort_by_key(|issue| issue.severity);
    issues
}

/// Every limited length of the text, for a counter in the editor.
pub fn counts(post: ChannelText<'_>) -> Vec<TextCount> {
    of(post.channel)
        .filter(|rule| matches!(rule.kind, RuleKind::LengthMax | RuleKind::CountMax))
        .filter_map(|rule| {
            let limit = rule.number()?;
            Some(TextCount { field: rule.field, unit: rule.unit, actual: measure(rule, post)?, limit })
        })
        .collect()
}

/// Where the channel folds a text; `None` where it shows it whole.
pub fn fold(channel: TextChannel) -> Option<Fold> {
    let fact = |kind| of(channel).find(|rule| rule.kind == kind).and_then(Rule::number);
    Some(Fold {
        desktop_chars: fact(RuleKind::FoldDesktop)?,
        mobile_chars: fact(RuleKind::FoldMobile)?,
        lines: fact(RuleKind::FoldLines)?,
    })
}

fn field_text(field: Field, post: ChannelText<'_>) -> &str {
    match field {
        Field::Title => post.title.unwrap_or_default(),
        Field::Text | Field::Hashtags | Field::Mentions | Field::Cashtags => post.text,
    }
}

fn measure(rule: &Rule, post: ChannelText<'_>) -> Option<usize> {
    let text = field_text(rule.field, post);
    Some(match rule.kind {
        RuleKind::LengthMax => count(rule.unit, text),
        RuleKind::Required => count(rule.unit, text.trim()),
        RuleKind::EscapedLengthMax => count(rule.unit, &little_text::escape(text)),
        RuleKind::CountMax => match rule.field {
            Field::Hashtags => tags::hashtags(text).len(),
            Field::Mentions => tags::mentions(text).len(),
            Field::Cashtags => tags::cashtags(text).len(),
            Field::Text | Field::Title => return None,
        },
        RuleKind::ForbiddenCharacters => match &rule.value {
            RuleValue::Characters(forbidden) => text.chars().filter(|&c| forbidden.contains(c)).count(),
            RuleValue::Number(_) => return None,
        },
        RuleKind::EscapedCharacters | RuleKind::FoldDesktop | RuleKind::FoldMobile | RuleKind::FoldLines => {
            return None;
        }
    })
}

fn issue(rule: &Rule, post: ChannelText<'_>) -> Option<Issue> {
    let actual = measure(rule, post)?;
    let limit = rule.number();
    let is_broken = match rule.kind {
        RuleKind::Required => Some(actual) < limit,
        RuleKind::ForbiddenCharacters => actual > 0,
        _ => Some(actual) > limit,
    };
    is_broken.then(|| Issue {
        channel: post.channel,
        field: rule.field,
        severity: rule.severity,
        code: code(rule.kind).to_owned(),
        message: message(rule, actual),
        limit,
        actual: Some(actual),
        unit: rule.unit,
    })
}

fn code(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::LengthMax => "length_max",
        RuleKind::EscapedLengthMax => "escaped_length_max",
        RuleKind::CountMax => "count_max",
        RuleKind::Required => "required",
        RuleKind::ForbiddenCharacters => "forbidden_characters",
        RuleKind::EscapedCharacters => "escaped_characters",
        RuleKind::FoldDesktop | RuleKind::FoldMobile | RuleKind::FoldLines => "fold",
    }
}

fn message(rule: &Rule, actual: usize) -> String {
    let platform = platform_name(rule.channel);
    let field = field_name(rule.field);
    let limit = rule.number().unwrap_or_default();
    match rule.kind {
        RuleKind::Required => format!("{platform} needs a {field}. Write one."),
        RuleKind::ForbiddenCharacters => {
            let RuleValue::Characters(forbidden) = &rule.value else { return String::new() };
            format!("{platform} does not take {forbidden} in the {field}. Remove them.")
        }
        RuleKind::CountMax => {
            format!("{actual} {field}; {platform} takes {limit}. Remove {}.", actual - limit)
        }
        RuleKind::EscapedLengthMax => format!(
            "With its special characters escaped the {field} has {actual} characters; {platform} may refuse \
             more than {limit}."
        ),
        _ => format!(
            "The {field} has {actual} {}; {platform} takes {limit}. Shorten it by {}.",
            unit_name(rule.unit),
            actual - limit.min(actual)
        ),
    }
}

fn platform_name(channel: TextChannel) -> &'static str {
    match channel {
        TextChannel::Linkedin => "LinkedIn",
        TextChannel::Instagram => "Instagram",
        TextChannel::Youtube => "YouTube",
        TextChannel::X => "X",
    }
}

fn field_name(field: Field) -> Cow<'static, str> {
    Cow::Borrowed(match field {
        Field::Text => "text",
        Field::Title => "title",
        Field::Hashtags => "hashtags",
        Field::Mentions => "mentions",
        Field::Cashtags => "cashtags",
    })
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Bytes => "bytes",
        Unit::Weighted => "weighted characters",
        Unit::Lines => "lines",
        Unit::CodePoints | Unit::Utf16 | Unit::Graphemes | Unit::Count | Unit::Characters => "characters",
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::*;

    fn codes(channel: TextChannel, text: &str, title: Option<&str>) -> Vec<(Field, String, Severity)> {
        check(ChannelText { channel, text, title })
            .into_iter()
            .map(|issue| (issue.field, issue.code, issue.severity))
            .collect()
    }

    #[test]
    fn linkedin_takes_3000_code_points_however_many_bytes() {
        assert_eq!(codes(TextChannel::Linkedin, &"語".repeat(3000), None), []);
        let issues =
            check(ChannelText { channel: TextChannel::Linkedin, text: &"語".repeat(3001), title: None });
        assert_eq!(issues[0].message, "The text has 3001 characters; LinkedIn takes 3000. Shorten it by 1.");
        assert_eq!((issues[0].limit, issues[0].actual), (Some(3000), Some(3001)));
    }

    #[test]
    fn linkedin_warns_when_escaping_makes_it_too_long() {
        let text = format!("{}{}", "a".repeat(2900), "(".repeat(60));
        let found = codes(TextChannel::Linkedin, &text, None);
        assert_eq!(found, [(Field::Text, "escaped_length_max".to_owned(), Severity::Warning)]);
    }

    #[test]
    fn instagram_counts_hashtags_and_mentions() {
        let tags = |count: usize, mark: &str| {
            (0..count).map(|n| format!("{mark}tag{n}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(codes(TextChannel::Instagram, &tags(30, "#"), None), []);
        assert_eq!(codes(TextChannel::Instagram, &tags(31, "#"), None)[0].0, Field::Hashtags);
        assert_eq!(codes(TextChannel::Instagram, &tags(21, "@"), None)[0].0, Field::Mentions);
        assert_eq!(codes(TextChannel::Instagram, &"é".repeat(2201), None)[0].1, "length_max");
    }

    #[test]
    fn youtube_counts_the_description_in_bytes_and_needs_a_title() {
        assert_eq!(codes(TextChannel::Youtube, &"é".repeat(2500), Some("Title")), []);
        assert_eq!(codes(TextChannel::Youtube, &"é".repeat(2501), Some("Title"))[0].1, "length_max");
        assert_eq!(codes(TextChannel::Youtube, "a <b>", Some("Title"))[0].1, "forbidden_characters");
        assert_eq!(
            codes(TextChannel::Youtube, "a", None)[0],
            (Field::Title, "required".into(), Severity::Error)
        );
        assert_eq!(codes(TextChannel::Youtube, "a", Some(&"t".repeat(101)))[0].0, Field::Title);
    }

    #[test]
    fn x_weighs() {
        assert_eq!(codes(TextChannel::X, &"a".repeat(280), None), []);
        assert_eq!(codes(TextChannel::X, &"😀".repeat(141), None)[0].1, "length_max");
        assert_eq!(codes(TextChannel::X, "$ABC $DEF", None)[0].0, Field::Cashtags);
        assert_eq!(codes(TextChannel::X, "  ", None)[0].1, "required");
    }

    #[test]
    fn counts_and_folds_come_from_the_same_rows() {
        let counts = counts(ChannelText { channel: TextChannel::Youtube, text: "é", title: Some("abc") });
        let text = counts.iter().find(|count| count.field == Field::Text).unwrap();
        assert_eq!((text.unit, text.actual, text.limit), (Unit::Bytes, 2, 5000));
        assert_eq!(
            fold(TextChannel::Linkedin),
            Some(Fold { desktop_chars: 210, mobile_chars: 140, lines: 3 })
        );
        assert_eq!(fold(TextChannel::X), None);
    }
}
