//! As much of DER and PEM as an RSA key needs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// What stands in PKCS#8 before the key itself: the algorithm is RSA, without parameters.
const RSA: [u8; 15] =
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
const VERSION_0: [u8; 3] = [0x02, 0x01, 0x00];
const SEQUENCE: u8 = 0x30;
const OCTETS: u8 = 0x04;

/// Characters on a line of PEM.
const LINE: usize = 64;

/// Puts a key in PKCS#1 form into PKCS#8 form.
pub(super) fn pkcs8_of(pkcs1: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut inner = Zeroizing::new(Vec::with_capacity(pkcs1.len() + 32));
    inner.extend_from_slice(&VERSION_0);
    inner.extend_from_slice(&RSA);
    put(&mut inner, OCTETS, pkcs1);
    let mut outer = Zeroizing::new(Vec::with_capacity(inner.len() + 8));
    put(&mut outer, SEQUENCE, &inner);
    outer
}

/// Takes the key in PKCS#1 form out of PKCS#8 form.
pub(super) fn pkcs1_of(pkcs8: &[u8]) -> Option<&[u8]> {
    let (content, _) = take(pkcs8, SEQUENCE)?;
    let rest = content.strip_prefix(&VERSION_0)?.strip_prefix(&RSA)?;
    take(rest, OCTETS).map(|(key, _)| key)
}

fn put(out: &mut Vec<u8>, tag: u8, content: &[u8]) {
    out.push(tag);
    let length = content.len().to_be_bytes();
    let significant = &length[length.iter().position(|byte| *byte != 0).unwrap_or(length.len())..];
    if content.len() >= 0x80 {
        out.push(0x80 | u8::try_from(significant.len()).unwrap_or_default());
    }
    out.extend_from_slice(if content.is_empty() { &[0] } else { significant });
    out.extend_from_slice(content);
}

/// The content of a value with a tag, and what follows it.
fn take(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(&[tag])?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let width = usize::from(first & 0x7f);
        if !(1..=4).contains(&width) {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(width)?;
        (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
    };
    rest.split_at_checked(length)
}

/// A PEM text of a kind: lines of 64 characters, and a newline at the end.
pub(super) fn pem(kind: &str, der: &[u8]) -> Zeroizing<String> {
    let body = Zeroizing::new(STANDARD.encode(der));
    let mut text = Zeroizing::new(format!("-----BEGIN {kind}-----\n"));
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(LINE));
        text.push_str(line);
        text.push('\n');
        rest = more;
    }
    for part in ["-----END ", kind, "-----\n"] {
        text.push_str(part);
    }
    text
}

/// The kind and the content of the first PEM text.
pub(super) fn read_pem(text: &str) -> Option<(&str, Zeroizing<Vec<u8>>)> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (kind, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once(&format!("-----END {kind}-----"))?;
    let body: Zeroizing<String> = Zeroizing::new(body.split_ascii_whitespace().collect());
    Some((kind, Zeroizing::new(STANDARD.decode(body.as_bytes()).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pkcs1_goes_into_pkcs8_and_comes_out_again() {
        for length in [0, 1, 127, 128, 300, 70_000] {
            let key = vec![7; length];
            assert_eq!(pkcs1_of(&pkcs8_of(&key)), Some(&key[..]), "{length}");
        }
    }

    #[test]
    fn s6_no_bytes_make_the_reader_panic() {
        let good = pkcs8_of(&[1, 2, 3]);
        for end in 0..good.len() {
            assert_eq!(pkcs1_of(&good[..end]), None);
        }
        for bad in [&[0x30, 0x80][..], &[0x30, 0x89, 1], &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 2], &[0x30]] {
            assert_eq!(pkcs1_of(bad), None);
        }
        for bad in ["", "-----BEGIN ", "-----BEGIN X-----", "-----BEGIN X-----!-----END X-----"] {
            assert!(read_pem(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_pem_text_has_lines_of_64_and_ends_with_a_newline() {
        let text = pem("THING", &[0; 49]);
        let lines: Vec<_> = text.lines().map(str::len).collect();
        assert_eq!(lines, [21, 64, 4, 19]);
        assert!(text.ends_with("-----END THING-----\n"));
        assert_eq!(read_pem(&text).unwrap().0, "THING");
        assert_eq!(read_pem(&text).unwrap().1.len(), 49);
    }
}
