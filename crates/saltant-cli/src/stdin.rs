//! Standard input, which one flag or argument can read.

use std::io::{self, Read as _};
use std::sync::{Mutex, PoisonError};

use crate::exit::Failure;

/// What has read standard input, and what it was.
static READ: Mutex<Option<(String, Vec<u8>)>> = Mutex::new(None);

/// All bytes of standard input. `reader` is the flag or argument as it is written, such as `--token-file -`: it can
/// have them again, and another one is refused.
pub(crate) fn bytes(reader: &str) -> Result<Vec<u8>, Failure> {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    match &*read {
        Some((first, bytes)) if first == reader => Ok(bytes.clone()),
        Some((first, _)) => {
            Err(Failure::usage(format!("{first} and {reader} cannot both read standard input")))
        }
        None => {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes)?;
            *read = Some((reader.to_owned(), bytes.clone()));
            Ok(bytes)
        }
    }
}

/// Writes standard input somewhere while it is read, for what may be larger than the memory. Nothing can have it
/// again.
pub(crate) fn copy(reader: &str, to: &mut impl io::Write) -> Result<(), Failure> {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((first, _)) = &*read {
        return Err(Failure::usage(format!("{first} and {reader} cannot both read standard input")));
    }
    *read = Some((format!("{reader} as a file"), Vec::new()));
    io::copy(&mut io::stdin().lock(), to)?;
    Ok(())
}

/// Standard input as a text, like [`bytes`].
pub(crate) fn text(reader: &str) -> Result<String, Failure> {
    String::from_utf8(bytes(reader)?)
        .map_err(|_| Failure::usage(format!("{reader}: standard input is not UTF-8 text")))
}
