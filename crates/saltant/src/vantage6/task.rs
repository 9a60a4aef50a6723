use saltant_core::vantage6::{CreateTask, DeleteTask, GetTask, GetTaskStatus, KillTask, ListTasks};
use saltant_macros::calls;
use saltant_types::vantage6::TaskId;

/// Tasks of a server.
#[derive(Clone, Copy, Debug)]
pub struct Tasks<'c>(pub(super) &'c saltant_http::Client);

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
    create(CreateTask);
    status(id: TaskId) -> GetTaskStatus;
    kill(id: TaskId) -> KillTask;
    delete(id: TaskId) -> DeleteTask;
} }
