use saltant_core::Error;
use saltant_http::Call;

use super::tracked::only_named;
use super::{
    CreateTaskQueue, GetTaskQueue, ListTaskQueues, PatchTaskQueue, PutTaskQueue, TaskQueue, TaskQueueFilter,
    TaskQueueId, Text, Tracked,
};

/// Task queues of a server.
#[derive(Clone, Copy, Debug)]
pub struct TaskQueues<'c>(pub(super) &'c saltant_http::Client);

impl<'c> TaskQueues<'c> {
    /// Lists task queues, by id.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::Client) -> Result<(), saltant::Error> {
    /// use saltant::{ListTaskQueues, TaskQueueFilter, Text};
    ///
    /// let gpu = TaskQueueFilter::new().name(Text::starts_with("gpu")).active(true);
    /// let mut queues = client.task_queues().list(ListTaskQueues::new().filters(gpu)).items();
    /// while let Some(queue) = queues.next().await {
    ///     println!("{}", queue?.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListTaskQueues) -> Call<'c, ListTaskQueues> {
        self.0.call(operation)
    }

    /// Gets the task queue with an id.
    pub fn get(self, id: impl Into<TaskQueueId>) -> Call<'c, GetTaskQueue> {
        self.0.call(GetTaskQueue::new(id))
    }

    /// Gets the task queue with a name.
    pub async fn get_by_name(self, name: &str) -> Result<TaskQueue, Error> {
        let list = ListTaskQueues::new().filters(TaskQueueFilter::new().name(Text::exact(name)));
        only_named(self.0, "task queue", name, list, |queue| &queue.name).await
    }

    /// Creates a task queue, owned by the caller.
    pub fn create(self, operation: CreateTaskQueue) -> Call<'c, CreateTaskQueue> {
        self.0.call(operation)
    }

    /// Updates a task queue; what is not given is kept.
    pub fn put(self, operation: PutTaskQueue) -> Call<'c, PutTaskQueue> {
        self.0.call(operation)
    }

    /// Updates a part of a task queue; what is not given is kept.
    pub fn patch(self, operation: PatchTaskQueue) -> Call<'c, PatchTaskQueue> {
        self.0.call(operation)
    }

    /// Ties a queue to the server: change its fields, then [`patch`](Tracked::patch) sends what changed.
    pub fn track(self, queue: TaskQueue) -> Tracked<'c, TaskQueue> {
        Tracked::new(self.0, queue)
    }
}
