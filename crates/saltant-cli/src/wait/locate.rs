//! Finds the class of task instances by their UUIDs.

use std::collections::BTreeSet;

use saltant::http::{DEFAULT_CONCURRENCY, map_concurrent};
use saltant::saltant::{ListTaskInstances, TaskClass, TaskInstances};
use saltant::{Client, Container, Error, Executable, TaskInstance, Uuid};

/// Up to this many are requested one by one. With more, the lists are searched first.
const SINGLES: usize = 20;

/// The number of instances on a page of a list.
const PAGE_SIZE: u64 = 1000;

/// The instances that the server knows, by class, and the UUIDs that it does not know.
#[derive(Debug, Default)]
pub(super) struct Located {
    pub(super) executable: Vec<TaskInstance<Executable>>,
    pub(super) container: Vec<TaskInstance<Container>>,
    pub(super) unknown: Vec<Uuid>,
}

pub(super) async fn locate(client: &Client, uuids: &[Uuid]) -> Result<Located, Error> {
    let mut located = Located::default();
    let mut sought: BTreeSet<Uuid> = uuids.iter().copied().collect();
    if sought.len() > SINGLES {
        located.executable = in_list(client.executable_task_instances(), &mut sought).await?;
        located.container = in_list(client.container_task_instances(), &mut sought).await?;
    }
    let (executable, rest) = one_by_one(client.executable_task_instances(), sought).await?;
    let (container, rest) = one_by_one(client.container_task_instances(), rest).await?;
    located.executable.extend(executable);
    located.container.extend(container);
    located.unknown.extend(rest);
    Ok(located)
}

/// Searches the newest instances. It reads no more pages than the single requests it could save.
async fn in_list<K: TaskClass>(
    instances: TaskInstances<'_, K>,
    sought: &mut BTreeSet<Uuid>,
) -> Result<Vec<TaskInstance<K>>, Error> {
    let mut found = Vec::new();
    let mut pages = instances.list(ListTaskInstances::new().page_size(PAGE_SIZE)).pages();
    let mut left = sought.len();
    while left > 0
        && !sought.is_empty()
        && let Some(page) = pages.next().await
    {
        found.extend(page?.results.into_iter().filter(|instance| sought.remove(&instance.uuid.get())));
        left -= 1;
    }
    Ok(found)
}

/// Requests each instance, a few at a time, and returns the UUIDs that this class does not have.
async fn one_by_one<K: TaskClass>(
    instances: TaskInstances<'_, K>,
    sought: BTreeSet<Uuid>,
) -> Result<(Vec<TaskInstance<K>>, BTreeSet<Uuid>), Error> {
    let (mut found, mut rest) = (Vec::new(), BTreeSet::new());
    let get = |uuid: Uuid| async move { (uuid, instances.get(uuid).await) };
    for (uuid, answer) in map_concurrent(sought, DEFAULT_CONCURRENCY, get).await {
        match answer {
            Ok(instance) => found.push(instance),
            Err(error) if error.is_not_found() => drop(rest.insert(uuid)),
            Err(error) => return Err(error),
        }
    }
    Ok((found, rest))
}
