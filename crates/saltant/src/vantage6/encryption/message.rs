use aws_lc_rs::cipher::{
    AES_256, EncryptingKey, EncryptionContext, StreamingEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{Pkcs1PrivateDecryptingKey, Pkcs1PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::{KeyError, PrivateKey, PublicKey};

const KEY: usize = 32;
const IV: usize = 16;
/// The length of the base64 text of a key, which the web interface encrypts instead of the key.
const KEY_IN_BASE64: usize = 44;

/// A message cannot be decrypted: it is damaged, or meant for another key. Which of these is not told, since
/// who sent it could learn from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot be decrypted")]
#[non_exhaustive]
pub struct DecryptError;

/// What a message is encrypted with: AES-256-CTR.
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

    /// Encrypts or decrypts in place: in counter mode both are the same.
    fn apply(&self, data: &mut [u8]) -> Option<()> {
        let (key, context) = self.parts();
        EncryptingKey::ctr(key?).ok()?.less_safe_encrypt(data, context).ok().map(drop)
    }

    /// The same piece by piece.
    pub(super) fn streaming(&self) -> Option<StreamingEncryptingKey> {
        let (key, context) = self.parts();
        StreamingEncryptingKey::less_safe_ctr(key?, context).ok()
    }
}

impl PublicKey {
    /// Encrypts a message. Each time it comes out differently.
    pub fn encrypt(&self, message: &[u8]) -> Result<String, KeyError> {
        let (mut text, cipher) = self.seal()?;
        let mut data = message.to_vec();
        cipher.apply(&mut data).ok_or(KeyError::Generate)?;
        STANDARD.encode_string(data, &mut text);
        Ok(text)
    }

    /// A fresh cipher, and its key and start for whoever is to decrypt: `key$iv$`.
    pub(super) fn seal(&self) -> Result<(String, Cipher), KeyError> {
        let cipher = Cipher::random()?;
        let rsa = Pkcs1PublicEncryptingKey::new(self.key.clone()).map_err(|_| KeyError::Rejected)?;
        let mut sealed = vec![0; rsa.ciphertext_size()];
        let sealed = rsa.encrypt(cipher.key.as_slice(), &mut sealed).map_err(|_| KeyError::Rejected)?;
        Ok((format!("{}${}$", STANDARD.encode(sealed), STANDARD.encode(cipher.iv)), cipher))
    }
}

impl PrivateKey {
    /// Decrypts a message from the Python client or the web interface, which wraps key and content in
    /// base64 once more.
    ///
    /// Content that is no JSON but strictly valid base64 is taken for wrapped, as the Python client does;
    /// [`decrypt_exact`](Self::decrypt_exact) leaves it as it is.
    pub fn decrypt(&self, message: &str) -> Result<Vec<u8>, DecryptError> {
        self.decrypt_exact(message).map(unwrapped)
    }

    /// Decrypts a message to exactly the bytes that were encrypted.
    pub fn decrypt_exact(&self, message: &str) -> Result<Vec<u8>, DecryptError> {
        let mut parts = message.splitn(3, '$');
        let (Some(key), Some(iv), Some(data)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(DecryptError);
        };
        let mut data = STANDARD.decode(data).map_err(|_| DecryptError)?;
        let (cipher, genuine) = self.open(key, iv)?;
        // A key that was refused costs as much time as a good one.
        cipher.apply(&mut data).ok_or(DecryptError)?;
        if genuine { Ok(data) } else { Err(DecryptError) }
    }

    /// The cipher that a message names, and whether it is genuine: where the key cannot be decrypted, a
    /// random one takes its place, so that the work goes on as if nothing had happened.
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

/// The key in what RSA gave: 32 bytes, or their base64 text.
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

/// Takes off the base64 that the web interface wraps around content.
fn unwrapped(data: Vec<u8>) -> Vec<u8> {
    if serde_json::from_slice::<serde::de::IgnoredAny>(&data).is_ok() {
        return data;
    }
    STANDARD.decode(&data).unwrap_or(data)
}
