use aws_lc_rs::cipher::{
    AES_256, EncryptingKey, EncryptionContext, StreamingEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{Pkcs1PrivateDecryptingKey, Pkcs1PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::{Form, KeyError, PrivateKey, PublicKey};

const KEY: usize = 32;
const IV: usize = 16;
/// The length of a message's head after the key: the start in base64, and the two `$`.
pub(super) const AFTER_KEY: usize = 24 + 2;
/// The length of a key as base64 text, which the web interface encrypts instead of the key.
const KEY_IN_BASE64: usize = 44;

/// A message cannot be decrypted: it is damaged, or encrypted for another key. The error does not say which,
/// because a sender could learn from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot be decrypted")]
#[non_exhaustive]
pub struct DecryptError;

/// The cipher of a message: AES-256-CTR.
pub(super) struct Cipher {
    key: Zeroizing<[u8; KEY]>,
    iv: [u8; IV],
}

impl Cipher {
    fn random() -> Result<Self, KeyError> {
        let mut cipher = Self { key: Zeroizing::new([0; KEY]), iv: [0; IV] };
        rand::fill(cipher.key.as_mut_slice()).map_err(|_| KeyError::Generate)?;
        rand::fill(&mut cipher.iv).map_err(|_| KeyError::Generate)?;
        Ok(cipher)
    }

    fn parts(&self) -> (Option<UnboundCipherKey>, EncryptionContext) {
        let key = UnboundCipherKey::new(&AES_256, self.key.as_slice()).ok();
        (key, EncryptionContext::Iv128(FixedLength::from(self.iv)))
    }

    /// Encrypts or decrypts in place; in counter mode both are the same.
    fn apply(&self, data: &mut [u8]) -> Option<()> {
        let (key, context) = self.parts();
        EncryptingKey::ctr(key?).ok()?.less_safe_encrypt(data, context).ok().map(drop)
    }

    /// The same cipher, for a message in pieces.
    pub(super) fn streaming(&self) -> Option<StreamingEncryptingKey> {
        let (key, context) = self.parts();
        StreamingEncryptingKey::less_safe_ctr(key?, context).ok()
    }
}

impl PublicKey {
    /// Encrypts a message. The result differs each time.
    ///
    /// # Errors
    ///
    /// [`KeyError::Generate`] if the cryptographic library fails.
    pub fn encrypt(&self, message: &[u8]) -> Result<String, KeyError> {
        let (mut text, cipher) = self.seal()?;
        let mut data = message.to_vec();
        cipher.apply(&mut data).ok_or(KeyError::Generate)?;
        STANDARD.encode_string(data, &mut text);
        Ok(text)
    }

    /// A new cipher, and the head of its message: `key$iv$`.
    pub(super) fn seal(&self) -> Result<(String, Cipher), KeyError> {
        let cipher = Cipher::random()?;
        let rsa = Pkcs1PublicEncryptingKey::new(self.key.clone()).map_err(|_| KeyError::Rejected)?;
        let mut sealed = vec![0; rsa.ciphertext_size()];
        let sealed = rsa.encrypt(cipher.key.as_slice(), &mut sealed).map_err(|_| KeyError::Rejected)?;
        Ok((format!("{}${}$", STANDARD.encode(sealed), STANDARD.encode(cipher.iv)), cipher))
    }
}

impl PrivateKey {
    /// Decrypts a message of the Python client or of the web interface, which encodes key and content in
    /// base64 before it encrypts them.
    ///
    /// Content that is not JSON but valid base64 is decoded, as the Python client does.
    /// [`decrypt_exact`](Self::decrypt_exact) does not decode it.
    ///
    /// # Errors
    ///
    /// As [`decrypt_exact`](Self::decrypt_exact).
    pub fn decrypt(&self, message: &str) -> Result<Vec<u8>, DecryptError> {
        self.decrypt_exact(message).map(unwrapped)
    }

    /// Decrypts a message to exactly the bytes that were encrypted.
    ///
    /// # Errors
    ///
    /// [`DecryptError`] if the text is not a message or is for another key. It does not say which: that would help
    /// an attacker.
    pub fn decrypt_exact(&self, message: &str) -> Result<Vec<u8>, DecryptError> {
        let mut parts = message.splitn(3, '$');
        let (Some(key), Some(iv), Some(data)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(DecryptError);
        };
        let mut data = STANDARD.decode(data).map_err(|_| DecryptError)?;
        let (cipher, genuine) = self.open(key, iv)?;
        // A refused key takes as much time as a good one.
        cipher.apply(&mut data).ok_or(DecryptError)?;
        if genuine { Ok(data) } else { Err(DecryptError) }
    }

    /// Decrypts a message in the form of a blob: the content after the head is bytes.
    ///
    /// # Errors
    ///
    /// As [`decrypt_exact`](Self::decrypt_exact).
    pub fn decrypt_blob(&self, message: &[u8]) -> Result<Vec<u8>, DecryptError> {
        let mut content = Vec::with_capacity(message.len());
        self.decrypt_stream(message, &mut content, Form::Blob).map_err(|_| DecryptError)?;
        Ok(content)
    }

    /// The cipher of a message, and whether it is genuine. If the key cannot be decrypted, the cipher has a
    /// random one, so that the caller does the same work in both cases.
    pub(super) fn open(&self, key: &str, iv: &str) -> Result<(Cipher, bool), DecryptError> {
        let sealed = STANDARD.decode(key).map_err(|_| DecryptError)?;
        let iv = STANDARD.decode(iv).map_err(|_| DecryptError)?;
        let iv: [u8; IV] = iv.try_into().map_err(|_| DecryptError)?;
        let mut stand_in = Cipher::random().map_err(|_| DecryptError)?;
        stand_in.iv = iv;
        let rsa = Pkcs1PrivateDecryptingKey::new(self.key.clone()).map_err(|_| DecryptError)?;
        let mut opened = Zeroizing::new(vec![0; rsa.min_output_size()]);
        let found = rsa.decrypt(&sealed, &mut opened).ok().and_then(|opened| key_of(opened));
        Ok(match found {
            Some(key) => (Cipher { key, iv }, true),
            None => (stand_in, false),
        })
    }
}

/// The key in a decrypted RSA block: 32 bytes, or their base64 text.
fn key_of(opened: &[u8]) -> Option<Zeroizing<[u8; KEY]>> {
    let mut key = Zeroizing::new([0; KEY]);
    match opened.len() {
        KEY => key.copy_from_slice(opened),
        KEY_IN_BASE64 => {
            let bytes = Zeroizing::new(STANDARD.decode(opened).ok()?);
            key.copy_from_slice(bytes.get(..KEY).filter(|_| bytes.len() == KEY)?);
        }
        _ => return None,
    }
    Some(key)
}

/// Decodes the base64 that the web interface puts around content.
fn unwrapped(data: Vec<u8>) -> Vec<u8> {
    if serde_json::from_slice::<serde::de::IgnoredAny>(&data).is_ok() {
        return data;
    }
    STANDARD.decode(&data).unwrap_or(data)
}
