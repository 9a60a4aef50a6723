//! The operations in the services' own documents: `tests/inventory/<service>.toml`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The operations of one service's document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Inventory {
    /// The service.
    pub service: String,
    /// The document.
    pub document: String,
    /// Whether all of its operations have to be implemented.
    pub complete: bool,
    /// The operations.
    #[serde(default, rename = "operation")]
    pub operations: Vec<Row>,
}

/// One operation of a document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Row {
    /// The document's chapter, or the resource.
    pub group: String,
    /// The name in the document; empty if it has none.
    pub document: String,
    /// The name in this project.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The HTTP method.
    #[serde(default)]
    pub method: Option<String>,
    /// The path, with placeholders.
    #[serde(default)]
    pub path: Option<String>,
    /// The facade's type and method.
    #[serde(default)]
    pub facade: Option<String>,
    /// The operations that a composite is made of.
    #[serde(default)]
    pub of: Vec<String>,
    /// Whether the server offers the operation although the document does not name it.
    #[serde(default)]
    pub beyond: bool,
    /// The base address of the path, if the service has several.
    #[serde(default)]
    pub base: Option<String>,
    /// Who calls whom, if it is not the client that calls the server.
    #[serde(default)]
    pub direction: Option<String>,
}

/// How an operation of a document is implemented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// One request: an operation of the catalog.
    Request,
    /// Several requests, or a special use of one: a method of the facade.
    Composite,
    /// No request: a method of the facade.
    Local,
}

/// The folder of the tests.
pub fn tests_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All tables, by service.
pub fn inventories() -> Result<Vec<Inventory>, String> {
    let mut files = toml_files(&tests_folder().join("inventory"))?;
    files.sort();
    files.iter().map(|file| read_toml(file)).collect()
}

/// The TOML files of a folder.
pub(crate) fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect())
}

/// Reads a TOML file; an error names it.
pub(crate) fn read_toml<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))
}
