//! Bytes as letters and digits, so that a double click selects all of them. A number of bytes always has the
//! same number of characters, and only one spelling.

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The character for a value below 62.
pub(super) fn digit(value: usize) -> char {
    char::from(ALPHABET[value % ALPHABET.len()])
}

/// The bytes as one number, in exactly this many characters. The caller gives enough of them.
pub(super) fn encode(bytes: &[u8], chars: usize) -> String {
    let mut number = bytes.to_vec();
    let mut digits = vec![ALPHABET[0]; chars];
    for place in digits.iter_mut().rev() {
        let mut remainder = 0_usize;
        for byte in &mut number {
            let value = remainder * 256 + usize::from(*byte);
            *byte = u8::try_from(value / 62).unwrap_or_default();
            remainder = value % 62;
        }
        *place = ALPHABET[remainder];
    }
    digits.into_iter().map(char::from).collect()
}

/// The inverse; `None` for other characters and for a number that needs more bytes.
pub(super) fn decode<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let mut number = [0_u8; BYTES];
    for character in text.bytes() {
        let mut carry = ALPHABET.iter().position(|letter| *letter == character)?;
        for byte in number.iter_mut().rev() {
            let value = usize::from(*byte) * 62 + carry;
            *byte = u8::try_from(value % 256).unwrap_or_default();
            carry = value / 256;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_written_as_expected() {
        assert_eq!(encode(&[0, 0, 0, 61], 6), "00000z");
        assert_eq!(encode(&[0, 0, 0, 62], 6), "000010");
        assert_eq!(encode(&[255; 4], 6), "4gfFC3");
        assert_eq!(decode::<4>("4gfFC4"), None, "one more than four bytes hold");
        assert_eq!(decode::<4>("00-00"), None);
    }

    proptest! {
        #[test]
        fn bytes_read_back(bytes: [u8; 32]) {
            let text = encode(&bytes, 43);
            prop_assert_eq!(text.len(), 43);
            prop_assert_eq!(decode::<32>(&text), Some(bytes));
        }

        #[test]
        fn what_reads_has_one_spelling(text in "[0-9A-Za-z]{43}") {
            if let Some(bytes) = decode::<32>(&text) {
                prop_assert_eq!(encode(&bytes, 43), text);
            }
        }
    }
}
