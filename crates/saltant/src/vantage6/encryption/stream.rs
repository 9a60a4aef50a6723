use std::io::{self, Read, Write};

use aws_lc_rs::cipher::StreamingEncryptingKey;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::message::Cipher;
use super::{DecryptError, PrivateKey, PublicKey};

/// The bytes per step: a multiple of 3 and of 4, so that base64 needs no rest.
const CHUNK: usize = 48 * 1024;
/// The space that the cipher needs in addition to the data.
const SPARE: usize = 16;
/// The most bytes of a message's head: a key of 8192 bits in base64, and the start.
pub(super) const LONGEST_HEAD: usize = 1400 + 32;

/// How the encrypted content of a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As base64 text, for JSON.
    Text,
    /// As bytes after the text of the head, for the server's blob store.
    Blob,
}

impl PublicKey {
    /// Encrypts data of any size from a reader and writes the message.
    ///
    /// # Errors
    ///
    /// Those of the reader and the writer, and one of the cryptographic library.
    pub fn encrypt_stream(&self, mut from: impl Read, mut to: impl Write, form: Form) -> io::Result<()> {
        let (head, cipher) = self.seal().map_err(io::Error::other)?;
        to.write_all(head.as_bytes())?;
        let mut cipher = begin(&cipher)?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let length = fill(&mut from, &mut chunk)?;
            let done = apply(&mut cipher, &chunk[..length])?;
            match form {
                Form::Blob => to.write_all(&done)?,
                Form::Text => to.write_all(STANDARD.encode(&done).as_bytes())?,
            }
            if length < chunk.len() {
                return to.flush();
            }
        }
    }
}

impl PrivateKey {
    /// Decrypts a message of any size from a reader and writes its content. Base64 that the web interface puts
    /// around content is not decoded.
    ///
    /// # Errors
    ///
    /// Those of the reader and the writer. A message that cannot be decrypted is an error of kind `InvalidData`
    /// with a [`DecryptError`] in it. Part of the content may have been written before.
    pub fn decrypt_stream(&self, mut from: impl Read, mut to: impl Write, form: Form) -> io::Result<()> {
        let key = read_part(&mut from)?;
        let iv = read_part(&mut from)?;
        let (cipher, genuine) = self.open(&key, &iv).map_err(bad)?;
        if !genuine {
            return Err(bad(DecryptError));
        }
        let mut cipher = begin(&cipher)?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let length = fill(&mut from, &mut chunk)?;
            let last = length < chunk.len();
            let done = match form {
                Form::Blob => apply(&mut cipher, &chunk[..length])?,
                Form::Text => {
                    let data = STANDARD.decode(&chunk[..length]).map_err(|_| bad(DecryptError))?;
                    // Padding in the middle would be two messages in one.
                    if !last && data.len() != CHUNK / 4 * 3 {
                        return Err(bad(DecryptError));
                    }
                    apply(&mut cipher, &data)?
                }
            };
            to.write_all(&done)?;
            if last {
                return to.flush();
            }
        }
    }
}

fn bad(error: DecryptError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

pub(super) fn begin(cipher: &Cipher) -> io::Result<StreamingEncryptingKey> {
    cipher.streaming().ok_or_else(|| bad(DecryptError))
}

pub(super) fn apply(cipher: &mut StreamingEncryptingKey, data: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = vec![0; data.len() + SPARE];
    let written = cipher.update(data, &mut out).map_err(|_| bad(DecryptError))?.written().len();
    out.truncate(written);
    Ok(out)
}

/// Fills a buffer, or less at the reader's end.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match from.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// Reads up to the next `$`.
fn read_part(from: &mut impl Read) -> io::Result<String> {
    let mut part = Vec::new();
    let mut byte = [0];
    while part.len() <= LONGEST_HEAD {
        if fill(from, &mut byte)? == 0 {
            break;
        }
        if byte == *b"$" {
            return String::from_utf8(part).map_err(|_| bad(DecryptError));
        }
        part.push(byte[0]);
    }
    Err(bad(DecryptError))
}
