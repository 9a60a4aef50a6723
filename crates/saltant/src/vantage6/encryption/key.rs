use std::fmt;
use std::io::Write as _;
use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeySize, PrivateDecryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use saltant_types::Secret;
use zeroize::Zeroizing;

use super::der;

/// Why a key cannot be made, read or written. It shows nothing of the key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text is no key of the wanted kind.
    #[error("{0}")]
    Format(&'static str),
    /// The key is no RSA key of 2048 to 8192 bits.
    #[error("not an RSA key of 2048 to 8192 bits")]
    Rejected,
    /// The machine gave no key.
    #[error("a key could not be made")]
    Generate,
    /// The file cannot be read or written.
    #[error("the key file: {0}")]
    File(#[from] std::io::Error),
}

/// An organization's private key. `Debug` shows its public key's fingerprint alone.
#[derive(Clone)]
pub struct PrivateKey {
    pub(super) key: PrivateDecryptingKey,
    public: PublicKey,
}

impl PrivateKey {
    /// Makes a new key of 4096 bits. It takes the processor some seconds.
    pub fn generate() -> Result<Self, KeyError> {
        Self::of(PrivateDecryptingKey::generate(KeySize::Rsa4096).map_err(|_| KeyError::Generate)?)
    }

    /// Reads a key from PEM, as vantage6 writes it (`RSA PRIVATE KEY`, PKCS#1) or as others do
    /// (`PRIVATE KEY`, PKCS#8), without a passphrase.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let (kind, der) = der::read_pem(text).ok_or(KeyError::Format("no PEM text"))?;
        let pkcs8 = match kind {
            "RSA PRIVATE KEY" => der::pkcs8_of(&der),
            "PRIVATE KEY" => der,
            "ENCRYPTED PRIVATE KEY" => return Err(KeyError::Format("the key needs a passphrase")),
            _ => return Err(KeyError::Format("the PEM text is no private key")),
        };
        Self::of(PrivateDecryptingKey::from_pkcs8(&pkcs8).map_err(|_| KeyError::Rejected)?)
    }

    /// Reads a key from a file.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        Self::from_pem(&Zeroizing::new(std::fs::read_to_string(path)?))
    }

    /// Writes the key to a new file, which only its owner may read. A file that is there already is never
    /// overwritten.
    pub fn save_new(&self, path: impl AsRef<Path>) -> Result<(), KeyError> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(self.to_pem()?.expose().as_bytes())?;
        file.sync_all()?;
        Ok(())
    }

    /// The key as PEM, in the form that vantage6 writes and reads (PKCS#1).
    pub fn to_pem(&self) -> Result<Secret, KeyError> {
        let unreadable = KeyError::Format("the key cannot be written");
        let Ok(pkcs8) = self.key.as_der() else { return Err(unreadable) };
        let pkcs1 = der::pkcs1_of(pkcs8.as_ref()).ok_or(unreadable)?;
        Ok(Secret::new(der::pem("RSA PRIVATE KEY", pkcs1).as_str()))
    }

    /// The public key that belongs to it.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn of(key: PrivateDecryptingKey) -> Result<Self, KeyError> {
        let public = PublicKey::of(key.public_key())?;
        Ok(Self { key, public })
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(of {})", self.public.fingerprint())
    }
}

/// An organization's public key, which others encrypt for.
#[derive(Clone)]
pub struct PublicKey {
    pub(super) key: PublicEncryptingKey,
    der: Vec<u8>,
}

impl PublicKey {
    /// Reads a key from PEM (`PUBLIC KEY`).
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        match der::read_pem(text).ok_or(KeyError::Format("no PEM text"))? {
            ("PUBLIC KEY", der) => {
                Self::of(PublicEncryptingKey::from_der(&der).map_err(|_| KeyError::Rejected)?)
            }
            _ => Err(KeyError::Format("the PEM text is no public key")),
        }
    }

    /// Reads the text that the server keeps: the PEM text, in base64 once more.
    pub fn from_wire(text: &str) -> Result<Self, KeyError> {
        let pem = STANDARD.decode(text.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        Self::from_pem(&pem.ok_or(KeyError::Format("not a PEM text in base64"))?)
    }

    /// The text that the server keeps. Equal keys give equal texts.
    pub fn to_wire(&self) -> String {
        STANDARD.encode(self.to_pem())
    }

    /// The key as PEM.
    pub fn to_pem(&self) -> String {
        der::pem("PUBLIC KEY", &self.der).to_string()
    }

    /// The SHA-256 of the key, in hex: to compare with what somebody reads out.
    pub fn fingerprint(&self) -> String {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let digest = digest(&SHA256, &self.der);
        let digits = digest.as_ref().iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.map(|digit| char::from(HEX[usize::from(digit)])).collect()
    }

    /// The length of the key in bits.
    pub fn bits(&self) -> usize {
        self.key.key_size_bits()
    }

    fn of(key: PublicEncryptingKey) -> Result<Self, KeyError> {
        let der = key.as_der().map_err(|_| KeyError::Format("the key cannot be written"))?;
        Ok(Self { der: der.as_ref().to_vec(), key })
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}
