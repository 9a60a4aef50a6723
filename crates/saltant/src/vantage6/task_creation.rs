use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::sync::{Mutex, PoisonError};

use saltant_core::vantage6::{CreateTask, GetCollaboration, GetStudy};
use saltant_core::{BoxFuture, Error, ErrorKind};
use saltant_http::Call;
use saltant_types::vantage6::{Collaboration, CollaborationId, StudyId, Task};

use super::client::Client;

/// The creation of a task. It begins when it is awaited.
#[derive(Clone, Debug)]
#[must_use = "a task is created when this is awaited"]
pub struct TaskCreation<'c> {
    client: &'c Client,
    task: CreateTask,
}

impl<'c> TaskCreation<'c> {
    pub(super) fn new(client: &'c Client, task: CreateTask) -> Self {
        Self { client, task }
    }

    /// Sends the inputs as they are, even if the collaboration is encrypted. The collaboration is not looked
    /// up.
    pub fn unencrypted(self) -> Call<'c, CreateTask> {
        self.client.call(self.task)
    }

    /// Whether the task's collaboration is encrypted.
    async fn is_encrypted(&self) -> Result<bool, Error> {
        let place = match (self.task.collaboration, self.task.study) {
            (Some(id), _) => Place::Collaboration(id),
            (None, Some(id)) => Place::Study(id),
            // The operation refuses this before it is sent.
            (None, None) => return Ok(false),
        };
        if let Some(known) = self.client.encrypted().get(place) {
            return Ok(known);
        }
        let collaboration = match place {
            Place::Collaboration(id) => id,
            Place::Study(id) => self.client.call(GetStudy::new(id)).await?.collaboration.id,
        };
        let collaboration = self.client.call(GetCollaboration::new(collaboration)).await?;
        self.client.encrypted().put(place, collaboration.encrypted);
        Ok(collaboration.encrypted)
    }
}

impl<'c> IntoFuture for TaskCreation<'c> {
    type Output = Result<Task, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let in_clear = self.task.in_clear().next();
            if let (Some(organization), true) = (in_clear, in_clear.is_some() && self.is_encrypted().await?) {
                let text = format!(
                    "the collaboration is encrypted, and the input of organization {organization} is not: \
                     create the task with `Encryption::create_task`, or say `unencrypted()`"
                );
                return Err(Error::new(ErrorKind::Usage, text).with_operation("vantage6.task.create"));
            }
            self.client.call(self.task).await
        })
    }
}

/// Where a task belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Collaboration(CollaborationId),
    Study(StudyId),
}

/// Which collaborations are encrypted, as far as the client has asked.
#[derive(Debug, Default)]
pub(super) struct Encrypted(Mutex<BTreeMap<Place, bool>>);

impl Encrypted {
    fn get(&self, place: Place) -> Option<bool> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&place).copied()
    }

    fn put(&self, place: Place, encrypted: bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(place, encrypted);
    }

    /// Remembers a collaboration that was fetched for another purpose.
    pub(super) fn remember(&self, collaboration: &Collaboration) {
        self.put(Place::Collaboration(collaboration.id), collaboration.encrypted);
    }
}
