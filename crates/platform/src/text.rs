//! Text: what no field accepts from people, and how bytes are written.

/// For garde: one line without control characters.
pub fn line<C>(text: &str, _: &C) -> garde::Result {
    refuse(text, |letter| letter.is_control() || is_bidi_override(letter))
}

/// For garde: several lines; of control characters only line feed, carriage return and tab.
pub fn paragraph<C>(text: &str, _: &C) -> garde::Result {
    refuse(text, |letter| {
        (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) || is_bidi_override(letter)
    })
}

/// As [`line`], for an optional field.
pub fn optional_line<C>(text: &Option<String>, context: &C) -> garde::Result {
    text.as_deref().map_or(Ok(()), |text| line(text, context))
}

/// As [`paragraph`], for an optional field.
pub fn optional_paragraph<C>(text: &Option<String>, context: &C) -> garde::Result {
    text.as_deref().map_or(Ok(()), |text| paragraph(text, context))
}

/// As [`line`], for every entry of a list.
pub fn lines<C>(texts: &[String], context: &C) -> garde::Result {
    texts.iter().try_for_each(|text| line(text, context))
}

/// Behind garde's `email`: mail goes to a host by its name, not to a number.
pub fn named_host<C>(address: &str, _: &C) -> garde::Result {
    match address.rsplit_once('@') {
        Some((_, host)) if host.trim().starts_with('[') => {
            Err(garde::Error::new("must name a host, not a number"))
        }
        _ => Ok(()),
    }
}

/// As [`named_host`], for an optional field.
pub fn optional_named_host<C>(address: &Option<String>, context: &C) -> garde::Result {
    address.as_deref().map_or(Ok(()), |address| named_host(address, context))
}

/// Not empty, and not only spaces.
pub fn says_something<C>(text: &str, _: &C) -> garde::Result {
    if text.trim().is_empty() { Err(garde::Error::new("must not be empty")) } else { Ok(()) }
}

/// Bytes as pairs of hexadecimal digits, in lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Characters that make text read differently from what it is.
fn is_bidi_override(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn refuse(text: &str, is_refused: impl Fn(char) -> bool) -> garde::Result {
    match text.chars().find(|letter| is_refused(*letter)) {
        Some(letter) => Err(garde::Error::new(format!("must not contain the character {letter:?}"))),
        None => Ok(()),
    }
}
