use std::marker::PhantomData;

use saltant_core::Error;
use saltant_macros::calls;

use super::tracked::only_named;
use super::{
    Container, ContainerTaskType, ContainerTaskTypeFilter, CreateContainerTaskType, CreateExecutableTaskType,
    Executable, ExecutableTaskType, ExecutableTaskTypeFilter, GetTaskType, ListContainerTaskTypes,
    ListExecutableTaskTypes, PutContainerTaskType, PutExecutableTaskType, TaskClass, TaskTypeId, TextLookup,
    Tracked,
};
use crate::ensure::{Ensured, ensure, if_there};

/// Task types of one class on a server.
#[derive(Clone, Copy, Debug)]
pub struct TaskTypes<'c, K: TaskClass>(&'c saltant_http::Client, PhantomData<K>);

calls! { saltant, impl<'c, K: TaskClass> TaskTypes<'c, K> via self.0 {
    get(id: TaskTypeId<K>) -> GetTaskType<K>;
} }

calls! { saltant, impl<'c> TaskTypes<'c, Executable> via self.0 {
    list(ListExecutableTaskTypes);
    create(CreateExecutableTaskType);
    put(PutExecutableTaskType);
} }

calls! { saltant, impl<'c> TaskTypes<'c, Container> via self.0 {
    list(ListContainerTaskTypes);
    create(CreateContainerTaskType);
    put(PutContainerTaskType);
} }

impl<'c, K: TaskClass> TaskTypes<'c, K> {
    pub(super) fn new(client: &'c saltant_http::Client) -> Self {
        Self(client, PhantomData)
    }

    /// Ties a task type to the server: change its fields, then [`put`](Tracked::put) sends it.
    pub fn track(self, task_type: K::TaskType) -> Tracked<K::TaskType> {
        Tracked::new(self.0, task_type)
    }
}

impl TaskTypes<'_, Executable> {
    /// Gets the task type with a name.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) if there is none with this name,
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the name is empty, and the errors of a call.
    pub async fn get_by_name(self, name: &str) -> Result<ExecutableTaskType, Error> {
        let filters = ExecutableTaskTypeFilter::new().name(TextLookup::exact(name));
        let list = ListExecutableTaskTypes::new().filters(filters);
        only_named(self.0, "executable task type", name, list, |task_type| &task_type.name).await
    }

    /// Takes the task type with a name, or creates it. The answer says which, and where one that was there differs
    /// from what is asked for; nothing is changed.
    ///
    /// # Errors
    ///
    /// The errors of the lookup and of the create. If another program creates one meanwhile, that one is taken;
    /// this is not an error.
    pub async fn ensure(
        self,
        create: CreateExecutableTaskType,
    ) -> Result<Ensured<ExecutableTaskType>, Error> {
        let name = create.name.clone();
        ensure(self.0, create, &[], || async { if_there(self.get_by_name(&name).await) }).await
    }
}

impl TaskTypes<'_, Container> {
    /// Gets the task type with a name.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) if there is none with this name,
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the name is empty, and the errors of a call.
    pub async fn get_by_name(self, name: &str) -> Result<ContainerTaskType, Error> {
        let filters = ContainerTaskTypeFilter::new().name(TextLookup::exact(name));
        let list = ListContainerTaskTypes::new().filters(filters);
        only_named(self.0, "container task type", name, list, |task_type| &task_type.name).await
    }

    /// Takes the task type with a name, or creates it. The answer says which, and where one that was there differs
    /// from what is asked for; nothing is changed.
    ///
    /// # Errors
    ///
    /// The errors of the lookup and of the create. If another program creates one meanwhile, that one is taken;
    /// this is not an error.
    pub async fn ensure(self, create: CreateContainerTaskType) -> Result<Ensured<ContainerTaskType>, Error> {
        let name = create.name.clone();
        ensure(self.0, create, &[], || async { if_there(self.get_by_name(&name).await) }).await
    }
}
