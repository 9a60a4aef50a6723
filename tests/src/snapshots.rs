//! The requests of operations as exact text. The arguments are in `tests/snapshots/<service>.toml`.
//!
//! ```toml
//! base = "https://saltant.test/api"
//!
//! ["saltant.task_queues.get"]
//! full = '{"id": 7}'
//! ```
//!
//! The arguments are JSON. `minimal` holds the required arguments and may be left out if there are none;
//! `full` holds every argument. Any other key is a further variant, for what these two do not show. An argument
//! that replaces others, such as a page's link, has a variant of its name and is not in `full`. `base` in
//! an operation's table overrides the file's.

use saltant_core::Operation as _;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use saltant_core::catalog::{AnyOperation, Entry, find};
use saltant_core::{AuthUse, BaseUrl, ErrorKind, http};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::inventory::{read_toml, tests_folder, toml_files};

/// The arguments of each operation's snapshots.
#[derive(Clone, Debug, Deserialize)]
struct File {
    base: String,
    #[serde(flatten)]
    operations: BTreeMap<String, BTreeMap<String, String>>,
}

/// A request with a snapshot.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Shot {
    /// The operation's name.
    pub operation: String,
    /// The variant: `minimal`, `full` or another.
    pub variant: String,
    /// The arguments.
    pub arguments: Map<String, Value>,
    base: String,
    /// The names of the operation's variants.
    variants: Vec<String>,
}

/// All requests with a snapshot.
pub fn shots() -> Result<Vec<Shot>, String> {
    let mut files = toml_files(&tests_folder().join("snapshots"))?;
    files.sort();
    let mut shots = Vec::new();
    for path in files {
        let file: File = read_toml(&path)?;
        for (operation, mut variants) in file.operations {
            let base = variants.remove("base").unwrap_or_else(|| file.base.clone());
            variants.entry("minimal".to_owned()).or_insert_with(|| "{}".to_owned());
            let names: Vec<String> = variants.keys().cloned().collect();
            for (variant, arguments) in variants {
                let arguments = serde_json::from_str(&arguments)
                    .map_err(|error| format!("{operation}, {variant}: {error}"))?;
                let (operation, base, variants) = (operation.clone(), base.clone(), names.clone());
                shots.push(Shot { operation, variant, arguments, base, variants });
            }
        }
    }
    Ok(shots)
}

impl Shot {
    /// The snapshot's name.
    pub fn name(&self) -> String {
        format!("{}.{}", self.operation, self.variant)
    }

    /// The snapshot's file.
    pub fn file(&self) -> PathBuf {
        folder_of(&self.operation).join(format!("{}.snap", self.name()))
    }

    fn entry(&self) -> Result<&'static Entry, String> {
        find(&self.operation).ok_or_else(|| format!("{} is not in the catalog", self.operation))
    }

    /// Checks that `minimal` has only required arguments and `full` has all that no variant is named after.
    pub fn check(&self) -> Result<(), String> {
        let entry = self.entry()?;
        let given = |name: &str| self.arguments.contains_key(name);
        let mut arguments = entry.arguments();
        let wrong = match self.variant.as_str() {
            "minimal" => arguments.find(|argument| argument.required != given(argument.name)),
            "full" => arguments.find(|argument| {
                !given(argument.name) && !self.variants.iter().any(|variant| variant == argument.name)
            }),
            _ => None,
        };
        match wrong {
            None => Ok(()),
            Some(argument) if given(argument.name) => {
                Err(format!("{}: `{}` is not required", self.name(), argument.name))
            }
            Some(argument) => Err(format!("{}: `{}` is not given", self.name(), argument.name)),
        }
    }

    /// The request as text, or why it is not sent.
    pub fn text(&self) -> Result<String, String> {
        let named = |why: String| format!("{}: {why}", self.name());
        let operation = self
            .entry()?
            .operation(Value::Object(self.arguments.clone()))
            .map_err(|error| named(error.to_string()))?;
        let base: BaseUrl = self.base.parse().map_err(|error| named(format!("{error}")))?;
        // The snapshot of a request that is refused is the reason.
        match operation.to_request(&base) {
            Err(error) if error.kind() == ErrorKind::Encode => Ok(format!("(not sent: {error})")),
            _ => request_text(&operation, &base).map_err(named),
        }
    }
}

/// The folder of the snapshots of an operation's service.
pub fn folder_of(operation: &str) -> PathBuf {
    let service = operation.split('.').next().unwrap_or(operation);
    tests_folder().join("tests").join("snapshots").join(service)
}

/// Method and target, headers sorted by name, the kind of credential, and the unchanged body.
pub fn request_text(operation: &AnyOperation, base: &BaseUrl) -> Result<String, String> {
    let request = operation.to_request(base).map_err(|error| error.to_string())?;
    let mut text = format!("{} {}\n", request.method(), request.uri());
    let mut headers: Vec<_> = request.headers().iter().collect();
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        let _ = writeln!(text, "{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    let credential = operation.metadata().auth;
    if credential != AuthUse::None {
        let _ = writeln!(text, "(credential: {credential:?})");
    }
    let bytes = match request.body().as_bytes() {
        Some(bytes) => bytes.clone(),
        None => collect(request.body().clone())?,
    };
    if !bytes.is_empty() {
        let body = String::from_utf8_lossy(&bytes);
        let _ = write!(text, "\n{body}");
    }
    // Each request has another boundary.
    Ok(match boundary(request.headers()) {
        Some(boundary) => text.replace(&boundary, "BOUNDARY"),
        None => text,
    })
}

fn boundary(headers: &http::HeaderMap) -> Option<String> {
    let kind = headers.get(http::header::CONTENT_TYPE)?.to_str().ok()?;
    Some(kind.split_once("boundary=")?.1.trim_matches('"').to_owned())
}

/// The bytes of a body that is produced while it is sent.
fn collect(body: saltant_core::Body) -> Result<bytes::Bytes, String> {
    use http_body_util::BodyExt as _;

    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    runtime
        .block_on(body.collect())
        .map(http_body_util::Collected::to_bytes)
        .map_err(|error| error.to_string())
}
