//! Files that have not come completely: what there is of them, and where it came from.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use saltant_core::{Error, ErrorKind};
use saltant_types::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PARTIAL, local};

/// What is known of a file on the server. What has come of it is used only as long as this is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The address.
    pub(super) from: String,
    pub(super) length: Option<u64>,
    pub(super) modified: Option<Timestamp>,
    /// The server's own mark of the content, if it gives one.
    pub(super) tag: Option<String>,
}

/// A file that comes, locked against other transfers.
pub(super) struct Partial {
    pub(super) path: PathBuf,
    pub(super) file: File,
    pub(super) record: Record,
    /// The bytes that have come.
    pub(super) length: u64,
}

impl Partial {
    /// Opens what has come of a file, or begins with nothing.
    pub(super) fn open(target: &Path, record: Record) -> Result<Self, Error> {
        let path = with_ending(target, PARTIAL);
        let in_the_way = || {
            let text = format!("{} is in the way: it is not a part of this file", path.display());
            Error::new(ErrorKind::Usage, text)
        };
        let unreadable = |failed| local::error(&path, "cannot be opened", failed);
        let file = match fs::symlink_metadata(&path) {
            Ok(found) if found.is_file() => {
                OpenOptions::new().read(true).write(true).open(&path).map_err(unreadable)?
            }
            Ok(_) => return Err(in_the_way()),
            Err(failed) if failed.kind() == io::ErrorKind::NotFound => {
                OpenOptions::new().read(true).write(true).create_new(true).open(&path).map_err(unreadable)?
            }
            Err(failed) => return Err(unreadable(failed)),
        };
        // Not every file system has locks, so other errors do not count.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            let text = format!("another transfer is writing {}", path.display());
            return Err(Error::new(ErrorKind::Usage, text));
        }
        let length = file.metadata().map_err(unreadable)?.len();
        let known = match fs::read(with_ending(&path, ".json")) {
            Ok(text) => Some(serde_json::from_slice::<Record>(&text).map_err(|_| in_the_way())?),
            Err(_) if length > 0 => return Err(in_the_way()),
            Err(_) => None,
        };
        let mut partial = Self { path, file, record, length };
        match known {
            Some(known) if partial.continues(&known) => partial.record = known,
            _ => partial.restart()?,
        }
        Ok(partial)
    }

    /// Whether what has come belongs to the file that is wanted.
    fn continues(&self, known: &Record) -> bool {
        let same = Record { tag: known.tag.clone(), ..self.record.clone() };
        same == *known && self.record.length.is_some_and(|length| self.length <= length)
    }

    /// Drops what has come.
    pub(super) fn restart(&mut self) -> Result<(), Error> {
        self.file.set_len(0).map_err(|failed| local::error(&self.path, "cannot be written", failed))?;
        self.length = 0;
        self.save()
    }

    /// Writes down what is known of the file.
    pub(super) fn save(&self) -> Result<(), Error> {
        let path = with_ending(&self.path, ".json");
        let text =
            serde_json::to_vec(&self.record).map_err(|failed| local::error(&path, "", failed.into()))?;
        fs::write(&path, text).map_err(|failed| local::error(&path, "cannot be written", failed))
    }

    /// Gives the complete file its time and its name.
    pub(super) fn finish(self, target: &Path, replace: bool) -> Result<(), Error> {
        if let Some(time) = self.record.modified.and_then(local::system_time) {
            // Not every file system keeps every time. Then the file looks like another one to a later transfer.
            let _ = self.file.set_modified(time);
        }
        drop(self.file);
        local::put_in_place(&self.path, target, replace)?;
        let record = with_ending(&self.path, ".json");
        fs::remove_file(&record).map_err(|failed| local::error(&record, "cannot be removed", failed))
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
