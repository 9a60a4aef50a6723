//! Two-factor codes: TOTP with SHA-1, six digits and steps of 30 seconds.

use aws_lc_rs::hmac;

use crate::random::Random;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP: i64 = 30;

/// A new secret: 32 characters of base32.
pub(crate) fn secret(random: &Random) -> String {
    let digits = random.uuid().into_bytes().into_iter().chain(random.uuid().into_bytes());
    digits.map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// The code of a secret at a time in Unix seconds; `None` if the secret is not base32.
pub(crate) fn code(secret: &str, seconds: i64) -> Option<String> {
    let mut key = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in secret.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            key.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let tag = hmac::sign(&key, &seconds.div_euclid(STEP).to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag.last()? & 0x0f);
    let four: [u8; 4] = tag.get(at..at + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000))
}

/// Whether a code is right, with one step of tolerance on either side.
pub(crate) fn verify(secret: &str, given: &str, seconds: i64) -> bool {
    [-STEP, 0, STEP].into_iter().any(|shift| code(secret, seconds + shift).as_deref() == Some(given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, with the last six digits: the secret is the text 12345678901234567890.
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (seconds, wanted) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(code(secret, seconds).as_deref(), Some(wanted));
        }
        assert!(verify(secret, "287082", 89) && !verify(secret, "287082", 120));
        assert_eq!(code("not base32", 0), None);
        assert_eq!(super::secret(&Random::new(Some(1))).len(), 32);
    }
}
