//! X's weighted length: twitter-text configuration version 3 (scale 100, default weight 200, a URL counts 23,
//! emoji parsing on), after NFC. Facts: <https://docs.x.com/fundamentals/counting-characters>.
//!
//! Where this differs from X's own library it counts *more*, never less: a bare domain is a URL when its
//! ending is a country code or one of the common generic endings.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{EmojiStatus, UnicodeEmoji};

const SCALE: usize = 100;
const WEIGHT_DEFAULT: usize = 200;
const WEIGHT_LIGHT: usize = 100;
const WEIGHT_URL: usize = 23 * SCALE;
/// Latin to Georgian, most punctuation: the ranges that weigh half of the default.
const LIGHT_RANGES: [(u32, u32); 4] = [(0, 4351), (8192, 8205), (8208, 8223), (8242, 8247)];

const COUNTRY_ENDINGS: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj \
    bm bn bo bq br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do \
    dz ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk \
    hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk \
    lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl \
    no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj \
    sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz \
    va vc ve vg vi vn vu wf ws ye yt za zm zw";
const GENERIC_ENDINGS: &str = "com net org info biz edu gov mil int name pro mobi app dev page blog shop \
    store studio agency music band art design media digital online site website live news world today events \
    tickets video film photos photography gallery fashion club social network email link cloud tech academy \
    berlin hamburg koeln wien london paris nyc tokyo";

/// The weighted length of `text`, in X's characters.
pub(super) fn length(text: &str) -> usize {
    let text: Vec<char> = text.nfc().collect();
    let mut weight = 0;
    let mut at = 0;
    while at < text.len() {
        let starts_word = at == 0 || !is_url_neighbour(text[at - 1]);
        if starts_word && let Some(end) = url_end(&text, at) {
            weight += WEIGHT_URL;
            at = end;
        } else if let Some(end) = emoji_end(&text, at) {
            weight += WEIGHT_DEFAULT;
            at = end;
        } else {
            weight += char_weight(text[at]);
            at += 1;
        }
    }
    weight.div_ceil(SCALE)
}

fn char_weight(c: char) -> usize {
    let code = u32::from(c);
    let is_light = LIGHT_RANGES.iter().any(|&(from, to)| (from..=to).contains(&code));
    if is_light { WEIGHT_LIGHT } else { WEIGHT_DEFAULT }
}

/// A URL does not begin right after one of these: `a@example.com`, `#example.com`, `sub.example.com` (already
/// taken as a whole).
fn is_url_neighbour(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '@' | '$' | '#' | '＠' | '＃' | '.' | '-' | '_' | '/')
}

fn url_end(text: &[char], at: usize) -> Option<usize> {
    let scheme = scheme_length(&text[at..]);
    let host_at = at + scheme;
    let host_end = host_at + text[host_at..].iter().take_while(|&&c| is_host_char(c)).count();
    let host_end = trim_end(text, host_at, host_end, &['.', '-']);
    let host: String = text[host_at..host_end].iter().collect();
    if !is_host(&host) {
        return None;
    }
    // an address like a@example.com is no URL
    if scheme == 0 && text.get(host_end) == Some(&'@') {
        return None;
    }
    let mut end = host_end;
    if text.get(end) == Some(&':') {
        let digits = text[end + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        end += if digits > 0 { digits + 1 } else { 0 };
    }
    if matches!(text.get(end), Some('/' | '?' | '#')) {
        let rest = text[end..].iter().take_while(|&&c| is_path_char(c)).count();
        end = trim_end(text, end + 1, end + rest, &['.', ',', ':', ';', '!', '?', '\'', '"', ')']);
    }
    Some(end)
}

fn scheme_length(text: &[char]) -> usize {
    ["https://", "http://"]
        .into_iter()
        .find(|scheme| {
            text.len() > scheme.len()
                && scheme.chars().zip(text).all(|(expected, c)| expected.eq_ignore_ascii_case(c))
        })
        .map_or(0, str::len)
}

fn trim_end(text: &[char], from: usize, mut end: usize, marks: &[char]) -> usize {
    while end > from && marks.contains(&text[end - 1]) {
        end -= 1;
    }
    end
}

fn is_host_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '.' || c == '_'
}

fn is_path_char(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '\\' | '^' | '{' | '|' | '}')
}

fn is_host(host: &str) -> bool {
    let Some((rest, ending)) = host.rsplit_once('.') else { return false };
    let ending = ending.to_ascii_lowercase();
    let is_known = COUNTRY_ENDINGS.split(' ').chain(GENERIC_ENDINGS.split(' ')).any(|known| known == ending);
    is_known && rest.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
}

/// The end of the emoji at `at`: a flag, a keycap, or an emoji with its modifiers and everything joined to it
/// (UTS #51, "possible emoji").
fn emoji_end(text: &[char], at: usize) -> Option<usize> {
    let is_indicator =
        |index: usize| text.get(index).is_some_and(|&c| unicode_properties::emoji::is_regional_indicator(c));
    if is_indicator(at) {
        return is_indicator(at + 1).then_some(at + 2);
    }
    let mut end = emoji_element_end(text, at)?;
    while text.get(end) == Some(&ZERO_WIDTH_JOINER)
        && let Some(next) = emoji_element_end(text, end + 1)
    {
        end = next;
    }
    Some(end)
}

const ZERO_WIDTH_JOINER: char = '\u{200d}';
const EMOJI_SELECTOR: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';
const TAG_END: char = '\u{e007f}';

fn emoji_element_end(text: &[char], at: usize) -> Option<usize> {
    let base = *text.get(at)?;
    let next = text.get(at + 1).copied();
    if base.is_ascii_digit() || matches!(base, '#' | '*') {
        let keycap_at = if next == Some(EMOJI_SELECTOR) { at + 2 } else { at + 1 };
        return (text.get(keycap_at) == Some(&KEYCAP)).then_some(keycap_at + 1);
    }
    let is_selected = next == Some(EMOJI_SELECTOR);
    if !(base.is_emoji_char() && (is_selected || is_shown_as_emoji(base) || is_joined(text, at))) {
        return None;
    }
    let mut end = at + 1;
    if is_selected || next.is_some_and(is_skin_tone) {
        end += 1;
    }
    if text.get(end).is_some_and(|&c| unicode_properties::emoji::is_tag_character(c)) {
        let tags =
            text[end..].iter().take_while(|&&c| unicode_properties::emoji::is_tag_character(c)).count();
        if text[end + tags - 1] == TAG_END {
            end += tags;
        }
    }
    Some(end)
}

fn is_skin_tone(c: char) -> bool {
    ('\u{1f3fb}'..='\u{1f3ff}').contains(&c)
}

/// ♀ and ♂ are text alone, and part of the emoji behind a joiner.
fn is_joined(text: &[char], at: usize) -> bool {
    at > 0 && text[at - 1] == ZERO_WIDTH_JOINER
}

fn is_shown_as_emoji(c: char) -> bool {
    matches!(
        c.emoji_status(),
        EmojiStatus::EmojiPresentation
            | EmojiStatus::EmojiPresentationAndModifierBase
            | EmojiStatus::EmojiPresentationAndEmojiComponent
            | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
    )
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn urls_weigh_23_however_long() {
        let long = format!("https://example.com/{}", "a".repeat(300));
        assert_eq!(length(&long), 23);
        assert_eq!(length("http://a.de"), 23);
        assert_eq!(length("a.de"), 23, "a bare domain is linked too");
        assert_eq!(length("Read https://example.com/x, then reply."), 5 + 23 + 13);
        assert_eq!(length("(https://example.com/x)"), 25);
        assert_eq!(length("https://example.com:8080/x"), 23);
    }

    #[test]
    fn what_only_looks_like_a_url_counts_as_text() {
        assert_eq!(length("me@example.com"), 14);
        assert_eq!(length("v1.2"), 4);
        assert_eq!(length("e.g. this"), 9);
        assert_eq!(length("https://"), 8);
        assert_eq!(length("#example.com"), 12);
    }

    #[test]
    fn the_limit_is_280_latin_or_140_others() {
        assert_eq!(length(&"a".repeat(280)), 280);
        assert_eq!(length(&"字".repeat(140)), 280);
        assert_eq!(length(&"😀".repeat(140)), 280);
    }

    #[test]
    fn joined_emoji_count_once() {
        assert_eq!(length("🧑🏿‍🚒"), 2);
        assert_eq!(length("🏃‍♀️"), 2);
        assert_eq!(length("🇩"), 2, "half a flag is a character of default weight");
        assert_eq!(length("a👍b"), 4);
    }
}
