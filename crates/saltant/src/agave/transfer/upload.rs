//! Uploads of files and folders.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http_body::{Frame, SizeHint};
use saltant_core::wait::Step;
use saltant_core::{Body, BoxError, BoxFuture, Bytes, Error, ErrorKind};
use saltant_http::{Client, file_body};
use saltant_types::Timestamp;
use saltant_types::agave::{FileAction, RemoteFile, SystemId};

use super::meter::{FileMeter, Meter};
use super::source::{self, Look, Source};
use super::{Options, Transferred, TransferredFile, local, path};
use crate::agave::{ImportFile, ManageFile, NamedUpload};

/// How long a server may take until an uploaded file is in its folder.
const SETTLE: Duration = Duration::from_secs(120);

/// How far the clocks of this machine and the server, and the precision of their times, may be apart.
const TICK: Duration = Duration::from_secs(2);

/// A file that is to be uploaded.
struct LocalFile {
    path: PathBuf,
    length: u64,
    modified: Option<Timestamp>,
    folder: String,
    name: String,
    /// What has the name on the server.
    there: Option<RemoteFile>,
}

/// What is to be uploaded, and what cannot be.
#[derive(Default)]
struct Plan {
    files: Vec<LocalFile>,
    refused: Vec<(PathBuf, String, Error)>,
}

struct Copying<'t> {
    client: &'t Client,
    system: &'t SystemId,
    replace: bool,
}

pub(super) async fn run(
    client: &Client,
    from: &Path,
    system: &SystemId,
    to: &str,
    options: &Options,
    meter: &Meter,
) -> Result<Vec<TransferredFile>, Error> {
    let copying = Copying { client, system, replace: options.replace };
    let plan = copying.plan(from, to).await?;
    let mut results = Vec::new();
    for (local, remote, error) in plan.refused {
        meter.found([None].into_iter());
        let file = TransferredFile { remote, local, length: None, resumed_from: 0, result: Err(error) };
        results.push(options.done(meter, file));
    }
    meter.found(plan.files.iter().map(|file| Some(file.length)));
    let works: Vec<BoxFuture<'_, TransferredFile>> =
        plan.files.into_iter().map(|file| Box::pin(copying.one(file, options, meter)) as _).collect();
    results.extend(options.all(works).await);
    Ok(results)
}

/// Makes a folder, and those above it.
pub(super) async fn make_folder(client: &Client, system: &SystemId, path: &str) -> Result<(), Error> {
    Copying { client, system, replace: false }.folder(path).await.map(drop)
}

fn unreadable(path: &Path, failed: io::Error) -> Error {
    Error::new(ErrorKind::Usage, format!("{} cannot be read: {failed}", path.display())).with_source(failed)
}

impl Copying<'_> {
    /// Makes the folders, and finds the files with what is in their places.
    async fn plan(&self, from: &Path, to: &str) -> Result<Plan, Error> {
        let found = fs::metadata(from).map_err(|failed| unreadable(from, failed))?;
        let mut plan = Plan::default();
        if !found.is_dir() {
            let (folder, name) = path::split(to);
            if name.is_empty() {
                return Err(Error::new(ErrorKind::Usage, "the path of a file on the system needs a name"));
            }
            let items = self.folder(folder).await?;
            let there = items.into_iter().find(|item| source::name(item) == name);
            plan.add(from.to_owned(), folder, name.to_owned(), &found, there);
            return Ok(plan);
        }
        let items = self.folder(to).await?;
        let mut folders = vec![(from.to_owned(), to.to_owned(), items)];
        while let Some((local, remote, items)) = folders.pop() {
            let mut there: BTreeMap<String, RemoteFile> =
                items.into_iter().map(|item| (source::name(&item).to_owned(), item)).collect();
            let entries = fs::read_dir(&local).and_then(Iterator::collect::<io::Result<Vec<_>>>);
            let mut entries = match entries {
                Ok(entries) => entries,
                Err(failed) => {
                    let error = unreadable(&local, failed);
                    plan.refused.push((local, remote, error));
                    continue;
                }
            };
            entries.sort_by_key(fs::DirEntry::file_name);
            for entry in entries {
                let path = entry.path();
                let shown = entry.file_name().to_string_lossy().into_owned();
                let below = path::join(&remote, &shown);
                match look(&entry) {
                    Ok((name, found)) if found.is_dir() => match there.remove(&name) {
                        Some(item) if !source::is_folder(&item) => {
                            let text =
                                format!("{below} is a file on the server, and is not replaced by a folder");
                            plan.refused.push((path, below, Error::new(ErrorKind::Usage, text)));
                        }
                        known => {
                            let items = if known.is_some() {
                                self.folder(&below).await
                            } else {
                                self.make(&below).await
                            };
                            match items {
                                Ok(items) => folders.push((path, below, items)),
                                Err(error) => plan.refused.push((path, below, error)),
                            }
                        }
                    },
                    Ok((name, found)) => {
                        let item = there.remove(&name);
                        plan.add(path, &remote, name, &found, item);
                    }
                    Err(error) => plan.refused.push((path, below, error)),
                }
            }
        }
        Ok(plan)
    }

    /// The items in a folder, which is made if it does not exist.
    async fn folder(&self, path: &str) -> Result<Vec<RemoteFile>, Error> {
        match Source::System(self.system.clone()).look(self.client, path).await {
            Ok(Look::Folder(items)) => Ok(items),
            Ok(Look::File(_)) => {
                let text = format!("{path} is a file on the server, not a folder");
                Err(Error::new(ErrorKind::Usage, text))
            }
            Err(error) if error.is_not_found() && !path::split(path).1.is_empty() => {
                Box::pin(self.folder(path::split(path).0)).await?;
                self.make(path).await
            }
            Err(error) => Err(error),
        }
    }

    /// Makes a folder, which has no items then.
    async fn make(&self, path: &str) -> Result<Vec<RemoteFile>, Error> {
        let (above, name) = path::split(path);
        let make = ManageFile::new(self.system.clone(), above, FileAction::Mkdir).path(name);
        self.client.call(make).await?;
        Ok(Vec::new())
    }

    async fn one(&self, file: LocalFile, options: &Options, meter: &Meter) -> TransferredFile {
        let result = self.copy(&file, &meter.file()).await;
        let file = TransferredFile {
            remote: path::join(&file.folder, &file.name),
            local: file.path,
            length: Some(file.length),
            resumed_from: 0,
            result,
        };
        options.done(meter, file)
    }

    async fn copy(&self, file: &LocalFile, meter: &FileMeter) -> Result<Transferred, Error> {
        let remote = path::join(&file.folder, &file.name);
        match &file.there {
            Some(there) if source::is_folder(there) => {
                let text = format!("{remote} is a folder on the server, and is not replaced by a file");
                return Err(Error::new(ErrorKind::Usage, text));
            }
            Some(there) if file.is_same(there) => {
                meter.keep(file.length);
                return Ok(Transferred::Kept);
            }
            Some(_) if !self.replace => return Err(local::exists(remote)),
            _ => {}
        }
        let body = file_body(&file.path).await.map_err(|failed| unreadable(&file.path, failed))?;
        let meter = meter.clone();
        let body = Body::replayable(move || Counted { body: body.clone(), meter: meter.clone(), sent: 0 });
        let header = file.name.replace(|c: char| c.is_control() || matches!(c, '"' | '\\'), "_");
        let upload = NamedUpload::new(header.as_str(), body);
        let import = ImportFile::new(self.system.clone(), file.folder.as_str()).file_to_upload(upload);
        // Not every name can be written in the header of a part.
        let import = if header == file.name { import } else { import.file_name(file.name.as_str()) };
        match self.client.call(import).await {
            Ok(_) => self.settle(&remote, file.length).await?,
            // The server may have stored the file before the connection broke.
            Err(error) if error.kind() == ErrorKind::OutcomeUnknown && file.there.is_none() => {
                if !self.has(&remote, file.length).await.unwrap_or(false) {
                    return Err(error);
                }
            }
            Err(error) => return Err(error),
        }
        Ok(Transferred::Copied)
    }

    /// Whether the file is there with this length.
    async fn has(&self, path: &str, length: u64) -> Result<bool, Error> {
        match Source::System(self.system.clone()).look(self.client, path).await {
            Ok(Look::File(found)) => Ok(found.length.is_none_or(|there| there == length)),
            Ok(Look::Folder(_)) => Ok(false),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Waits until the file is there with its length: the service may store it after its answer.
    async fn settle(&self, path: &str, length: u64) -> Result<(), Error> {
        let mut policy = self.client.wait_policy();
        policy.deadline = policy.deadline.min(SETTLE);
        let mut schedule = self.client.poll_schedule(policy)?;
        loop {
            let step = match self.has(path, length).await {
                Ok(true) => return Ok(()),
                Ok(false) => schedule.in_progress(),
                Err(error) => match schedule.failed(&error) {
                    Step::GiveUp | Step::Deadline => return Err(error),
                    step @ Step::Pause(_) => step,
                },
            };
            let Step::Pause(pause) = step else {
                let text = format!("{path} was sent, but is not on the server with its {length} bytes yet");
                return Err(Error::new(ErrorKind::Deadline, text));
            };
            self.client.clock().sleep(pause).await;
        }
    }
}

/// The name of an entry of a folder, and what it is. Links to folders might lead in a circle.
fn look(entry: &fs::DirEntry) -> Result<(String, fs::Metadata), Error> {
    let path = entry.path();
    let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
    let found = fs::metadata(&path).map_err(|failed| unreadable(&path, failed))?;
    let refused = |what: &str| Error::new(ErrorKind::Usage, format!("{} {what}", path.display()));
    if found.is_dir() && is_link {
        return Err(refused("is a link to a folder, and is left out"));
    }
    if !found.is_dir() && !found.is_file() {
        return Err(refused("is neither a file nor a folder, and is left out"));
    }
    let name = entry.file_name().into_string().map_err(|_| refused("has a name that is not UTF-8"))?;
    Ok((name, found))
}

impl Plan {
    fn add(
        &mut self,
        path: PathBuf,
        folder: &str,
        name: String,
        found: &fs::Metadata,
        there: Option<RemoteFile>,
    ) {
        let since = found.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let modified = since.and_then(|since| i64::try_from(since.as_micros()).ok());
        let modified = modified.and_then(|time| Timestamp::from_microsecond(time).ok());
        let folder = folder.to_owned();
        self.files.push(LocalFile { path, length: found.len(), modified, folder, name, there });
    }
}

impl LocalFile {
    /// Whether the server's file has the same length and is not older.
    fn is_same(&self, there: &RemoteFile) -> bool {
        let is_older = match (self.modified, there.last_modified) {
            (Some(here), Some(there)) => here.since(there) > TICK,
            _ => true,
        };
        there.length == Some(self.length) && !is_older
    }
}

/// A body that counts what is sent of it.
struct Counted {
    body: Body,
    meter: FileMeter,
    sent: u64,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if let Some(piece) = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()) {
            self.sent += piece.len() as u64;
            self.meter.set(self.sent);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
