//! Submits a task type several times, waits for all runs, and counts how they ended.

use std::collections::BTreeMap;
use std::time::Duration;

use saltant::{Client, CreateTaskInstance, Error, TaskState};

/// Runs the executable task type `task_type` on `queue` once per argument and counts how the runs ended.
///
/// A run that has not finished by the deadline is counted by its last known state.
pub async fn run_for_each(
    client: &Client,
    task_type: &str,
    queue: &str,
    arguments: &[i64],
    deadline: Duration,
) -> Result<BTreeMap<TaskState, usize>, Error> {
    let task_type = client.executable_task_types().get_by_name(task_type).await?;
    let queue = client.task_queues().get_by_name(queue).await?;
    let instances = client.executable_task_instances();

    let submit = arguments.iter().map(|argument| {
        let arguments =
            [("argument".to_owned(), (*argument).into())].into_iter().collect::<saltant::Map<_, _>>();
        CreateTaskInstance::new(task_type.id, queue.id).arguments(arguments)
    });
    let submitted: Vec<_> = instances.create_many(submit).await.into_iter().collect::<Result<_, _>>()?;

    let mut counts = BTreeMap::new();
    let mut wait = instances.wait_many(submitted).deadline(deadline);
    while let Some((_, ended)) = wait.next().await {
        let last = ended.map_or_else(saltant::WaitError::into_last, |instance| Some(instance.state));
        if let Some(state) = last {
            *counts.entry(state).or_default() += 1;
        }
    }
    Ok(counts)
}
