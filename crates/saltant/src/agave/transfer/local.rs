//! Files on this machine.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use saltant_core::{Error, ErrorKind};
use saltant_types::Timestamp;

/// How far two times of the same file may be apart: file systems round them.
const TICK: Duration = Duration::from_secs(2);

/// An error of a file of this machine.
pub(super) fn error(path: &Path, what: &str, error: io::Error) -> Error {
    Error::new(ErrorKind::Write, format!("{} {what}: {error}", path.display())).with_source(error)
}

/// Whether a server's name for a file names a file within a folder here.
pub(super) fn is_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let is_single = match (parts.next(), parts.next()) {
        (Some(Component::Normal(part)), None) => part == name,
        _ => false,
    };
    is_single && !name.contains('\0') && !(cfg!(windows) && name.contains(':'))
}

/// The path of something below a folder. The names have been checked.
pub(super) fn below(folder: &Path, names: &[String]) -> PathBuf {
    names.iter().fold(folder.to_owned(), |path, name| path.join(name))
}

/// Makes the folders below a folder that names lead to. A link among them would lead out of it.
pub(super) fn make_folders(folder: &Path, names: &[String]) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|failed| error(folder, "cannot be made", failed))?;
    let mut path = folder.to_owned();
    for name in names {
        path.push(name);
        match fs::create_dir(&path) {
            Ok(()) => {}
            Err(failed) if failed.kind() == io::ErrorKind::AlreadyExists => {
                let found =
                    fs::symlink_metadata(&path).map_err(|failed| error(&path, "cannot be read", failed))?;
                if !found.is_dir() {
                    let text = format!("{} is not a folder, and is not replaced", path.display());
                    return Err(Error::new(ErrorKind::Usage, text));
                }
            }
            Err(failed) => return Err(error(&path, "cannot be made", failed)),
        }
    }
    Ok(())
}

/// What is at the path of a file that is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Present {
    Nothing,
    /// A file of this length and time.
    Same,
    Other,
}

/// Looks whether a file is there already; a folder is an error.
pub(super) fn look(path: &Path, length: Option<u64>, modified: Option<Timestamp>) -> Result<Present, Error> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(failed) if failed.kind() == io::ErrorKind::NotFound => return Ok(Present::Nothing),
        Err(failed) => return Err(error(path, "cannot be read", failed)),
    };
    if found.is_dir() {
        let text = format!("{} is a folder, and is not replaced by a file", path.display());
        return Err(Error::new(ErrorKind::Usage, text));
    }
    let is_same_time = match (found.modified().ok(), modified.and_then(system_time)) {
        (Some(here), Some(there)) => {
            let apart = here.duration_since(there).or_else(|_| there.duration_since(here));
            apart.is_ok_and(|apart| apart <= TICK)
        }
        _ => false,
    };
    let is_same = found.is_file() && Some(found.len()) == length && is_same_time;
    Ok(if is_same { Present::Same } else { Present::Other })
}

/// The error of a file that exists.
pub(super) fn exists(what: impl std::fmt::Display) -> Error {
    let text = format!("{what} exists and is not the same file, so it is not replaced");
    Error::new(ErrorKind::Usage, text)
}

pub(super) fn system_time(time: Timestamp) -> Option<SystemTime> {
    let microseconds = time.as_microsecond();
    let apart = Duration::from_micros(microseconds.unsigned_abs());
    if microseconds < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(apart)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(apart)
    }
}

/// Gives a complete file its name.
pub(super) fn put_in_place(partial: &Path, target: &Path, replace: bool) -> Result<(), Error> {
    let failed = |failed| error(target, "cannot be written", failed);
    if replace {
        return fs::rename(partial, target).map_err(failed);
    }
    match fs::hard_link(partial, target) {
        Ok(()) => fs::remove_file(partial).map_err(failed),
        Err(found) if found.kind() == io::ErrorKind::AlreadyExists => Err(exists(target.display())),
        // Not every file system has hard links.
        Err(_) if fs::symlink_metadata(target).is_ok() => Err(exists(target.display())),
        Err(_) => fs::rename(partial, target).map_err(failed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_elsewhere_is_none() {
        for name in ["", ".", "..", "/", "/etc/passwd", "a/b", "../a", "a/", "a/.", "./a", "a\0b"] {
            assert!(!is_name(name), "{name:?}");
        }
        for name in ["a", "..a", "a b", "ü", "-rf", ".hidden", "a\nb"] {
            assert!(is_name(name), "{name:?}");
        }
    }

    #[test]
    fn times_before_the_epoch_are_times() {
        let time: Timestamp = "1969-12-31T23:59:59Z".parse().unwrap();
        assert_eq!(system_time(time), SystemTime::UNIX_EPOCH.checked_sub(Duration::from_secs(1)));
    }
}
