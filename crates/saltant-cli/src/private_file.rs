//! Files with secrets: read by their owner only, replaced in one step, changed by one command at a time.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A private file that no other command changes at the same time, until this is dropped.
#[derive(Debug)]
pub(crate) struct PrivateFile {
    path: PathBuf,
    _lock: File,
}

impl PrivateFile {
    /// Waits until no other command changes the file. Its directory is made if it does not exist.
    ///
    /// The lock is a file of its own, because the file itself is replaced.
    pub(crate) fn lock(path: &Path) -> io::Result<Self> {
        let path = behind_links(path)?;
        make_private_directory(directory(&path))?;
        let lock = private(OpenOptions::new().create(true)).open(hidden(&path, "lock")?)?;
        lock.lock()?;
        Ok(Self { path, _lock: lock })
    }

    /// Replaces the content in one step. Only the owner can read the file, whatever its mode was before.
    pub(crate) fn replace(&self, text: &str) -> io::Result<()> {
        replace(&self.path, text)
    }
}

/// Replaces the content of a file whose lock the caller holds.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = behind_links(path)?;
    // A command that was killed leaves this behind: the name is always the same, so nothing piles up.
    let new = hidden(&path, "new")?;
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private(OpenOptions::new().create_new(true)).open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(new, path)
}

/// The file that a path means: symbolic links are followed, also to a file that does not exist.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..40 {
        let Ok(target) = fs::read_link(&path) else { return Ok(path) };
        path = directory(&path).join(target);
    }
    Err(io::Error::other("too many symbolic links"))
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// `.NAME.SUFFIX` in the directory of the file.
fn hidden(path: &Path, suffix: &str) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::other("the path does not name a file"))?;
    let parts = [".".as_ref(), name, ".".as_ref(), suffix.as_ref()];
    Ok(directory(path).join(OsString::from_iter(parts)))
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.write(true)
}

fn make_private_directory(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a7_links_are_kept_also_to_a_file_that_does_not_exist() {
        let directory = tempfile::tempdir().unwrap();
        let (link, middle) = (directory.path().join("link"), directory.path().join("middle"));
        symlink("middle", &link).unwrap();
        symlink("new/file", &middle).unwrap();
        PrivateFile::lock(&link).unwrap().replace("text").unwrap();
        assert!(link.is_symlink() && middle.is_symlink());
        let file = directory.path().join("new/file");
        assert_eq!(fs::read_to_string(&file).unwrap(), "text");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        symlink("circle", directory.path().join("circle")).unwrap();
        let circle = PrivateFile::lock(&directory.path().join("circle")).unwrap_err();
        assert_eq!(circle.to_string(), "too many symbolic links");
    }

    #[test]
    fn a7_what_a_killed_command_left_does_not_pile_up() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        fs::write(directory.path().join(".file.new"), "half of it, which is longer").unwrap();
        PrivateFile::lock(&path).unwrap().replace("text").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "text");
        assert_eq!(names(directory.path()), [".file.lock", "file"]);
    }
}
