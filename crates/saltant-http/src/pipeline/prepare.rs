use std::borrow::Cow;
use std::time::Duration;

use http::HeaderMap;
use saltant_core::{
    Answer, BaseUrl, Body, BoxFuture, Bytes, Error, ErrorKind, Metadata, Operation, Question,
};

use super::parts::Parts;
use super::shared::Executor;
use super::time::CallTime;
use super::{Prepared, Sent};
use crate::settings::Settings;

impl<'c> Executor<'c> {
    /// Stages 1 and 2. What is rarely needed is boxed, so that the future of a call is small.
    pub(crate) async fn prepare<O: Operation>(
        self,
        operation: &O,
        headers: &HeaderMap,
        settings: &'c Settings,
    ) -> Result<Prepared<'c>, Error> {
        let metadata = operation.metadata();
        let mut started = self.shared.clock.now();
        let base = match self.part(metadata) {
            None => Cow::Borrowed(&self.view.base),
            Some((part, parts)) => Box::pin(self.address(metadata, part, parts, settings, started)).await?,
        };
        if self.view.known.question(operation)?.is_some() {
            Box::pin(self.ask(operation, &base, settings, started)).await?;
        }
        let uploads = self.view.known.uploads(operation)?;
        let request = match uploads.last() {
            None => encode(operation, &base, headers)?,
            Some(last) => {
                let sent = Box::pin(self.upload(&uploads, &base, settings, started)).await?;
                if settings.own_total().is_none() {
                    // Only the caller can know how long the uploads may take.
                    started = self.shared.clock.now();
                }
                let answers: Vec<Answer> = sent.iter().map(|sent| sent.answer.clone()).collect();
                let whole = operation.uploaded(&answers).map_err(|error| {
                    let answer = answers.last().cloned().unwrap_or_default();
                    let secrets = sent.last().map(|sent| sent.secrets.clone()).unwrap_or_default();
                    secrets.mask(last.metadata().unreadable(&answer, error))
                });
                encode(&whole?, &base, headers)?
            }
        };
        Ok(Prepared { executor: self, metadata, request, settings, started, is_renewal: false })
    }

    /// The request as it would be sent, if its address is known without asking the service.
    pub(crate) fn preview<O: Operation>(
        self,
        operation: &O,
        headers: &HeaderMap,
    ) -> Result<http::Request<Body>, Error> {
        self.view.known.question(operation)?;
        let metadata = operation.metadata();
        if !self.view.known.uploads(operation)?.is_empty() {
            let text = "the request names what is uploaded before it, so it is known only when it is sent";
            return Err(Error::new(ErrorKind::Usage, text).with_operation(metadata.name));
        }
        let base = match self.part(metadata) {
            None => Cow::Borrowed(&self.view.base),
            Some((part, parts)) => {
                let base = parts.directory.base(part).ok_or_else(|| {
                    let text =
                        format!("the address of `{part}` is not known before the first call that needs it");
                    Error::new(ErrorKind::Usage, text).with_operation(metadata.name)
                })?;
                Cow::Owned(base)
            }
        };
        let mut request = encode(operation, &base, headers)?;
        self.sign(metadata, &mut request)?;
        Ok(request)
    }

    /// Stage 1. Asking is a part of the call's time.
    async fn ask<O: Operation>(
        self,
        operation: &O,
        base: &BaseUrl,
        settings: &'c Settings,
        started: Duration,
    ) -> Result<(), Error> {
        let send = |question: &Question| -> Result<BoxFuture<'c, Result<Sent<Bytes>, Error>>, Error> {
            let (metadata, request) = (question.metadata(), question.to_request(base)?);
            let prepared =
                Prepared { executor: self, metadata, request, settings, started, is_renewal: false };
            Ok(prepared.boxed_answer())
        };
        let time = CallTime::new(&*self.shared.clock, started, settings.timeouts.total);
        time.limit(self.view.known.ask(operation, send)).await.flatten()
    }

    /// Stage 1. The answers to what is uploaded before the operation.
    async fn upload(
        self,
        uploads: &[Question],
        base: &BaseUrl,
        settings: &'c Settings,
        started: Duration,
    ) -> Result<Vec<Sent<Bytes>>, Error> {
        let mut answers = Vec::with_capacity(uploads.len());
        for upload in uploads {
            let (metadata, request) = (upload.metadata(), upload.to_request(base)?);
            let prepared =
                Prepared { executor: self, metadata, request, settings, started, is_renewal: false };
            let sent = prepared.boxed_answer().await?;
            sent.teach(upload, &self.view.known.facts)?;
            answers.push(sent);
        }
        Ok(answers)
    }

    /// Stage 1. Asking the directory is a part of the call's time.
    async fn address(
        self,
        metadata: &'static Metadata,
        part: &'static str,
        parts: &'c Parts,
        settings: &'c Settings,
        started: Duration,
    ) -> Result<Cow<'c, BaseUrl>, Error> {
        let ask = move || -> BoxFuture<'c, Result<(), Error>> {
            Box::pin(async move {
                let (metadata, request) = parts.directory.question(&self.view.base)?;
                let question =
                    Prepared { executor: self, metadata, request, settings, started, is_renewal: false };
                question.boxed_answer().await.map(drop)
            })
        };
        let time = CallTime::new(&*self.shared.clock, started, settings.timeouts.total);
        let base = time.limit(parts.find(part, ask)).await.flatten().map_err(|error| {
            let is_named = error.operation().is_some();
            if is_named { error } else { error.with_operation(metadata.name) }
        })?;
        Ok(Cow::Owned(base))
    }
}

/// Stage 2. Headers of the call replace those of the operation.
fn encode<O: Operation>(
    operation: &O,
    base: &BaseUrl,
    headers: &HeaderMap,
) -> Result<http::Request<Body>, Error> {
    let mut request = operation.to_request(base)?;
    for (name, value) in headers {
        request.headers_mut().insert(name, value.clone());
    }
    Ok(request)
}
