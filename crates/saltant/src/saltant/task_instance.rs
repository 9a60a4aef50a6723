use std::marker::PhantomData;

use saltant_http::{Call, CallAll, WaitStatus, Waiting};
use saltant_types::Uuid;

use super::{
    Batch, Class, CloneTaskInstance, CreateTaskInstance, GetTaskInstance, ListTaskInstances, SubmitOnce,
    TaskInstance, TaskInstanceId, TaskState, TerminateTaskInstance, Tracked, UpdateTaskInstanceStatus,
    WaitMany,
};

/// Task instances of one class on a server.
#[derive(Clone, Copy, Debug)]
pub struct TaskInstances<'c, K: Class>(&'c saltant_http::Client, PhantomData<K>);

impl<'c, K: Class> TaskInstances<'c, K> {
    pub(super) fn new(client: &'c saltant_http::Client) -> Self {
        Self(client, PhantomData)
    }

    /// Lists task instances, newest first.
    pub fn list(self, operation: ListTaskInstances<K>) -> Call<'c, ListTaskInstances<K>> {
        self.0.call(operation)
    }

    /// Gets the task instance with a UUID.
    pub fn get(self, uuid: impl Into<TaskInstanceId<K>>) -> Call<'c, GetTaskInstance<K>> {
        self.0.call(GetTaskInstance::new(uuid))
    }

    /// Creates a task instance: a run of a task type on a queue.
    pub fn create(self, operation: CreateTaskInstance<K>) -> Call<'c, CreateTaskInstance<K>> {
        self.0.call(operation)
    }

    /// Creates a task instance so that a broken connection does not run the job twice: where the outcome is
    /// unknown, it is looked for by a mark in its name before anything is sent again.
    pub fn submit_once(self, operation: CreateTaskInstance<K>) -> SubmitOnce<'c, K> {
        SubmitOnce::new(self.0, operation)
    }

    /// Creates many task instances, some at a time, with a result each.
    pub fn create_many(
        self,
        operations: impl IntoIterator<Item = CreateTaskInstance<K>>,
    ) -> CallAll<'c, CreateTaskInstance<K>> {
        self.0.call_all(operations)
    }

    /// Clones a task instance: same type, queue, arguments and name, owned by the caller.
    pub fn clone_instance(self, uuid: impl Into<TaskInstanceId<K>>) -> Call<'c, CloneTaskInstance<K>> {
        self.0.call(CloneTaskInstance::new(uuid))
    }

    /// Clones many task instances, some at a time, with a result each.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::Client, failed: Vec<saltant::TaskInstance<saltant::Executable>>) {
    /// let clones = client.executable_task_instances().clone_many(&failed).concurrency(4).await;
    /// for (job, clone) in failed.iter().zip(clones) {
    ///     match clone {
    ///         Ok(clone) => println!("{} runs again as {}", job.uuid, clone.uuid),
    ///         Err(error) => println!("{}: {error}", job.uuid),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn clone_many<I>(self, uuids: impl IntoIterator<Item = I>) -> CallAll<'c, CloneTaskInstance<K>>
    where
        I: Into<TaskInstanceId<K>>,
    {
        self.0.call_all(uuids.into_iter().map(CloneTaskInstance::new))
    }

    /// Asks for a task instance to be terminated; wait for its state to change.
    pub fn terminate(self, uuid: impl Into<TaskInstanceId<K>>) -> Call<'c, TerminateTaskInstance<K>> {
        self.0.call(TerminateTaskInstance::new(uuid))
    }

    /// Asks for many task instances to be terminated, some at a time, with a result each.
    pub fn terminate_many<I>(
        self,
        uuids: impl IntoIterator<Item = I>,
    ) -> CallAll<'c, TerminateTaskInstance<K>>
    where
        I: Into<TaskInstanceId<K>>,
    {
        self.0.call_all(uuids.into_iter().map(TerminateTaskInstance::new))
    }

    /// Stores the state of a task instance, as a worker does. The server checks neither who asks nor
    /// whether the state makes sense.
    pub fn update_status(
        self,
        uuid: impl Into<Uuid>,
        state: impl Into<TaskState>,
    ) -> Call<'c, UpdateTaskInstanceStatus> {
        self.0.call(UpdateTaskInstanceStatus::new(uuid, state))
    }

    /// Waits until a task instance has finished, in whatever way: look at its state.
    ///
    /// It gives up after an hour, because a real server leaves about one job in 350 unfinished for ever.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::Client, uuid: saltant::Uuid) -> Result<(), saltant::Error> {
    /// use std::time::Duration;
    ///
    /// let instances = client.executable_task_instances();
    /// let job = instances.wait_until_finished(uuid).deadline(Duration::from_secs(600)).await?;
    /// println!("{} after all", job.state);
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_until_finished(self, uuid: impl Into<TaskInstanceId<K>>) -> Waiting<'c, GetTaskInstance<K>> {
        self.get(uuid).wait_until(look)
    }

    /// Waits until a task instance is successful; that it has failed or was terminated is an error, with the
    /// instance in it.
    pub fn wait_until_successful(
        self,
        uuid: impl Into<TaskInstanceId<K>>,
    ) -> Waiting<'c, GetTaskInstance<K>> {
        self.get(uuid).wait_until(|instance| match &instance.state {
            state if state.is_failure() => WaitStatus::Failed(state.to_string()),
            _ => look(instance),
        })
    }

    /// Waits for many task instances, as a create or a list has given them: each comes when it has finished.
    ///
    /// The server is asked for pages of instances, not for each one.
    pub fn wait_many(self, instances: impl IntoIterator<Item = TaskInstance<K>>) -> WaitMany<'c, K> {
        WaitMany::new(self.0, instances.into_iter().collect())
    }

    /// Waits for many task instances of which only the UUIDs are known: each comes when it has finished.
    ///
    /// When they were created is found out first, in a walk through the list of all instances.
    pub fn wait_many_by_uuid<I>(self, uuids: impl IntoIterator<Item = I>) -> WaitMany<'c, K>
    where
        I: Into<TaskInstanceId<K>>,
    {
        WaitMany::from_batch(self.0, Batch::new(uuids.into_iter().map(Into::into)))
    }

    /// Ties an instance to the server, to look at it again, clone it, terminate it, wait for it.
    pub fn track(self, instance: TaskInstance<K>) -> Tracked<'c, TaskInstance<K>> {
        Tracked::new(self.0, instance)
    }
}

/// Whether an instance has finished. A state that this version does not know has not.
pub(super) fn look<K: Class>(instance: &TaskInstance<K>) -> WaitStatus {
    if instance.state.is_final() { WaitStatus::Succeeded } else { WaitStatus::InProgress }
}
