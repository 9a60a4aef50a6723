//! The environment and the files of an algorithm's process, as a real node gives them to a container.

use std::io;
use std::path::{Path, PathBuf};

use super::encode::encode;
use super::seal::Form;
use super::{Database, Nodes};
use crate::json::{Constants, Json, parse, python};

/// What a node knows of a run when it starts the algorithm.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) run: u64,
    pub(super) node: u64,
    pub(super) organization: String,
    pub(super) organization_id: u64,
    pub(super) job: u64,
    pub(super) image: String,
    pub(super) form: Form,
    pub(super) collaboration: u64,
    pub(super) init_org: u64,
    /// Each database's label, and its other keys as JSON text.
    pub(super) databases: Vec<(String, String)>,
    pub(super) input: Option<String>,
    pub(super) token: String,
}

/// The files of a run.
pub(super) struct Files {
    folder: PathBuf,
    temporary: PathBuf,
}

impl Files {
    pub(super) fn new(nodes: &Nodes, order: &Order) -> Self {
        let node = nodes.directory.join(format!("node-{}", order.node));
        Self {
            folder: node.join(format!("task-{:09}", order.run)),
            temporary: node.join("tmp").join(order.job.to_string()),
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes the files that the algorithm reads, and an empty one for its result.
    pub(super) async fn write(&self, input: &[u8], token: &str) -> io::Result<()> {
        tokio::fs::create_dir_all(&self.folder).await?;
        tokio::fs::create_dir_all(&self.temporary).await?;
        for (name, content) in [("input", input), ("token", token.as_bytes()), ("output", b""), ("log", b"")]
        {
            tokio::fs::write(self.path(name), content).await?;
        }
        Ok(())
    }
}

/// The variables of the process, except those that the image brings.
pub(super) fn variables(
    nodes: &Nodes,
    order: &Order,
    files: &Files,
) -> Result<Vec<(String, String)>, String> {
    let text = |path: &Path| path.display().to_string();
    let host = format!("http://{}", host(nodes.address.ip()));
    let has_proxy = order.form.encrypted || order.form.in_blobs;
    let path = if has_proxy { format!("/proxy/{}", order.node) } else { "/api".to_owned() };
    let labels: Vec<&str> = order.databases.iter().map(|(label, _)| label.as_str()).collect();
    let mut plain = vec![
        ("INPUT_FILE".to_owned(), text(&files.path("input"))),
        ("OUTPUT_FILE".to_owned(), text(&files.path("output"))),
        ("TOKEN_FILE".to_owned(), text(&files.path("token"))),
        ("TEMPORARY_FOLDER".to_owned(), text(&files.temporary)),
        ("HOST".to_owned(), host),
        ("PORT".to_owned(), nodes.address.port().to_string()),
        ("API_PATH".to_owned(), path),
        ("USER_REQUESTED_DATABASE_LABELS".to_owned(), labels.join(",")),
    ];
    let own: Vec<&Database> = databases(nodes, order).collect();
    let known: Vec<&str> = own.iter().map(|database| database.label.as_str()).collect();
    plain.push(("DB_LABELS".to_owned(), known.join(",")));
    for database in own {
        let label = database.label.to_uppercase();
        plain.push((format!("{label}_DATABASE_URI"), database.uri.clone()));
        plain.push((format!("{label}_DATABASE_TYPE"), database.kind().to_owned()));
    }
    for (label, parameters) in &order.databases {
        let Ok(parameters) = parse(parameters, Constants::Allowed) else { continue };
        for (key, name) in
            [("query", "QUERY"), ("sheet_name", "SHEET_NAME"), ("preprocessing", "PREPROCESSING")]
        {
            let Some(value) = parameters.get(key) else { continue };
            if !is_name(label) {
                return Err(format!("The label {label:?} cannot be part of the name of a variable"));
            }
            let value = match value {
                Json::String(text) => text.clone(),
                other => python::dumps(other),
            };
            plain.push((format!("{}_{name}", label.to_uppercase()), value));
        }
    }
    Ok(plain.into_iter().map(|(name, value)| (name, encode(&value))).collect())
}

/// The databases of the node, whether or not the task asks for them.
pub(super) fn databases<'a>(nodes: &'a Nodes, order: &'a Order) -> impl Iterator<Item = &'a Database> {
    nodes.settings.databases.iter().filter(|database| database.organization == order.organization)
}

/// Whether a label can be part of the name of a variable.
pub(crate) fn is_name(label: &str) -> bool {
    let mut letters = label.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// The address at which the server is reached from the same machine.
fn host(ip: std::net::IpAddr) -> String {
    match ip {
        _ if ip.is_unspecified() => "127.0.0.1".to_owned(),
        std::net::IpAddr::V4(ip) => ip.to_string(),
        std::net::IpAddr::V6(ip) => format!("[{ip}]"),
    }
}
