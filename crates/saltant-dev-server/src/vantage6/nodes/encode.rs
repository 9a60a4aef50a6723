//! How a node encodes variables: base32, with `!` for padding.

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The text of a value in the environment.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(5) {
        let mut five = [0; 5];
        five[..chunk.len()].copy_from_slice(chunk);
        let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let used = (chunk.len() * 8).div_ceil(5);
        for place in 0..8 {
            let index = (bits >> (35 - 5 * place)) & 31;
            let letter = ALPHABET.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or(b'A');
            out.push(if place < used { char::from(letter) } else { '!' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn values_are_base32_with_exclamation_marks() {
        assert_eq!(encode("abc"), "MFRGG!!!");
        assert_eq!(encode("abcde"), "MFRGGZDF");
        assert_eq!(encode(""), "");
        assert_eq!(encode("foobar"), "MZXW6YTBOI!!!!!!");
    }
}
