use saltant_core::Error;
use saltant_macros::calls;

use super::tracked::only_named;
use super::{
    CreateTaskQueue, GetTaskQueue, ListTaskQueues, PatchTaskQueue, PutTaskQueue, TaskQueue, TaskQueueFilter,
    TaskQueueId, TextLookup, Tracked,
};
use crate::ensure::{Ensured, ensure, if_there};

/// Task queues of a server.
#[derive(Clone, Copy, Debug)]
pub struct TaskQueues<'c>(pub(super) &'c saltant_http::Client);

calls! { saltant, impl<'c> TaskQueues<'c> via self.0 {
    /// ```no_run
    /// # async fn run(client: saltant::Client) -> Result<(), saltant::Error> {
    /// use saltant::saltant::{ListTaskQueues, TaskQueueFilter, TextLookup};
    ///
    /// let gpu = TaskQueueFilter::new().name(TextLookup::starts_with("gpu")).active(true);
    /// let mut queues = client.task_queues().list(ListTaskQueues::new().filters(gpu)).items();
    /// while let Some(queue) = queues.next().await {
    ///     println!("{}", queue?.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    list(ListTaskQueues);
    get(id: TaskQueueId) -> GetTaskQueue;
    create(CreateTaskQueue);
    put(PutTaskQueue);
    patch(PatchTaskQueue);
} }

impl TaskQueues<'_> {
    /// Gets the task queue with a name.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) if there is none with this name,
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the name is empty, and the errors of a call.
    pub async fn get_by_name(self, name: &str) -> Result<TaskQueue, Error> {
        let list = ListTaskQueues::new().filters(TaskQueueFilter::new().name(TextLookup::exact(name)));
        only_named(self.0, "task queue", name, list, |queue| &queue.name).await
    }

    /// Takes the task queue with a name, or creates it. The answer says which, and where one that was there differs from
    /// what is asked for; nothing is changed.
    ///
    /// # Errors
    ///
    /// The errors of the lookup and of the create. If another program creates one meanwhile, that one is taken;
    /// this is not an error.
    pub async fn ensure(self, create: CreateTaskQueue) -> Result<Ensured<TaskQueue>, Error> {
        let name = create.name.clone();
        ensure(self.0, create, &[], || async { if_there(self.get_by_name(&name).await) }).await
    }

    /// Ties a queue to the server: change its fields, then [`patch`](Tracked::patch) sends what changed.
    pub fn track(self, queue: TaskQueue) -> Tracked<TaskQueue> {
        Tracked::new(self.0, queue)
    }
}
