use std::collections::BTreeMap;

use saltant_core::vantage6::{CreateTask, GetOrganization, Payload, PayloadError};
use saltant_types::vantage6::{OrganizationId, Run, RunResult, Task};
use serde::de::DeserializeOwned;

use super::{EncryptionError, PrivateKey, PublicKey};
use crate::vantage6::{Client, OrganizationResult, ResultError, TaskResults};

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
    /// that is [sealed](saltant_core::vantage6::Sealed) already is sent as it is.
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
            Ok::<_, EncryptionError>(key.encrypt(input.bytes())?.parse()?)
        })?;
        Ok(self.client.tasks().create(task).await?)
    }

    /// The result of an organization, decrypted. `None` if its run has none.
    pub fn payload(&self, result: &OrganizationResult) -> Result<Option<Payload>, EncryptionError> {
        self.opened(result.wire.as_deref(), result.is_blob)
    }

    /// The result of a run, decrypted. `None` if the run has not ended or has none.
    pub fn result(&self, result: &RunResult) -> Result<Option<Payload>, EncryptionError> {
        self.opened(result.result.as_deref(), result.blob_storage_used == Some(true))
    }

    /// The input of one of the organization's own runs, decrypted.
    pub fn input(&self, run: &Run) -> Result<Payload, EncryptionError> {
        let opened = self.opened(Some(&run.input), run.blob_storage_used == Some(true))?;
        Ok(opened.unwrap_or_default())
    }

    /// Each organization's result, decrypted and read as JSON; an error for the first that has none.
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

    fn opened(&self, wire: Option<&str>, is_blob: bool) -> Result<Option<Payload>, EncryptionError> {
        match wire {
            Some(_) if is_blob => Err(PayloadError::Blob.into()),
            Some(text) => Ok(Some(Payload::new(self.key.decrypt(text)?))),
            None => Ok(None),
        }
    }
}
