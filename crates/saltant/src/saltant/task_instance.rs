use std::marker::PhantomData;

use saltant_core::Error;
use saltant_http::{CallAll, WaitStatus, Waiting};
use saltant_macros::calls;
use saltant_types::Uuid;

use super::tracked::only_named;
use super::{
    CloneTaskInstance, CreateTaskInstance, GetTaskInstance, ListTaskInstances, OnceMark, PendingInstances,
    SubmitOnce, TaskClass, TaskInstance, TaskInstanceFilter, TaskInstanceId, TaskState,
    TerminateTaskInstance, TextLookup, Tracked, UpdateTaskInstanceStatus, WaitMany,
};

/// Task instances of one class on a server.
#[derive(Clone, Copy, Debug)]
pub struct TaskInstances<'c, K: TaskClass>(&'c saltant_http::Client, PhantomData<K>);

calls! { saltant, impl<'c, K: TaskClass> TaskInstances<'c, K> via self.0 {
    list(ListTaskInstances<K>);
    get(uuid: TaskInstanceId<K>) -> GetTaskInstance<K>;
    create(CreateTaskInstance<K>);
    clone_instance(uuid: TaskInstanceId<K>) -> CloneTaskInstance<K>;
    /// The answer is the instance as it was before: wait for its state to change.
    terminate(uuid: TaskInstanceId<K>) -> TerminateTaskInstance<K>;
    /// The server checks neither who asks nor whether the state makes sense.
    update_status(uuid: Uuid, state: TaskState) -> UpdateTaskInstanceStatus;
} }

impl<'c, K: TaskClass> TaskInstances<'c, K> {
    pub(super) fn new(client: &'c saltant_http::Client) -> Self {
        Self(client, PhantomData)
    }

    /// Gets the newest task instance with a name, whether or not [`submit_once`](Self::submit_once) has put its mark
    /// after it.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) if there is none with this name,
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the name is empty, and the errors of a call.
    pub async fn get_by_name(self, name: &str) -> Result<TaskInstance<K>, Error> {
        let (lookup, name_of): (_, fn(&TaskInstance<K>) -> &str) = match OnceMark::split(name) {
            (_, Some(_)) => (TextLookup::exact(name), |instance| instance.name.as_str()),
            _ => (TextLookup::plain_name(name), TaskInstance::plain_name),
        };
        let list = ListTaskInstances::new().filters(TaskInstanceFilter::new().name(lookup));
        only_named(self.0, "task instance", name, list, name_of).await
    }

    /// Creates a task instance with a mark added to its name, so that a broken connection does not run the job
    /// twice.
    ///
    /// Where the outcome is unknown, the instance is looked for by the mark before anything is sent again.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if name and mark together are too long,
    /// [`OutcomeUnknown`](saltant_core::ErrorKind::OutcomeUnknown) with the mark if it stays open whether there is
    /// an instance, and the errors of a call.
    pub fn submit_once(self, operation: CreateTaskInstance<K>) -> SubmitOnce<'c, K> {
        SubmitOnce::new(self.0, operation)
    }

    /// Creates many task instances, some at a time, with a result each.
    /// [`into_stream`](CallAll::into_stream) gives the results as they come.
    pub fn create_many(
        self,
        operations: impl IntoIterator<Item = CreateTaskInstance<K>>,
    ) -> CallAll<'c, CreateTaskInstance<K>> {
        self.0.call_all(operations)
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

    /// Waits until a task instance has finished: it was successful, has failed or was terminated.
    ///
    /// The wait ends after an hour, because a real server leaves about one job in 350 unfinished for ever.
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

    /// Waits until a task instance is successful.
    ///
    /// An instance that has failed or was terminated is an error, with the instance in it.
    pub fn wait_until_successful(
        self,
        uuid: impl Into<TaskInstanceId<K>>,
    ) -> Waiting<'c, GetTaskInstance<K>> {
        self.get(uuid).wait_until(|instance| match &instance.state {
            state if state.is_failure() => WaitStatus::Failed(state.to_string()),
            _ => look(instance),
        })
    }

    /// Waits for many task instances, as a create or a list has returned them. Each is returned when it has
    /// finished.
    ///
    /// The server is asked for pages of instances, not for each one.
    pub fn wait_many(self, instances: impl IntoIterator<Item = TaskInstance<K>>) -> WaitMany<'c, K> {
        WaitMany::new(self.0, instances)
    }

    /// Waits for many task instances of which only the UUIDs are known. Each is returned when it has finished.
    ///
    /// First the instances are looked up, to find out when they were created: in the list of the newest ones if
    /// there are many, else one by one.
    pub fn wait_many_by_uuid<I>(self, uuids: impl IntoIterator<Item = I>) -> WaitMany<'c, K>
    where
        I: Into<TaskInstanceId<K>>,
    {
        WaitMany::from_pending(self.0, PendingInstances::new(uuids.into_iter().map(Into::into)))
    }

    /// Ties an instance to the server, to read it again, clone it, terminate it or wait for it.
    pub fn track(self, instance: TaskInstance<K>) -> Tracked<TaskInstance<K>> {
        Tracked::new(self.0, instance)
    }
}

/// Whether an instance has finished. A state that this version does not know has not.
pub(super) fn look<K: TaskClass>(instance: &TaskInstance<K>) -> WaitStatus {
    let state = &instance.state;
    if state.is_final() { WaitStatus::Succeeded } else { WaitStatus::InProgress(state.to_string()) }
}
