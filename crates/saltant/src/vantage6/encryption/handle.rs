use std::collections::BTreeMap;

use saltant_core::vantage6::{CreateTask, GetOrganization, Payload, PayloadError, TaskInput};
use saltant_types::vantage6::{OrganizationId, Run, Task};
use serde::de::DeserializeOwned;

use super::{EncryptionError, PrivateKey, PublicKey};
use crate::vantage6::{Client, Content, OrganizationResult, ResultError, Stored, TaskResults};

/// Encryption with one organization's key: of tasks for others, and of what comes back.
///
/// It decrypts the inputs of the organization's own runs, and the results of the tasks that the organization
/// created. Messages have no integrity check.
#[derive(Clone, Debug)]
pub struct Encryption {
    client: Client,
    key: PrivateKey,
}

impl Encryption {
    pub(super) fn new(client: Client, key: PrivateKey) -> Self {
        Self { client, key }
    }

    /// The organization's private key.
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Creates a task with each organization's input encrypted for it.
    ///
    /// The organizations' public keys come from the server. If one has none, the task is not sent. An input
    /// that is [sealed](saltant_core::vantage6::Sealed) already is sent as it is. A [stream](TaskInput::Stream) is
    /// encrypted while it is uploaded.
    ///
    /// # Errors
    ///
    /// [`NoPublicKey`](EncryptionError::NoPublicKey) if an organization has no key, [`Key`](EncryptionError::Key)
    /// if its key cannot be used, and [`Request`](EncryptionError::Request) with the errors of the calls. Unless
    /// the create itself failed, no task was sent.
    pub async fn create_task(&self, task: CreateTask) -> Result<Task, EncryptionError> {
        let mut keys = BTreeMap::new();
        let organizations = task.in_clear().map(GetOrganization::new);
        for organization in self.client.http().call_all(organizations).await {
            let organization = organization?;
            if !organization.has_public_key() {
                return Err(EncryptionError::NoPublicKey { organization: organization.id });
            }
            keys.insert(organization.id, PublicKey::from_wire(&organization.public_key)?);
        }
        let task = task.sealed(|organization, input| {
            let key = keys.get(&organization).ok_or(EncryptionError::NoPublicKey { organization })?;
            Ok::<_, EncryptionError>(match input {
                TaskInput::Clear(payload) => TaskInput::Sealed(key.encrypt(payload.bytes())?.parse()?),
                TaskInput::Stream(content) => TaskInput::SealedStream(key.encrypt_body(&content)),
                other => other,
            })
        })?;
        Ok(self.client.tasks().create(task).await?)
    }

    /// The result of an organization, decrypted. `None` if its run has none.
    ///
    /// # Errors
    ///
    /// [`Decrypt`](EncryptionError::Decrypt) if the result is for another key or was changed, and
    /// [`Payload`](EncryptionError::Payload) if it is a blob that was not read.
    pub fn payload(&self, result: &OrganizationResult) -> Result<Option<Payload>, EncryptionError> {
        result.decrypted(&self.key)
    }

    /// The content of a result, decrypted. Nothing is sent unless the server stores it as a blob.
    ///
    /// It takes a [`RunResult`](crate::vantage6::RunResult) or an [`OrganizationResult`].
    ///
    /// # Errors
    ///
    /// [`Decode`](saltant_core::ErrorKind::Decode) if it cannot be decrypted,
    /// [`TooLarge`](saltant_core::ErrorKind::TooLarge) if a blob is longer than the limit, and the errors of a
    /// call.
    pub fn content(&self, result: impl Into<Stored>) -> Content<'_> {
        Content::new(self.client.http(), result).with_key(self.key.clone())
    }

    /// The input of one of the organization's own runs, decrypted. Nothing is sent unless the server stores it as a
    /// blob.
    ///
    /// # Errors
    ///
    /// [`Decode`](saltant_core::ErrorKind::Decode) if it cannot be decrypted,
    /// [`TooLarge`](saltant_core::ErrorKind::TooLarge) if a blob is longer than the limit, and the errors of a
    /// call.
    pub fn input(&self, run: &Run) -> Content<'_> {
        self.content(run)
    }

    /// Each organization's result, decrypted and read as JSON; an error for the first that has none.
    ///
    /// # Errors
    ///
    /// [`Result`](EncryptionError::Result) if a run has not ended, failed or has no result; otherwise as
    /// [`payload`](Self::payload), and [`Payload`](EncryptionError::Payload) if it is not this JSON.
    pub fn json<T: DeserializeOwned>(
        &self,
        results: &TaskResults,
    ) -> Result<BTreeMap<OrganizationId, T>, EncryptionError> {
        let value = |result: &OrganizationResult| {
            let organization = result.checked()?.organization;
            let missing = ResultError::Missing { organization };
            Ok((organization, self.payload(result)?.ok_or(missing)?.json()?))
        };
        results.results.iter().map(value).collect()
    }
}

impl OrganizationResult {
    /// The result, decrypted. `None` if the run has none.
    ///
    /// # Errors
    ///
    /// [`Decrypt`](EncryptionError::Decrypt) if the result is for another key or was changed, and
    /// [`Payload`](EncryptionError::Payload) if it is a blob that was not read.
    pub fn decrypted(&self, key: &PrivateKey) -> Result<Option<Payload>, EncryptionError> {
        let content = match (&self.wire, &self.blob) {
            (None, _) => return Ok(None),
            (Some(_), Some(blob)) => key.decrypt_blob(blob)?,
            (Some(_), None) if self.is_blob => return Err(PayloadError::Blob.into()),
            (Some(text), None) => key.decrypt(text)?,
        };
        Ok(Some(Payload::new(content)))
    }
}
