//! Messages that are encrypted or decrypted piece by piece while they are transferred.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::cipher::StreamingEncryptingKey;
use saltant_core::{Body, BoxError, Recode};

use super::message::AFTER_KEY;
use super::stream::{LONGEST_HEAD, apply, begin};
use super::{DecryptError, PrivateKey, PublicKey};

/// A cipher under way. The lock makes it shareable, and is never waited for.
type Cipher = Mutex<StreamingEncryptingKey>;

fn run(cipher: &mut Cipher, piece: &[u8]) -> Result<Vec<u8>, BoxError> {
    Ok(apply(cipher.get_mut().unwrap_or_else(PoisonError::into_inner), piece)?)
}

impl PublicKey {
    /// Encrypts a content while it is sent, to the form of a blob. Each attempt has a key of its own, so that a file
    /// that changes between two attempts gives nothing away.
    pub fn encrypt_body(&self, content: &Body) -> Body {
        let key = self.clone();
        content.recoded(move || ToSealed { key: key.clone(), cipher: None })
    }
}

/// Encrypts.
struct ToSealed {
    key: PublicKey,
    cipher: Option<Cipher>,
}

impl ToSealed {
    /// The head of the message, unless it has been given.
    fn head(&mut self) -> Result<Vec<u8>, BoxError> {
        if self.cipher.is_some() {
            return Ok(Vec::new());
        }
        let (head, cipher) = self.key.seal()?;
        self.cipher = Some(Mutex::new(begin(&cipher)?));
        Ok(head.into_bytes())
    }
}

impl Recode for ToSealed {
    fn push(&mut self, piece: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut ready = self.head()?;
        if let Some(cipher) = &mut self.cipher {
            ready.extend(run(cipher, piece)?);
        }
        Ok(ready)
    }

    fn finish(&mut self) -> Result<Vec<u8>, BoxError> {
        self.head()
    }

    fn length(&self, content: u64) -> Option<u64> {
        let sealed = self.key.bits().div_ceil(8).div_ceil(3) * 4;
        content.checked_add((sealed + AFTER_KEY) as u64)
    }
}

/// Decrypts a message in the form of a blob.
pub(in crate::vantage6) struct FromSealed {
    key: PrivateKey,
    head: Vec<u8>,
    cipher: Option<Cipher>,
}

impl FromSealed {
    pub(in crate::vantage6) fn new(key: PrivateKey) -> Self {
        Self { key, head: Vec::new(), cipher: None }
    }

    /// The rest of a piece after the head of the message; `None` as long as the head is not whole.
    fn after_head<'p>(&mut self, piece: &'p [u8]) -> Result<Option<&'p [u8]>, BoxError> {
        let known = usize::from(self.head.contains(&b'$'));
        let mut signs = piece.iter().enumerate().filter(|(_, byte)| **byte == b'$');
        let end = signs.nth(1 - known).map(|(end, _)| end);
        self.head.extend_from_slice(&piece[..end.unwrap_or(piece.len())]);
        if self.head.len() > LONGEST_HEAD {
            return Err(DecryptError.into());
        }
        let Some(end) = end else { return Ok(None) };
        let head = std::str::from_utf8(&self.head).map_err(|_| DecryptError)?;
        let (key, iv) = head.split_once('$').ok_or(DecryptError)?;
        let (cipher, genuine) = self.key.open(key, iv)?;
        if !genuine {
            return Err(DecryptError.into());
        }
        self.cipher = Some(Mutex::new(begin(&cipher)?));
        Ok(Some(&piece[end + 1..]))
    }
}

impl Recode for FromSealed {
    fn push(&mut self, mut piece: &[u8]) -> Result<Vec<u8>, BoxError> {
        if self.cipher.is_none() {
            match self.after_head(piece)? {
                Some(rest) => piece = rest,
                None => return Ok(Vec::new()),
            }
        }
        match &mut self.cipher {
            Some(cipher) => run(cipher, piece),
            None => Ok(Vec::new()),
        }
    }

    /// A message without a whole head was cut.
    fn finish(&mut self) -> Result<Vec<u8>, BoxError> {
        if self.cipher.is_some() { Ok(Vec::new()) } else { Err(DecryptError.into()) }
    }

    fn length(&self, _: u64) -> Option<u64> {
        None
    }
}

impl fmt::Debug for FromSealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromSealed").field("key", &self.key).finish_non_exhaustive()
    }
}
