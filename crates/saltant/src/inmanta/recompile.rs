use std::future::IntoFuture;

use saltant_core::inmanta::{GetCompile, ListCompiles, v1};
use saltant_core::wait::{WaitError, WaitPolicy};
use saltant_core::{BoxFuture, Error, ErrorKind};
use saltant_types::inmanta::{CompileDetails, CompileId};
use saltant_types::{Map, Uuid, Value};

use super::EnvironmentClient;

/// The field of a compile's metadata that tells the compile of this request from others.
const MARK: &str = "request";

/// How many of the newest compiles are searched for the one that was requested.
const NEWEST: i64 = 100;

/// A request for a compile and the wait for it: see
/// [`EnvironmentClient::recompile_and_wait`].
#[derive(Clone, Debug)]
#[must_use = "it does nothing until it is awaited"]
pub struct Recompile<'c> {
    environment: &'c EnvironmentClient,
    update: Option<bool>,
    message: Option<String>,
    policy: WaitPolicy,
}

impl EnvironmentClient {
    /// Requests a compile of the model and waits until it has ended. A failure is an error with the compile in it;
    /// its line says which step failed, and why.
    ///
    /// The compile is the one of this request, also if others are requested at the same time.
    ///
    /// ```no_run
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient) -> Result<(), saltant::Error> {
    /// let compile = environment.recompile_and_wait().update(true).message("nightly").await?;
    /// println!("made version {:?}", compile.version);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`WaitError::Failed`](crate::WaitError::Failed) with the compile if it has failed,
    /// [`WaitError::Poll`](crate::WaitError::Poll) if it cannot be requested, and those of a wait.
    pub fn recompile_and_wait(&self) -> Recompile<'_> {
        Recompile { environment: self, update: None, message: None, policy: self.http().wait_policy() }
    }
}

impl Recompile<'_> {
    /// Sets whether the model's sources are updated first; the server's default is true.
    pub fn update(mut self, update: bool) -> Self {
        self.update = Some(update);
        self
    }

    /// Sets the reason that people are shown.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Sets how often to poll and how long to wait.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Requests the compile, and finds it.
    async fn request(&self) -> Result<CompileId, Error> {
        let mark = Uuid::from_u128(fastrand::u128(..)).to_string();
        let mut metadata = Map::new();
        metadata.insert(MARK.to_owned(), Value::from(mark.as_str()));
        metadata.extend(self.message.clone().map(|message| ("message".to_owned(), Value::from(message))));
        let mut request = v1::NotifyChange::new(self.environment.id()).metadata(metadata);
        request.update = self.update;
        let answer = self.environment.call(request).with_response().await?;
        let newest = self.environment.call(ListCompiles::new().limit(NEWEST)).await?;
        let own = newest
            .data
            .into_iter()
            .find(|compile| compile.metadata.get(MARK) == Some(&Value::from(mark.as_str())));
        own.map(|compile| compile.id).ok_or_else(|| {
            let why = if answer.warnings.is_empty() {
                "the compile that was requested is not in the list".to_owned()
            } else {
                answer.warnings.join("; ")
            };
            Error::new(ErrorKind::WaitFailed, why)
        })
    }
}

impl<'c> IntoFuture for Recompile<'c> {
    type Output = Result<CompileDetails, WaitError<CompileDetails>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let id = self.request().await?;
            let wait = self.environment.compiles().wait_until_successful(id);
            let wait: saltant_http::Waiting<'_, GetCompile> = wait.policy(self.policy);
            wait.await
        })
    }
}
