//! Finds the class of task instances by their UUIDs.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, stream};
use saltant::http::DEFAULT_CONCURRENCY;
use saltant::saltant::{ListTaskInstances, TaskClass, TaskInstances};
use saltant::{Client, Container, Error, Executable, TaskInstance, Uuid};

/// A page of a list takes the server about as long as this many single instances, some at a time.
const SINGLES_PER_PAGE: usize = 30;

/// The number of instances on a page of a list.
const PAGE_SIZE: u64 = 1000;

/// The instances that were found, by class, and the UUIDs that were not found so far.
///
/// If the search is dropped, what it has found stays.
#[derive(Debug, Default)]
pub(super) struct Located {
    pub(super) executable: Vec<TaskInstance<Executable>>,
    pub(super) container: Vec<TaskInstance<Container>>,
    pub(super) sought: BTreeSet<Uuid>,
}

impl Located {
    pub(super) fn new(uuids: &[Uuid]) -> Self {
        Self { sought: uuids.iter().copied().collect(), ..Self::default() }
    }

    /// Searches both classes. What is still sought then is unknown to the server.
    pub(super) async fn locate(&mut self, client: &Client) -> Result<(), Error> {
        let Self { executable, container, sought } = self;
        in_list(client.executable_task_instances(), sought, executable).await?;
        in_list(client.container_task_instances(), sought, container).await?;
        one_by_one(client.executable_task_instances(), sought, executable).await?;
        one_by_one(client.container_task_instances(), sought, container).await
    }
}

/// Searches the newest instances, as long as that is cheaper than asking for the rest one by one.
async fn in_list<K: TaskClass>(
    instances: TaskInstances<'_, K>,
    sought: &mut BTreeSet<Uuid>,
    found: &mut Vec<TaskInstance<K>>,
) -> Result<(), Error> {
    let mut pages = instances.list(ListTaskInstances::new().page_size(PAGE_SIZE)).pages().prefetch(0);
    let mut read = 0;
    while read < sought.len() / SINGLES_PER_PAGE
        && let Some(page) = pages.next().await
    {
        found.extend(page?.results.into_iter().filter(|instance| sought.remove(&instance.uuid.get())));
        read += 1;
    }
    Ok(())
}

/// Requests each instance, some at a time.
async fn one_by_one<K: TaskClass>(
    instances: TaskInstances<'_, K>,
    sought: &mut BTreeSet<Uuid>,
    found: &mut Vec<TaskInstance<K>>,
) -> Result<(), Error> {
    let asked: Vec<_> = sought.iter().copied().collect();
    let gets = asked.into_iter().map(|uuid| async move { instances.get(uuid).await });
    let mut answers = stream::iter(gets).buffer_unordered(DEFAULT_CONCURRENCY);
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(instance) if sought.remove(&instance.uuid.get()) => found.push(instance),
            Ok(_) => {}
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
