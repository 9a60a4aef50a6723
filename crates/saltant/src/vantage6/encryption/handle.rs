use std::collections::BTreeMap;

use saltant_core::vantage6::{CreateTask, GetOrganization, Payload, PayloadError, TaskInput};
use saltant_types::vantage6::{OrganizationId, Run, RunResult, Task};
use serde::de::DeserializeOwned;

use super::{EncryptionError, PrivateKey, PublicKey};
use crate::vantage6::{Client, OrganizationResult, Place, ResultError, TaskResults};

/// What one organization's key can do: encrypt tasks for others, decrypt what comes back.
///
/// There is no integrity: see the [guide](crate::vantage6). What can be read is one's own organization's
/// inputs, and the results of the tasks that it has started.
#[derive(Clone, Debug)]
pub struct Encryption<'c> {
    client: &'c Client,
    key: PrivateKey,
}

impl<'c> Encryption<'c> {
    pub(super) fn new(client: &'c Client, key: PrivateKey) -> Self {
        Self { client, key }
    }

    /// The private key.
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Creates a task in a collaboration or a study, with each organization's input encrypted for it.
    ///
    /// The organizations' public keys are asked for first. If one has none, nothing is created.
    pub async fn create_task(
        &self,
        place: impl Into<Place>,
        task: CreateTask,
    ) -> Result<Task, EncryptionError> {
        let mut task = place.into().of(task);
        let ids: Vec<OrganizationId> = task.organizations.iter().map(|participant| participant.id).collect();
        let organizations = self.client.http().call_all(ids.into_iter().map(GetOrganization::new)).await;
        let mut sealed = Vec::with_capacity(task.organizations.len());
        for (participant, organization) in task.organizations.iter().zip(organizations) {
            let organization = organization?;
            if !organization.has_public_key() {
                return Err(EncryptionError::NoPublicKey { organization: organization.id });
            }
            let key = PublicKey::from_wire(&organization.public_key)?;
            let input = match task.input_of(participant).map_err(saltant_core::Error::from)? {
                TaskInput::Json(value) => Payload::from_json(&value)?,
                TaskInput::Wire(text) => Payload::from_wire(&text)?,
                _ => return Err(PayloadError::Text.into()),
            };
            let mut participant = participant.clone();
            participant.input = Some(TaskInput::Wire(key.encrypt(input.bytes())?));
            sealed.push(participant);
        }
        (task.organizations, task.input) = (sealed, None);
        Ok(self.client.call(task).await?)
    }

    /// What an organization has brought, decrypted; `None` if its run brought none.
    pub fn payload(&self, result: &OrganizationResult) -> Result<Option<Payload>, EncryptionError> {
        self.opened(result.wire.as_deref(), result.is_blob)
    }

    /// A result, decrypted; `None` if there is none yet.
    pub fn result(&self, result: &RunResult) -> Result<Option<Payload>, EncryptionError> {
        self.opened(result.result.as_deref(), result.blob_storage_used == Some(true))
    }

    /// The input of a run of one's own organization, decrypted.
    pub fn input(&self, run: &Run) -> Result<Payload, EncryptionError> {
        let opened = self.opened(Some(&run.input), run.blob_storage_used == Some(true))?;
        Ok(opened.unwrap_or_default())
    }

    /// The value of each organization's result; the first failure ends it.
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
