//! The directory of a system: nothing outside it can be reached, whatever a path or a link says.

use std::io;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata};

use crate::agave::call::text;
use crate::agave::reply::Refusal;
use crate::agave::systems::System;
use crate::agave::tenant::Agave;

/// A path below a system's root directory, without a slash at either end. The root itself is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(String);

/// The opened directory of a system.
pub(crate) struct Storage {
    pub(crate) system: String,
    pub(crate) dir: Dir,
    /// Where paths without a slash at their beginning begin.
    home: Place,
    directory: PathBuf,
}

/// What is said of a path that does not exist, or leads out of the system.
pub(crate) fn absent() -> Refusal {
    Refusal::not_found("File/folder does not exist")
}

/// An error of the file system. Links that lead out of the system look as if they did not exist.
pub(crate) fn refused(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied | io::ErrorKind::NotADirectory => absent(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidFilename => {
            Refusal::bad("The path is not a valid file name")
        }
        kind => Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, format!("File operation failed: {kind}")),
    }
}

impl Place {
    /// A path below another place; `None` if it leaves the root.
    pub(crate) fn below(base: &Self, path: &str) -> Option<Self> {
        if path.contains('\0') {
            return None;
        }
        let mut segments: Vec<&str> =
            if path.starts_with('/') { Vec::new() } else { base.segments().collect() };
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop()?;
                }
                segment => segments.push(segment),
            }
        }
        Some(Self(segments.join("/")))
    }

    pub(crate) fn root() -> Self {
        Self(String::new())
    }

    fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }

    /// The path for the file system, relative to the root.
    pub(crate) fn path(&self) -> &Path {
        Path::new(if self.0.is_empty() { "." } else { &self.0 })
    }

    /// The path as it is answered: with a slash at its beginning.
    pub(crate) fn shown(&self) -> String {
        format!("/{}", self.0)
    }

    /// The last segment; empty for the root.
    pub(crate) fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn parent(&self) -> Option<Self> {
        if self.0.is_empty() {
            return None;
        }
        Some(Self(self.0.rsplit_once('/').map(|(parent, _)| parent.to_owned()).unwrap_or_default()))
    }

    /// An entry of this directory. A name that is not one segment has no place.
    pub(crate) fn join(&self, name: &str) -> Option<Self> {
        let is_segment = !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\0']);
        if !is_segment {
            return None;
        }
        Some(Self(if self.0.is_empty() { name.to_owned() } else { format!("{}/{name}", self.0) }))
    }

    pub(crate) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is the other place or inside it.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.rest(other).is_some()
    }

    /// The path from another place to this one, without a slash at its beginning.
    pub(crate) fn rest(&self, other: &Self) -> Option<&str> {
        if other.0.is_empty() {
            return Some(&self.0);
        }
        let rest = self.0.strip_prefix(&other.0)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }
}

/// Creates the directory of a system, with those that its registration names.
pub(crate) fn create(tenant: &Agave, system: &System) -> Result<(), Refusal> {
    let path = directory(tenant, &system.id);
    std::fs::create_dir_all(&path).map_err(|error| refused(&error))?;
    let dir = Dir::open_ambient_dir(&path, ambient_authority()).map_err(|error| refused(&error))?;
    for name in ["storage.homeDir", "scratchDir", "workDir"] {
        let named = system.document.at(name).and_then(|value| value.as_str()).unwrap_or_default();
        let place = Place::below(&Place::root(), named)
            .ok_or_else(|| Refusal::bad(format!("{name} is outside the root directory of the system")))?;
        dir.create_dir_all(place.path()).map_err(|error| refused(&error))?;
    }
    Ok(())
}

fn directory(tenant: &Agave, id: &str) -> PathBuf {
    tenant.directory.join("systems").join(id)
}

impl Storage {
    /// Opens the directory of a system for a user.
    pub(crate) fn open(tenant: &Agave, system: &System, user: &str) -> Result<Self, Refusal> {
        let directory = directory(tenant, &system.id);
        let dir = Dir::open_ambient_dir(&directory, ambient_authority()).map_err(|error| refused(&error))?;
        let storage = system.document.get("storage");
        let home = storage.and_then(|storage| text(storage, "homeDir")).unwrap_or_default();
        let mut home = Place::below(&Place::root(), &home).unwrap_or_else(Place::root);
        if system.public && !system.execution {
            // Each user of a public system has a home of their own.
            home = home.join(user).unwrap_or(home);
            dir.create_dir_all(home.path()).map_err(|error| refused(&error))?;
        }
        Ok(Self { system: system.id.clone(), dir, home, directory })
    }

    /// The place of a path: below the root if it begins with a slash, else below the home directory.
    pub(crate) fn place(&self, path: &str) -> Result<Place, Refusal> {
        Place::below(&self.home, path).ok_or_else(absent)
    }

    pub(crate) fn home(&self) -> &Place {
        &self.home
    }

    pub(crate) fn metadata(&self, place: &Place) -> Result<Metadata, Refusal> {
        self.dir.metadata(place.path()).map_err(|error| refused(&error))
    }

    pub(crate) fn is_dir(&self, place: &Place) -> bool {
        self.dir.metadata(place.path()).is_ok_and(|metadata| metadata.is_dir())
    }

    pub(crate) fn exists(&self, place: &Place) -> bool {
        self.dir.symlink_metadata(place.path()).is_ok()
    }

    pub(crate) fn create_dir_all(&self, place: &Place) -> Result<(), Refusal> {
        self.dir.create_dir_all(place.path()).map_err(|error| refused(&error))
    }

    pub(crate) fn write(&self, place: &Place, content: &[u8]) -> Result<(), Refusal> {
        self.dir.write(place.path(), content).map_err(|error| refused(&error))
    }

    /// The names in a directory, sorted. Those that are not UTF-8 cannot be answered and are left out.
    pub(crate) fn names(&self, place: &Place) -> Result<Vec<String>, Refusal> {
        let entries = self.dir.read_dir(place.path()).map_err(|error| refused(&error))?;
        let mut names: Vec<String> =
            entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        Ok(names)
    }

    pub(crate) fn remove(&self, place: &Place) -> Result<(), Refusal> {
        let metadata = self.dir.symlink_metadata(place.path()).map_err(|error| refused(&error))?;
        let removed = if metadata.is_dir() {
            self.dir.remove_dir_all(place.path())
        } else {
            self.dir.remove_file(place.path())
        };
        removed.map_err(|error| refused(&error))
    }

    /// Copies a file or a directory to a place, which may be of another system. Links to directories, links out of
    /// the system and special files are left out.
    pub(crate) fn copy_to(&self, from: &Place, to: &Self, target: &Place) -> Result<(), Refusal> {
        let Ok(metadata) = self.metadata(from) else {
            return if self.exists(from) { Ok(()) } else { Err(absent()) };
        };
        if metadata.is_file() {
            if let Some(parent) = target.parent() {
                to.create_dir_all(&parent)?;
            }
            return match self.dir.copy(from.path(), &to.dir, target.path()) {
                Ok(_) => Ok(()),
                Err(error) => Err(refused(&error)),
            };
        }
        if !metadata.is_dir() {
            return Ok(());
        }
        // The list is made first: the target may be inside.
        let names = self.names(from)?;
        to.create_dir_all(target)?;
        for name in names {
            let (Some(inside), Some(copied)) = (from.join(&name), target.join(&name)) else { continue };
            let is_link = self.dir.symlink_metadata(inside.path()).is_ok_and(|found| found.is_symlink());
            if !(is_link && self.is_dir(&inside)) {
                self.copy_to(&inside, to, &copied)?;
            }
        }
        Ok(())
    }

    /// The path of a place for a subprocess. Links on the way are followed, and stay in the system.
    pub(crate) fn real_path(&self, place: &Place) -> Result<PathBuf, Refusal> {
        let inside = self.dir.canonicalize(place.path()).map_err(|error| refused(&error))?;
        Ok(self.directory.join(inside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_at_home_or_at_the_root_and_never_leave_it() {
        let home = Place("home/matt".to_owned());
        for (path, expected) in [
            ("", Some("home/matt")),
            ("a", Some("home/matt/a")),
            ("/a//b/./c/", Some("a/b/c")),
            ("../daniel", Some("home/daniel")),
            ("../..", Some("")),
            ("../../..", None),
            ("/..", None),
            ("/a/../../etc", None),
            ("a\0", None),
        ] {
            assert_eq!(Place::below(&home, path).map(|place| place.0).as_deref(), expected, "{path:?}");
        }
        assert!(home.join("..").is_none() && home.join("a/b").is_none() && home.join("").is_none());
        assert!(Place("home/matthew".to_owned()).rest(&home).is_none());
        assert_eq!(Place("home/matt/x/y".to_owned()).rest(&home), Some("x/y"));
    }
}
