//! Where downloads come from: systems, and the folders of jobs.

use std::collections::BTreeSet;

use http::{HeaderValue, StatusCode, header};
use saltant_core::{ApiError, Error, ErrorKind, Operation};
use saltant_http::{Call, Client, Download};
use saltant_types::Timestamp;
use saltant_types::agave::{JobId, RemoteFile, RemoteFileType, SystemId};

use super::{local, path};
use crate::agave::{DownloadFile, DownloadJobOutput, ListFiles, ListJobOutputs};

/// How deep folders may be nested. A folder of a server may lead back to itself by a link.
const DEEPEST: usize = 64;

/// Where files come from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    System(SystemId),
    Job(JobId),
}

/// What a path names.
pub(super) enum Look {
    File(Found),
    /// The items in the folder.
    Folder(Vec<RemoteFile>),
}

/// A file on the server.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The names of the folders below the first one, and that of the file; empty for a single file.
    pub(super) names: Vec<String>,
    /// The path on the server.
    pub(super) path: String,
    pub(super) length: Option<u64>,
    pub(super) modified: Option<Timestamp>,
}

/// Everything in a folder.
#[derive(Default)]
pub(super) struct Tree {
    /// The names that lead to each folder.
    pub(super) folders: Vec<Vec<String>>,
    pub(super) files: Vec<Found>,
    /// What cannot be downloaded, and why.
    pub(super) refused: Vec<(Found, Error)>,
}

impl Look {
    pub(super) fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(_))
    }
}

impl Found {
    fn new(names: Vec<String>, path: String, item: &RemoteFile) -> Self {
        Self { names, path, length: item.length, modified: item.last_modified }
    }
}

/// Whether an item of a list is a folder.
pub(super) fn is_folder(item: &RemoteFile) -> bool {
    item.r#type == Some(RemoteFileType::Dir)
}

/// The name of an item of a list.
pub(super) fn name(item: &RemoteFile) -> &str {
    let last = || item.path.as_deref().unwrap_or_default().rsplit('/').next();
    item.name.as_deref().or_else(last).unwrap_or_default()
}

impl Source {
    /// What identifies a file, so that a later transfer knows it again.
    pub(super) fn address(&self, client: &Client, path: &str) -> String {
        match self {
            Self::System(id) => format!("{}files/v2/media/system/{id}/{path}", client.base_url()),
            Self::Job(id) => format!("{}jobs/v2/{id}/outputs/media/{path}", client.base_url()),
        }
    }

    /// The items in a folder. That of a system has itself as the first one.
    async fn list(&self, client: &Client, path: &str) -> Result<Vec<RemoteFile>, Error> {
        match self {
            Self::System(id) => client.call(ListFiles::new(id.clone(), path)).items().all().await,
            Self::Job(id) => client.call(ListJobOutputs::new(id.clone()).file_path(path)).items().all().await,
        }
    }

    /// Whether a path is a file or a folder.
    ///
    /// The list of a file is the file. That of a system's folder has the folder itself, but not that of a job's:
    /// there the folder above tells.
    pub(super) async fn look(&self, client: &Client, path: &str) -> Result<Look, Error> {
        let (above, last) = path::split(path);
        match self {
            Self::System(_) => {
                let items = self.list(client, path).await?;
                match &items[..] {
                    [item] if !is_folder(item) && name(item) == last => {
                        Ok(Look::File(Found::new(Vec::new(), path.to_owned(), item)))
                    }
                    _ => Ok(Look::Folder(items)),
                }
            }
            Self::Job(_) if last.is_empty() => Ok(Look::Folder(self.list(client, path).await?)),
            Self::Job(id) => {
                let items = self.list(client, above).await?;
                match items.iter().find(|item| name(item) == last) {
                    Some(item) if is_folder(item) => Ok(Look::Folder(self.list(client, path).await?)),
                    Some(item) => Ok(Look::File(Found::new(Vec::new(), path.to_owned(), item))),
                    None => {
                        let text = format!("job {id} has no output {path}");
                        let error = ApiError::new(text);
                        Err(Error::from_api(ErrorKind::NotFound, StatusCode::NOT_FOUND, error))
                    }
                }
            }
        }
    }

    /// Everything in a folder whose items are known.
    pub(super) async fn walk(
        &self,
        client: &Client,
        path: &str,
        items: Vec<RemoteFile>,
    ) -> Result<Tree, Error> {
        let mut tree = Tree::default();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(Vec::new(), path.to_owned(), items)];
        let mut unread: Vec<(Vec<String>, String)> = Vec::new();
        loop {
            if let Some((names, path, items)) = waiting.pop() {
                for item in items.iter().filter(|item| name(item) != ".") {
                    let names: Vec<_> = names.iter().cloned().chain([name(item).to_owned()]).collect();
                    // A folder that changes while its pages are read may repeat an item.
                    if !seen.insert(names.clone()) {
                        continue;
                    }
                    let found = Found::new(names.clone(), path::join(&path, name(item)), item);
                    if let Some(error) = refusal(name(item), names.len()) {
                        tree.refused.push((found, error));
                    } else if is_folder(item) {
                        tree.folders.push(names.clone());
                        unread.push((names, found.path));
                    } else {
                        tree.files.push(found);
                    }
                }
            }
            let Some((names, path)) = unread.pop() else { return Ok(tree) };
            match self.list(client, &path).await {
                Ok(items) => waiting.push((names, path, items)),
                Err(error) => tree.refused.push((Found { names, path, ..Found::default() }, error)),
            }
        }
    }

    /// Begins to download a file, from a byte on. If the file is another one than that with the tag, it is sent
    /// from its beginning.
    pub(super) async fn open(
        &self,
        client: &Client,
        path: &str,
        from: u64,
        tag: Option<&str>,
    ) -> Result<Download, Error> {
        match self {
            Self::System(id) => begin(client.call(DownloadFile::new(id.clone(), path)), from, tag).await,
            Self::Job(id) => begin(client.call(DownloadJobOutput::new(id.clone(), path)), from, tag).await,
        }
    }
}

/// Why an item is not downloaded.
fn refusal(name: &str, depth: usize) -> Option<Error> {
    let text = if !local::is_name(name) {
        format!("the server calls a file {name:?}, which cannot be the name of a file in the folder")
    } else if depth > DEEPEST {
        format!("the folders are nested more than {DEEPEST} deep; a link may lead in a circle")
    } else {
        return None;
    };
    Some(Error::new(ErrorKind::Decode, text))
}

async fn begin<O: Operation>(call: Call<'_, O>, from: u64, tag: Option<&str>) -> Result<Download, Error> {
    // The length of a compressed answer is not that of the file.
    let call = call.header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    if from == 0 {
        return call.stream().await;
    }
    let range = HeaderValue::try_from(format!("bytes={from}-")).ok();
    let call = range.into_iter().fold(call, |call, range| call.header(header::RANGE, range));
    let tag = tag.and_then(|tag| HeaderValue::try_from(tag).ok());
    let call = tag.into_iter().fold(call, |call, tag| call.header(header::IF_RANGE, tag));
    call.stream().await
}
