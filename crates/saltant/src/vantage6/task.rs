use saltant_core::vantage6::{CreateTask, DeleteTask, GetTask, GetTaskStatus, KillTask, ListTasks};
use saltant_macros::calls;
use saltant_types::vantage6::TaskId;

use super::client::Client;
use super::task_creation::TaskCreation;

/// Tasks of a server.
#[derive(Clone, Copy, Debug)]
pub struct Tasks<'c>(pub(super) &'c Client);

calls! { vantage6, impl<'c> Tasks<'c> via self.0 {
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
    list(ListTasks);
    get(id: TaskId) -> GetTask;
    status(id: TaskId) -> GetTaskStatus;
    kill(id: TaskId) -> KillTask;
    delete(id: TaskId) -> DeleteTask;
} }

impl<'c> Tasks<'c> {
    /// Creates a task, unless that would send an input unencrypted to an encrypted collaboration.
    ///
    /// For a task with an input that is not encrypted, the client first asks whether the collaboration is
    /// encrypted, and remembers the answer. If it is, the call fails with kind
    /// [`Usage`](saltant_core::ErrorKind::Usage) and the task is not sent. To encrypt the inputs, create the
    /// task with `Encryption::create_task` (feature `encryption`).
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::CreateTask;
    /// use serde_json::json;
    ///
    /// let task = CreateTask::new("harbor.example.org/average:1", [2, 3])
    ///     .collaboration(1)
    ///     .input(json!({"method": "average", "kwargs": {"column": "age"}}));
    /// let task = client.tasks().create(task).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(self, operation: CreateTask) -> TaskCreation<'c> {
        TaskCreation::new(self.0, operation)
    }
}
