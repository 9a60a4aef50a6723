use std::marker::PhantomData;

use saltant_core::Error;
use saltant_http::Call;

use super::tracked::only_named;
use super::{
    Class, Container, ContainerTaskType, ContainerTaskTypeFilter, CreateContainerTaskType,
    CreateExecutableTaskType, Executable, ExecutableTaskType, ExecutableTaskTypeFilter, GetTaskType,
    ListTaskTypes, PutContainerTaskType, PutExecutableTaskType, TaskTypeId, Text, Tracked,
};

/// Task types of one class on a server.
#[derive(Clone, Copy, Debug)]
pub struct TaskTypes<'c, K: Class>(&'c saltant_http::Client, PhantomData<K>);

impl<'c, K: Class> TaskTypes<'c, K> {
    pub(super) fn new(client: &'c saltant_http::Client) -> Self {
        Self(client, PhantomData)
    }

    /// Lists task types, by id.
    pub fn list(self, operation: ListTaskTypes<K>) -> Call<'c, ListTaskTypes<K>> {
        self.0.call(operation)
    }

    /// Gets the task type with an id.
    pub fn get(self, id: impl Into<TaskTypeId<K>>) -> Call<'c, GetTaskType<K>> {
        self.0.call(GetTaskType::new(id))
    }

    /// Ties a task type to the server: change its fields, then [`put`](Tracked::put) sends it.
    pub fn track(self, task_type: K::TaskType) -> Tracked<'c, K::TaskType> {
        Tracked::new(self.0, task_type)
    }
}

impl<'c> TaskTypes<'c, Executable> {
    /// Gets the task type with a name.
    pub async fn get_by_name(self, name: &str) -> Result<ExecutableTaskType, Error> {
        let list = ListTaskTypes::new().filters(ExecutableTaskTypeFilter::new().name(Text::exact(name)));
        only_named::<ListTaskTypes<Executable>>(self.0, "executable task type", name, list, |found| {
            &found.name
        })
        .await
    }

    /// Creates a task type, owned by the caller.
    pub fn create(self, operation: CreateExecutableTaskType) -> Call<'c, CreateExecutableTaskType> {
        self.0.call(operation)
    }

    /// Updates a task type and makes the caller its owner; what is not given is kept.
    pub fn put(self, operation: PutExecutableTaskType) -> Call<'c, PutExecutableTaskType> {
        self.0.call(operation)
    }
}

impl<'c> TaskTypes<'c, Container> {
    /// Gets the task type with a name.
    pub async fn get_by_name(self, name: &str) -> Result<ContainerTaskType, Error> {
        let list = ListTaskTypes::new().filters(ContainerTaskTypeFilter::new().name(Text::exact(name)));
        only_named::<ListTaskTypes<Container>>(self.0, "container task type", name, list, |found| &found.name)
            .await
    }

    /// Creates a task type, owned by the caller.
    pub fn create(self, operation: CreateContainerTaskType) -> Call<'c, CreateContainerTaskType> {
        self.0.call(operation)
    }

    /// Updates a task type and makes the caller its owner; what is not given is kept.
    pub fn put(self, operation: PutContainerTaskType) -> Call<'c, PutContainerTaskType> {
        self.0.call(operation)
    }
}
