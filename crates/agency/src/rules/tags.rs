//! Hashtags, mentions and cashtags inside a text.

/// The hashtags of `text`, without `#`, in their order. A hashtag is letters, digits and underscores with at
/// least one letter, not in the middle of a word or of a URL.
pub fn hashtags(text: &str) -> Vec<&str> {
    marked(text, &['#', '＃'], is_word).filter(|tag| tag.chars().any(char::is_alphabetic)).collect()
}

pub(super) fn mentions(text: &str) -> Vec<&str> {
    marked(text, &['@', '＠'], |c| c.is_ascii_alphanumeric() || c == '_' || c == '.').collect()
}

/// `$ABC`: up to six letters, as stocks are written.
pub(super) fn cashtags(text: &str) -> Vec<&str> {
    marked(text, &['$'], |c| c.is_ascii_alphabetic()).filter(|tag| tag.len() <= 6).collect()
}

/// A hashtag as it is stored: without the mark and without what a platform would end it at. `None` when
/// nothing is left.
pub fn normalize_hashtag(tag: &str) -> Option<String> {
    let tag: String = tag.chars().filter(|&c| is_word(c)).collect();
    tag.chars().any(char::is_alphabetic).then_some(tag)
}

fn is_word(c: char) -> bool {
    // combining vowel signs are part of words in Indic scripts
    c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c)
}

fn marked<'t>(
    text: &'t str,
    marks: &'static [char],
    belongs: impl Fn(char) -> bool + Copy + 't,
) -> impl Iterator<Item = &'t str> {
    text.char_indices().filter_map(move |(at, c)| {
        let before = text[..at].chars().next_back();
        let starts =
            marks.contains(&c) && before.is_none_or(|b| !is_word(b) && !matches!(b, '/' | '&' | '?'));
        let rest = &text[at + c.len_utf8()..];
        let end = rest.find(|next| !belongs(next)).unwrap_or(rest.len());
        (starts && end > 0).then(|| &rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_hashtags_in_any_script() {
        assert_eq!(
            hashtags("New #Album out! #日本 #über_uns, #हिन्दी"),
            ["Album", "日本", "über_uns", "हिन्दी"]
        );
        assert_eq!(hashtags("#one#two"), ["one"], "a second mark in the word starts nothing");
        assert_eq!(hashtags("item #1, C#, example.com/#top, # alone"), Vec::<&str>::new());
    }

    #[test]
    fn finds_mentions_but_no_mail_addresses() {
        assert_eq!(mentions("with @blue.note and (@x_y)"), ["blue.note", "x_y"]);
        assert_eq!(mentions("mail me@example.com"), Vec::<&str>::new());
    }

    #[test]
    fn finds_cashtags() {
        assert_eq!(cashtags("$TSLA and $5 and US$AB"), ["TSLA"]);
    }

    #[test]
    fn normalizes_what_people_and_models_write() {
        assert_eq!(normalize_hashtag("#New Album!").as_deref(), Some("NewAlbum"));
        assert_eq!(normalize_hashtag("#2026"), None);
        assert_eq!(normalize_hashtag(" "), None);
    }
}
