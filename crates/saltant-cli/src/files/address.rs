//! Addresses of files: `SYSTEM:PATH`, `agave://SYSTEM/PATH`, or a path on the default system.

use std::str::FromStr;

/// A path on a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// `None` for the default system.
    pub(crate) system: Option<String>,
    /// Relative to the home directory or, with two slashes at its beginning, to the root directory. It has no
    /// slash at its end.
    pub(crate) path: String,
    /// Whether a slash at the end says that it is a folder.
    pub(crate) is_folder: bool,
}

const SCHEME: &str = "agave://";

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(rest) = text.strip_prefix(SCHEME) {
            let (system, path) = rest.split_once('/').unwrap_or((rest, ""));
            if !is_system(system) {
                return Err(format!("{SCHEME} needs a system, as in {SCHEME}storage.example.org/path"));
            }
            return Ok(Self::new(Some(system), path));
        }
        if let Some((scheme, _)) = text.split_once("://") {
            return Err(format!("{scheme}:// is not the address of a file on a system: that is SYSTEM:PATH"));
        }
        match text.split_once(':') {
            Some((system, path)) if is_system(system) => Ok(Self::new(Some(system), path)),
            _ => Ok(Self::new(None, text)),
        }
    }
}

/// Whether a text can be the id of a system. A path such as `./a:b` has something else before its colon.
fn is_system(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

impl Address {
    fn new(system: Option<&str>, path: &str) -> Self {
        let (start, rest) = match path.strip_prefix('/') {
            Some(rest) => ("//", rest),
            None => ("", path),
        };
        let is_folder = rest.is_empty() || rest == "." || rest.ends_with('/');
        let rest = rest.trim_start_matches('/').trim_end_matches('/');
        let rest = if rest == "." { "" } else { rest.strip_prefix("./").unwrap_or(rest) };
        Self { system: system.map(str::to_owned), path: format!("{start}{rest}"), is_folder }
    }

    /// The last name in the path; `None` for a home or root directory.
    pub(crate) fn name(&self) -> Option<&str> {
        self.path.rsplit('/').next().filter(|name| !name.is_empty())
    }

    /// The folder that it is in.
    pub(crate) fn folder(&self) -> &str {
        match self.path.rsplit_once('/') {
            None => "",
            Some((folder, _)) if folder.ends_with('/') || folder.is_empty() => "//",
            Some((folder, _)) => folder,
        }
    }

    /// The address of something in this folder.
    pub(crate) fn join(&self, name: &str) -> Self {
        let slash = if self.path.is_empty() || self.path.ends_with('/') { "" } else { "/" };
        Self { path: format!("{}{slash}{name}", self.path), is_folder: false, ..self.clone() }
    }

    /// The address as it is written.
    pub(crate) fn text(&self) -> String {
        let path = self.path.strip_prefix('/').unwrap_or(&self.path);
        match &self.system {
            Some(system) => format!("{system}:{path}"),
            None => path.to_owned(),
        }
    }

    /// The path in the words of the service: with one slash at its beginning, it is relative to the root directory.
    pub(crate) fn service_path(&self) -> &str {
        self.path.strip_prefix('/').unwrap_or(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_system_and_a_path() {
        for (text, system, path, is_folder) in [
            ("data.example:a/b", Some("data.example"), "a/b", false),
            ("data.example:a/", Some("data.example"), "a", true),
            ("data.example:", Some("data.example"), "", true),
            ("data.example:/a", Some("data.example"), "//a", false),
            ("data.example:/", Some("data.example"), "//", true),
            ("agave://data.example/a/b", Some("data.example"), "a/b", false),
            ("agave://data.example//a", Some("data.example"), "//a", false),
            ("agave://data.example", Some("data.example"), "", true),
            ("a/b", None, "a/b", false),
            ("/a", None, "//a", false),
            ("", None, "", true),
            (".", None, "", true),
            ("./run:1/x", None, "run:1/x", false),
            ("a b:c", None, "a b:c", false),
        ] {
            let address: Address = text.parse().unwrap();
            let expected = Address { system: system.map(str::to_owned), path: path.to_owned(), is_folder };
            assert_eq!(address, expected, "{text}");
        }
        for wrong in ["agave://", "agave:///a", "https://example.org/a", "file:///a"] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_has_a_name_and_a_folder() {
        for (text, folder, name, joined) in [
            ("s:a/b", "a", Some("b"), "s:a/b/x"),
            ("s:a", "", Some("a"), "s:a/x"),
            ("s:/a", "//", Some("a"), "s:/a/x"),
            ("s:/a/b", "//a", Some("b"), "s:/a/b/x"),
            ("s:", "", None, "s:x"),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!((address.folder(), address.name()), (folder, name), "{text}");
            assert_eq!(address.join("x").text(), joined);
        }
        assert_eq!("s:/".parse::<Address>().unwrap().join("x").text(), "s:/x");
        assert_eq!("s:/a/b".parse::<Address>().unwrap().service_path(), "/a/b");
    }
}
