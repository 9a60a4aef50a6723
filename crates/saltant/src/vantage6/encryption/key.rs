use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeySize, PrivateDecryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::pem::LineEnding;
use pkcs8::{AlgorithmIdentifierRef, Document, ObjectIdentifier, PrivateKeyInfoRef, SecretDocument};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{PrivateKeyDer, SubjectPublicKeyInfoDer};
use saltant_types::Secret;
use zeroize::Zeroizing;

/// The algorithm of an RSA key in PKCS#8 form.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

const PKCS1: &str = "RSA PRIVATE KEY";
const PUBLIC: &str = "PUBLIC KEY";

/// Why a key cannot be made, read or written. It never shows the key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text is not a key of the wanted kind.
    #[error("{0}")]
    Format(&'static str),
    /// The key is not an RSA key of 2048 to 8192 bits.
    #[error("not an RSA key of 2048 to 8192 bits")]
    Rejected,
    /// The system gave no random numbers, or no key.
    #[error("a key could not be made")]
    Generate,
    /// The file cannot be read or written.
    #[error("the key file {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl KeyError {
    fn of_file(path: &Path) -> impl Fn(std::io::Error) -> Self {
        move |source| Self::File { path: path.to_owned(), source }
    }
}

/// An organization's private key. `Debug` shows only the public key's fingerprint.
#[derive(Clone)]
pub struct PrivateKey {
    pub(super) key: PrivateDecryptingKey,
    public: PublicKey,
}

impl PrivateKey {
    /// Makes a new key of 4096 bits. This takes the processor some seconds.
    ///
    /// # Errors
    ///
    /// [`KeyError::Generate`] if the cryptographic library fails.
    pub fn generate() -> Result<Self, KeyError> {
        Self::of(PrivateDecryptingKey::generate(KeySize::Rsa4096).map_err(|_| KeyError::Generate)?)
    }

    /// Reads a key from PEM, as vantage6 writes it (`RSA PRIVATE KEY`, PKCS#1) or as others do
    /// (`PRIVATE KEY`, PKCS#8), without a passphrase.
    ///
    /// # Errors
    ///
    /// [`KeyError::Format`] if the text is not such a key or needs a passphrase, and [`KeyError::Rejected`] if it
    /// is not an RSA key of 2048 to 8192 bits.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        // Not `pkcs8`, which refuses lines of other lengths than 64 characters.
        let key = PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| {
            let encrypted = text.contains("BEGIN ENCRYPTED PRIVATE KEY");
            KeyError::Format(if encrypted {
                "the key needs a passphrase"
            } else {
                "not a private key in PEM"
            })
        })?;
        let key = Zeroizing::new(key);
        let key = match &*key {
            PrivateKeyDer::Pkcs1(key) => pkcs8_of(key.secret_pkcs1_der()),
            other => SecretDocument::try_from(other.secret_der()),
        };
        let key = key.map_err(|_| KeyError::Rejected)?;
        Self::of(PrivateDecryptingKey::from_pkcs8(key.as_bytes()).map_err(|_| KeyError::Rejected)?)
    }

    /// Reads a key from a file.
    ///
    /// # Errors
    ///
    /// [`KeyError::File`] if the file cannot be read; otherwise as [`from_pem`](Self::from_pem).
    pub fn load(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(KeyError::of_file(path))?;
        Self::from_pem(&Zeroizing::new(text))
    }

    /// Writes the key to a new file that only its owner may read. It never overwrites a file.
    ///
    /// # Errors
    ///
    /// [`KeyError::File`] if the file exists or cannot be written.
    pub fn save_new(&self, path: impl AsRef<Path>) -> Result<(), KeyError> {
        let path = path.as_ref();
        let unwritable = KeyError::of_file(path);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(&unwritable)?;
        file.write_all(self.to_pem()?.expose().as_bytes()).map_err(&unwritable)?;
        file.sync_all().map_err(&unwritable)
    }

    /// The key as PEM, in the form that vantage6 writes and reads (PKCS#1).
    ///
    /// # Errors
    ///
    /// [`KeyError::Format`] if the cryptographic library gives a key that cannot be written.
    pub fn to_pem(&self) -> Result<Secret, KeyError> {
        let key = self.key.as_der().map_err(|_| UNWRITABLE)?;
        let key = PrivateKeyInfoRef::try_from(key.as_ref()).map_err(|_| UNWRITABLE)?;
        let key = SecretDocument::try_from(key.private_key.as_bytes()).map_err(|_| UNWRITABLE)?;
        Ok(Secret::new(key.to_pem(PKCS1, LineEnding::LF).map_err(|_| UNWRITABLE)?.as_str()))
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

const UNWRITABLE: KeyError = KeyError::Format("the key cannot be written");

/// A key in PKCS#8 form, from one in PKCS#1 form.
fn pkcs8_of(key: &[u8]) -> pkcs8::der::Result<SecretDocument> {
    let algorithm = AlgorithmIdentifierRef { oid: RSA, parameters: Some(AnyRef::NULL) };
    let key = OctetStringRef::new(key)?;
    SecretDocument::encode_msg(&PrivateKeyInfoRef::new(algorithm, key))
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(of {})", self.public.fingerprint())
    }
}

/// An organization's public key, which others encrypt with.
#[derive(Clone)]
pub struct PublicKey {
    pub(super) key: PublicEncryptingKey,
    der: Document,
    pem: String,
}

impl PublicKey {
    /// Reads a key from PEM (`PUBLIC KEY`).
    ///
    /// # Errors
    ///
    /// [`KeyError::Format`] if the text is not such a key, and [`KeyError::Rejected`] if it is not an RSA key of
    /// 2048 to 8192 bits.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let key = SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes())
            .map_err(|_| KeyError::Format("not a public key in PEM"))?;
        Self::of(PublicEncryptingKey::from_der(&key).map_err(|_| KeyError::Rejected)?)
    }

    /// Reads the text that the server stores: the PEM text, in base64 again.
    ///
    /// # Errors
    ///
    /// As [`from_pem`](Self::from_pem), and [`KeyError::Format`] if the text is not base64.
    pub fn from_wire(text: &str) -> Result<Self, KeyError> {
        let pem = STANDARD.decode(text.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        Self::from_pem(&pem.ok_or(KeyError::Format("not a PEM text in base64"))?)
    }

    /// The text that the server stores. Equal keys give equal texts.
    pub fn to_wire(&self) -> String {
        STANDARD.encode(&self.pem)
    }

    /// The key as PEM.
    pub fn as_pem(&self) -> &str {
        &self.pem
    }

    /// The SHA-256 of the key, in hex, to compare with the other organization by phone or in person.
    pub fn fingerprint(&self) -> String {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let digest = digest(&SHA256, self.der.as_bytes());
        let digits = digest.as_ref().iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.map(|digit| char::from(HEX[usize::from(digit)])).collect()
    }

    /// The length of the key in bits.
    pub fn bits(&self) -> usize {
        self.key.key_size_bits()
    }

    fn of(key: PublicEncryptingKey) -> Result<Self, KeyError> {
        let der = key.as_der().map_err(|_| UNWRITABLE)?;
        let der = Document::try_from(der.as_ref()).map_err(|_| UNWRITABLE)?;
        Ok(Self { pem: der.to_pem(PUBLIC, LineEnding::LF).map_err(|_| UNWRITABLE)?, der, key })
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
