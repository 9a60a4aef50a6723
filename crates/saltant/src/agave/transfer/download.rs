//! Downloads of files and folders.

use std::io::{Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use http::{StatusCode, header};
use saltant_core::{BoxFuture, Error, ErrorKind};
use saltant_http::{Client, Download};

use super::local::{self, Present};
use super::meter::{FileMeter, Meter};
use super::partial::{Partial, Record};
use super::source::{Found, Look, Source};
use super::{Options, Transferred, TransferredFile};

/// How often a download of a file goes on by itself after a break. Each time, something has to have come.
const RESUMES: usize = 20;

/// What all files have in common.
struct Copying<'t> {
    client: &'t Client,
    from: &'t Source,
    to: &'t Path,
    replace: bool,
}

pub(super) async fn run(
    client: &Client,
    from: &Source,
    path: &str,
    to: &Path,
    options: &Options,
    meter: &Meter,
) -> Result<Vec<TransferredFile>, Error> {
    let mut results = Vec::new();
    let mut files = match from.look(client, path).await? {
        Look::File(found) => vec![found],
        Look::Folder(items) => {
            let tree = from.walk(client, path, items).await?;
            local::make_folders(to, &[])?;
            let folders = tree.folders.iter().filter_map(|names| {
                let failed = local::make_folders(to, names).err()?;
                Some((Found { names: names.clone(), path: names.join("/"), ..Found::default() }, failed))
            });
            let refused: Vec<_> = folders.collect();
            for (found, error) in refused.into_iter().chain(tree.refused) {
                meter.found([None].into_iter());
                results.push(options.done(meter, ended(&found, to.to_owned(), 0, Err(error))));
            }
            tree.files
        }
    };
    files.sort_by(|a, b| a.names.cmp(&b.names));
    meter.found(files.iter().map(|found| found.length));
    let copying = Copying { client, from, to, replace: options.replace };
    let works: Vec<BoxFuture<'_, TransferredFile>> =
        files.into_iter().map(|found| Box::pin(copying.one(found, options, meter)) as _).collect();
    results.extend(options.all(works).await);
    Ok(results)
}

fn ended(
    found: &Found,
    local: PathBuf,
    resumed_from: u64,
    result: Result<Transferred, Error>,
) -> TransferredFile {
    TransferredFile { remote: found.path.clone(), local, length: found.length, resumed_from, result }
}

impl Copying<'_> {
    async fn one(&self, mut found: Found, options: &Options, meter: &Meter) -> TransferredFile {
        let target = local::below(self.to, &found.names);
        let mut resumed_from = 0;
        let result = self.copy(&mut found, &target, &meter.file(), &mut resumed_from).await;
        options.done(meter, ended(&found, target, resumed_from, result))
    }

    async fn copy(
        &self,
        found: &mut Found,
        target: &Path,
        meter: &FileMeter,
        resumed_from: &mut u64,
    ) -> Result<Transferred, Error> {
        match local::look(target, found.length, found.modified)? {
            Present::Same => {
                meter.keep(found.length.unwrap_or(0));
                return Ok(Transferred::Kept);
            }
            Present::Other if !self.replace => return Err(local::exists(target.display())),
            Present::Other | Present::Nothing => {}
        }
        match (found.names.split_last(), target.parent()) {
            (Some((_, above)), _) => local::make_folders(self.to, above)?,
            (None, Some(above)) if !above.as_os_str().is_empty() => local::make_folders(above, &[])?,
            (None, _) => {}
        }
        let record = Record {
            from: self.from.address(self.client, &found.path),
            length: found.length,
            modified: found.modified,
            tag: None,
        };
        let mut partial = Partial::open(target, record)?;
        *resumed_from = partial.length;
        meter.keep(partial.length);
        let mut resumes = 0;
        while partial.length == 0 || Some(partial.length) != partial.record.length {
            let before = partial.length;
            match self.receive(&found.path, &mut partial, meter).await {
                Ok(()) => break,
                Err(error) if error.is_transient() && partial.length > before && resumes < RESUMES => {
                    resumes += 1;
                }
                Err(error) => return Err(error),
            }
        }
        found.length = Some(partial.length);
        if let Some(expected) = partial.record.length.filter(|expected| *expected != partial.length) {
            let text = format!("{expected} bytes should have come, but {} have: try again", partial.length);
            return Err(Error::new(ErrorKind::Decode, text));
        }
        partial.finish(target, self.replace)?;
        Ok(Transferred::Copied)
    }

    /// Receives what is missing. What has come stays in the file also after an error.
    async fn receive(&self, path: &str, partial: &mut Partial, meter: &FileMeter) -> Result<(), Error> {
        let answer = self.open(path, partial, meter).await?;
        if partial.length == 0 {
            let length = answer.length().or(partial.record.length);
            if let Some(length) = length {
                meter.length(partial.record.length, length);
            }
            partial.record.length = length;
            partial.record.tag = tag(&answer);
            partial.save()?;
        }
        let unwritable = |failed| local::error(&partial.path, "cannot be written", failed);
        partial.file.seek(SeekFrom::Start(partial.length)).map_err(unwritable)?;
        let mut file = tokio::fs::File::from_std(partial.file.try_clone().map_err(unwritable)?);
        let (begin, counter) = (partial.length, meter.clone());
        let mut answer = answer.on_progress(move |received, _| counter.set(begin + received));
        let done = answer.write_to(&mut file).await;
        // What was handed to the file is written before this comes back.
        drop(file.into_std().await);
        partial.length = partial.file.metadata().map_err(unwritable)?.len();
        meter.set(partial.length);
        done.map(|_| ())
    }

    /// Asks for what is missing. If the file has changed, or the server knows no ranges, it is the whole file.
    async fn open(&self, path: &str, partial: &mut Partial, meter: &FileMeter) -> Result<Download, Error> {
        let tag = partial.record.tag.clone();
        let answer = self.from.open(self.client, path, partial.length, tag.as_deref()).await;
        let answer = match answer {
            Err(error) if partial.length > 0 && error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => {
                None
            }
            Ok(answer) if partial.length > 0 && !continues(&answer, partial) => {
                Some(answer).filter(|answer| answer.status() != StatusCode::PARTIAL_CONTENT)
            }
            other => return other,
        };
        partial.restart()?;
        meter.set(0);
        match answer {
            Some(answer) => Ok(answer),
            None => self.from.open(self.client, path, 0, None).await,
        }
    }
}

/// Whether an answer is the rest of the file that has begun to come.
fn continues(answer: &Download, partial: &Partial) -> bool {
    let Some(range) = answer.range().and_then(|range| range.strip_prefix("bytes ")) else { return false };
    let Some((part, length)) = range.split_once('/') else { return false };
    let begin = part.split('-').next().and_then(|begin| begin.trim().parse().ok());
    let is_same_length = length == "*" || length.trim().parse().ok() == partial.record.length;
    let is_same_tag =
        partial.record.tag.is_none() || tag(answer).is_none_or(|tag| Some(tag) == partial.record.tag);
    answer.status() == StatusCode::PARTIAL_CONTENT
        && begin == Some(partial.length)
        && is_same_length
        && is_same_tag
}

/// The server's mark of the content. A weak one does not stand for the same bytes.
fn tag(answer: &Download) -> Option<String> {
    let tag = answer.headers().get(header::ETAG)?.to_str().ok()?;
    (!tag.starts_with("W/")).then(|| tag.to_owned())
}
