//! Paths on a server. They are relative to the home directory of a system, or begin with `//`, which is the
//! system's root directory.

/// The path of something in a folder.
pub(super) fn join(folder: &str, name: &str) -> String {
    match folder.trim_end_matches('/') {
        "" if folder.starts_with("//") => format!("//{name}"),
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

/// The folder that a path is in, and its name there.
pub(super) fn split(path: &str) -> (&str, &str) {
    let path = path.trim_end_matches('/');
    match path.rsplit_once('/') {
        None => ("", path),
        Some(("" | "/", name)) if path.starts_with("//") => ("//", name),
        Some((folder, name)) => (folder, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_split_and_joined_at_their_last_slash() {
        for (path, folder, name) in [
            ("a", "", "a"),
            ("a/b", "a", "b"),
            ("a/b/", "a", "b"),
            ("//a", "//", "a"),
            ("//a/b", "//a", "b"),
            ("", "", ""),
        ] {
            assert_eq!(split(path), (folder, name), "{path}");
            assert_eq!(join(folder, name), path.trim_end_matches('/'), "{path}");
        }
        assert_eq!((join("//", "a"), join("a/", "b")), ("//a".to_owned(), "a/b".to_owned()));
    }
}
