//! The key of an organization, and messages in the form of vantage6.

use std::fmt;

use aws_lc_rs::cipher::{AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{
    KeySize, Pkcs1PrivateDecryptingKey, Pkcs1PublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const KEY: usize = 32;
const IV: usize = 16;

/// The private key of an organization. `Debug` does not show it.
pub(crate) struct Key {
    private: PrivateDecryptingKey,
    /// The public key as PEM, which the organization has on the server.
    pub(crate) public_pem: String,
    /// The private key as PEM (PKCS#8).
    pub(crate) private_pem: String,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").finish_non_exhaustive()
    }
}

impl Key {
    /// Makes a key of 2048 bits: enough for a server for tests, and made in a moment.
    pub(crate) fn generate() -> Option<Self> {
        Self::of(PrivateDecryptingKey::generate(KeySize::Rsa2048).ok()?)
    }

    /// Reads a key from PEM, PKCS#8 or PKCS#1, without a passphrase.
    pub(crate) fn from_pem(text: &str) -> Option<Self> {
        let (label, der) = unarmoured(text)?;
        let der = match label {
            "PRIVATE KEY" => der,
            "RSA PRIVATE KEY" => pkcs8(&der),
            _ => return None,
        };
        Self::of(PrivateDecryptingKey::from_pkcs8(&der).ok()?)
    }

    fn of(private: PrivateDecryptingKey) -> Option<Self> {
        let public_pem = armoured("PUBLIC KEY", private.public_key().as_der().ok()?.as_ref());
        let private_pem = armoured("PRIVATE KEY", private.as_der().ok()?.as_ref());
        Some(Self { private, public_pem, private_pem })
    }

    /// Decrypts a message of which the last part is base64, or raw if it is a blob.
    pub(crate) fn decrypt(&self, message: &[u8], raw: bool) -> Option<Vec<u8>> {
        let mut parts = message.splitn(3, |byte| *byte == b'$');
        let sealed = STANDARD.decode(parts.next()?).ok()?;
        let iv: [u8; IV] = STANDARD.decode(parts.next()?).ok()?.try_into().ok()?;
        let content = parts.next()?;
        let mut content = if raw { content.to_vec() } else { STANDARD.decode(content).ok()? };
        let rsa = Pkcs1PrivateDecryptingKey::new(self.private.clone()).ok()?;
        let mut opened = vec![0; rsa.min_output_size()];
        let opened = rsa.decrypt(&sealed, &mut opened).ok()?;
        // The web interface encrypts the key as base64 text.
        let key = if opened.len() == KEY { opened.to_vec() } else { STANDARD.decode(opened).ok()? };
        apply(&key, iv, &mut content)?;
        Some(content)
    }
}

/// Encrypts for the owner of a public key in PEM, with a raw last part if it is to be a blob.
pub(crate) fn encrypt(public_pem: &str, content: &[u8], raw: bool) -> Option<Vec<u8>> {
    let (_, der) = unarmoured(public_pem)?;
    let rsa = Pkcs1PublicEncryptingKey::new(PublicEncryptingKey::from_der(&der).ok()?).ok()?;
    let (mut key, mut iv) = ([0; KEY], [0; IV]);
    rand::fill(&mut key).ok()?;
    rand::fill(&mut iv).ok()?;
    let mut sealed = vec![0; rsa.ciphertext_size()];
    let sealed = rsa.encrypt(&key, &mut sealed).ok()?;
    let mut content = content.to_vec();
    apply(&key, iv, &mut content)?;
    let mut message = format!("{}${}$", STANDARD.encode(sealed), STANDARD.encode(iv)).into_bytes();
    if raw {
        message.extend(content);
    } else {
        message.extend(STANDARD.encode(content).into_bytes());
    }
    Some(message)
}

/// Encrypts or decrypts with AES-256-CTR; in counter mode both are the same.
fn apply(key: &[u8], iv: [u8; IV], content: &mut [u8]) -> Option<()> {
    let key = EncryptingKey::ctr(UnboundCipherKey::new(&AES_256, key).ok()?).ok()?;
    key.less_safe_encrypt(content, EncryptionContext::Iv128(FixedLength::from(iv))).ok().map(drop)
}

/// A PEM text with lines of 64 characters, as Python's library writes it.
fn armoured(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for (place, letter) in text.chars().enumerate() {
        if place > 0 && place % 64 == 0 {
            out.push('\n');
        }
        out.push(letter);
    }
    out + &format!("\n-----END {label}-----\n")
}

/// The label and the content of a PEM text.
fn unarmoured(text: &str) -> Option<(&str, Vec<u8>)> {
    let rest = text.trim().strip_prefix("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (content, _) = rest.split_once("-----END ")?;
    let content: String = content.chars().filter(|letter| !letter.is_whitespace()).collect();
    Some((label, STANDARD.decode(content).ok()?))
}

/// A key in PKCS#8 form, from one in PKCS#1 form: the other with its algorithm before it.
fn pkcs8(key: &[u8]) -> Vec<u8> {
    // Version 0, and the algorithm rsaEncryption without parameters.
    let head = [
        0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05,
        0x00,
    ];
    let mut inner = head.to_vec();
    inner.extend(tagged(0x04, key));
    tagged(0x30, &inner)
}

/// A value with its tag and its length.
fn tagged(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len().to_be_bytes();
    let digits = &length[length.iter().position(|byte| *byte != 0).unwrap_or(length.len() - 1)..];
    let mut out = vec![tag];
    if value.len() >= 0x80 {
        out.push(0x80 | u8::try_from(digits.len()).unwrap_or(0));
    }
    out.extend(digits);
    out.extend(value);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_back_and_keys_are_read_again() {
        let key = Key::generate().unwrap();
        for raw in [false, true] {
            let message = encrypt(&key.public_pem, b"{}", raw).unwrap();
            assert_eq!(key.decrypt(&message, raw), Some(b"{}".to_vec()));
        }
        let again = Key::from_pem(&key.private_pem).unwrap();
        assert_eq!(again.public_pem, key.public_pem);
        // The content of PKCS#8, without its head, is PKCS#1.
        let (_, der) = unarmoured(&key.private_pem).unwrap();
        let old = armoured("RSA PRIVATE KEY", &der[26..]);
        assert_eq!(Key::from_pem(&old).unwrap().public_pem, key.public_pem);
        let other = Key::generate().unwrap();
        let message = encrypt(&key.public_pem, b"{}", false).unwrap();
        assert_ne!(other.decrypt(&message, false), Some(b"{}".to_vec()));
        for broken in ["", "$$", "x$y$z", "AAAA$AAAA$AAAA"] {
            assert_eq!(key.decrypt(broken.as_bytes(), false), None, "{broken}");
        }
    }
}
