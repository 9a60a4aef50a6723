use saltant_http::Call;
use saltant_types::vantage6::{Collaboration, CollaborationId, Study, StudyId, TaskId};

use super::{CreateTask, DeleteTask, GetTask, GetTaskStatus, KillTask, ListTasks};

/// Tasks of a server.
#[derive(Clone, Copy, Debug)]
pub struct Tasks<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Tasks<'c> {
    /// Lists tasks, newest first.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::{ListTasks, RunStatus};
    ///
    /// let crashed = ListTasks::new().collaboration(1).status(RunStatus::Crashed);
    /// let mut tasks = client.tasks().list(crashed).items();
    /// while let Some(task) = tasks.next().await {
    ///     println!("{}", task?.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListTasks) -> Call<'c, ListTasks> {
        self.0.call(operation)
    }

    /// Gets the task with an id.
    pub fn get(self, id: impl Into<TaskId>) -> Call<'c, GetTask> {
        self.0.call(GetTask::new(id))
    }

    /// Creates a task in a collaboration or a study, for it has to be in one of them. Inputs go as they are
    /// given: to an encrypted collaboration, create it through `Encryption` (feature `encryption`) instead.
    pub fn create(self, place: impl Into<Place>, operation: CreateTask) -> Call<'c, CreateTask> {
        self.0.call(place.into().of(operation))
    }

    /// Asks where a task stands.
    pub fn status(self, id: impl Into<TaskId>) -> Call<'c, GetTaskStatus> {
        self.0.call(GetTaskStatus::new(id))
    }

    /// Stops a task.
    pub fn kill(self, id: impl Into<TaskId>) -> Call<'c, KillTask> {
        self.0.call(KillTask::new(id))
    }

    /// Deletes a task with its runs and subtasks.
    pub fn delete(self, id: impl Into<TaskId>) -> Call<'c, DeleteTask> {
        self.0.call(DeleteTask::new(id))
    }
}

/// Where a task belongs: a collaboration, or a study within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A collaboration.
    Collaboration(CollaborationId),
    /// A study, which implies its collaboration.
    Study(StudyId),
}

impl Place {
    /// The task, in this place.
    pub(super) fn of(self, task: CreateTask) -> CreateTask {
        match self {
            Self::Collaboration(id) => task.collaboration(id),
            Self::Study(id) => task.study(id),
        }
    }
}

impl From<CollaborationId> for Place {
    fn from(id: CollaborationId) -> Self {
        Self::Collaboration(id)
    }
}

impl From<&Collaboration> for Place {
    fn from(collaboration: &Collaboration) -> Self {
        Self::Collaboration(collaboration.id)
    }
}

impl From<StudyId> for Place {
    fn from(id: StudyId) -> Self {
        Self::Study(id)
    }
}

impl From<&Study> for Place {
    fn from(study: &Study) -> Self {
        Self::Study(study.id)
    }
}
