use std::fmt;
use std::ops::{Deref, DerefMut};

use saltant_core::saltant::{CloneTaskInstance, GetTaskInstance, TerminateTaskInstance};
use saltant_core::wait::{WaitError, WaitPolicy};
use saltant_core::{Error, ErrorKind, Operation, Paged};
use saltant_types::saltant::{TaskClass, TaskInstance, TaskQueue, TaskWhitelist, User};

use super::task_instance::look;
use super::{
    Container, ContainerTaskType, Executable, ExecutableTaskType, GetTaskQueue, GetTaskType,
    GetTaskWhitelist, GetUser, PatchTaskQueue, PatchTaskWhitelist, PutContainerTaskType,
    PutExecutableTaskType, PutTaskQueue, PutTaskWhitelist,
};

/// A resource that can be read again from the server.
pub trait Syncable: Clone + PartialEq + Sized {
    /// The operation that reads it.
    type Get: Operation<Output = Self>;

    /// The operation that reads this one.
    fn get(&self) -> Self::Get;
}

/// A resource that can be sent to the server as a whole.
pub trait Puttable: Syncable {
    /// The operation that sends it.
    type Put: Operation<Output = Self>;

    /// The operation that makes the server's copy like this one.
    fn put(&self) -> Self::Put;

    /// Whether something has been changed that nobody can change on the server, such as the owner.
    fn has_fixed_change(&self, before: &Self) -> bool;
}

/// A resource of which a part can be sent to the server.
pub trait Patchable: Puttable {
    /// The operation that sends a part.
    type Patch: Operation<Output = Self>;

    /// The operation that sends what has changed since `before`.
    fn patch(&self, before: &Self) -> Self::Patch;
}

/// A resource tied to its server: the copy that the server sent last, and a copy to change.
///
/// The fields of the copy to change are read and set directly. Nothing is sent until a method is called. It
/// borrows nothing, so it can be kept in a struct with its client, and be sent to a task.
///
/// ```no_run
/// # async fn run(client: saltant::Client) -> Result<(), saltant::Error> {
/// let queue = client.task_queues().get_by_name("gpu").await?;
/// let mut queue = client.task_queues().track(queue);
/// queue.description = "eight cards".to_owned();
/// queue.patch().await?; // sends the description alone, so that nobody else's edit is undone
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Tracked<T> {
    client: saltant_http::Client,
    server: T,
    local: T,
}

impl<T: Clone + PartialEq> Tracked<T> {
    pub(super) fn new(client: &saltant_http::Client, resource: T) -> Self {
        Self { client: client.clone(), server: resource.clone(), local: resource }
    }

    /// Whether something has been changed since the last exchange with the server.
    pub fn is_changed(&self) -> bool {
        self.server != self.local
    }

    /// The copy that the server sent last.
    pub fn unchanged(&self) -> &T {
        &self.server
    }

    /// The resource with its changes.
    pub fn into_inner(self) -> T {
        self.local
    }

    fn take(&mut self, answer: T) -> &T {
        self.server = answer.clone();
        self.local = answer;
        &self.server
    }
}

impl<T: Syncable> Tracked<T> {
    /// Gets the server's copy; changes that were not sent are dropped.
    ///
    /// # Errors
    ///
    /// Those of a call. After one, the local changes are still there.
    pub async fn sync(&mut self) -> Result<&T, Error> {
        let answer = self.client.call(self.server.get()).await?;
        Ok(self.take(answer))
    }
}

impl<T: Puttable> Tracked<T> {
    /// Sends the whole resource, which undoes what others have changed meanwhile.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the id or the owner was changed, and the errors of a call.
    pub async fn put(&mut self) -> Result<&T, Error> {
        self.check_fixed()?;
        let answer = self.client.call(self.local.put()).await?;
        Ok(self.take(answer))
    }

    fn check_fixed(&self) -> Result<(), Error> {
        if self.local.has_fixed_change(&self.server) {
            return Err(Error::new(ErrorKind::Usage, "the id and the owner cannot be changed"));
        }
        Ok(())
    }
}

impl<T: Patchable> Tracked<T> {
    /// Sends what has changed, and nothing if nothing has.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the id or the owner was changed, and the errors of a call.
    pub async fn patch(&mut self) -> Result<&T, Error> {
        self.check_fixed()?;
        if !self.is_changed() {
            return Ok(&self.server);
        }
        let answer = self.client.call(self.local.patch(&self.server)).await?;
        Ok(self.take(answer))
    }
}

impl<K: TaskClass> Tracked<TaskInstance<K>> {
    /// Creates a clone of the instance.
    ///
    /// # Errors
    ///
    /// Those of a call: [`OutcomeUnknown`](saltant_core::ErrorKind::OutcomeUnknown) if the clone may have been
    /// created.
    #[doc(alias = "clone")]
    pub async fn clone_instance(&self) -> Result<Self, Error> {
        let clone = self.client.call(CloneTaskInstance::new(self.server.uuid)).await?;
        Ok(Self::new(&self.client, clone))
    }

    /// Asks for the instance to be terminated; wait for its state to change.
    ///
    /// # Errors
    ///
    /// Those of a call.
    pub async fn terminate(&mut self) -> Result<&TaskInstance<K>, Error> {
        let answer = self.client.call(TerminateTaskInstance::new(self.server.uuid)).await?;
        Ok(self.take(answer))
    }

    /// Waits until the instance has finished: it was successful, has failed or was terminated. The policy says
    /// how often to look and how long to wait; `WaitPolicy::default()` waits for an hour.
    ///
    /// # Errors
    ///
    /// Those of a wait: the deadline passed, or too many requests failed in a row. A failed instance is not an
    /// error.
    pub async fn wait_until_finished(
        &mut self,
        policy: WaitPolicy,
    ) -> Result<&TaskInstance<K>, WaitError<TaskInstance<K>>> {
        let get = self.client.call(GetTaskInstance::new(self.server.uuid));
        let answer = get.wait_until(look).policy(policy).await?;
        Ok(self.take(answer))
    }
}

impl<T> Deref for Tracked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.local
    }
}

impl<T> DerefMut for Tracked<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.local
    }
}

impl<T: fmt::Debug> fmt::Debug for Tracked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracked")
            .field("local", &self.local)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl Syncable for User {
    type Get = GetUser;

    fn get(&self) -> GetUser {
        GetUser::new(self.username.clone())
    }
}

impl<K: TaskClass> Syncable for TaskInstance<K> {
    type Get = GetTaskInstance<K>;

    fn get(&self) -> GetTaskInstance<K> {
        GetTaskInstance::new(self.uuid)
    }
}

/// Ties a resource to the operations that read and write it.
macro_rules! resource {
    ($resource:ident: get $get:ty, put $put:ident $(, patch $patch:ident)?) => {
        impl Syncable for $resource {
            type Get = $get;

            fn get(&self) -> $get {
                <$get>::new(self.id)
            }
        }

        impl Puttable for $resource {
            type Put = $put;

            fn put(&self) -> $put {
                $put::from(self)
            }

            fn has_fixed_change(&self, before: &Self) -> bool {
                self.id != before.id || self.user != before.user
            }
        }

        $(impl Patchable for $resource {
            type Patch = $patch;

            fn patch(&self, before: &Self) -> $patch {
                $patch::between(before, self)
            }
        })?
    };
}

resource!(TaskQueue: get GetTaskQueue, put PutTaskQueue, patch PatchTaskQueue);
resource!(TaskWhitelist: get GetTaskWhitelist, put PutTaskWhitelist, patch PatchTaskWhitelist);
resource!(ExecutableTaskType: get GetTaskType<Executable>, put PutExecutableTaskType);
resource!(ContainerTaskType: get GetTaskType<Container>, put PutContainerTaskType);

/// The one item of a list that has a name.
///
/// A server of another version may ignore the filter, so the name in the answer is compared as well.
pub(super) async fn only_named<O: Paged>(
    client: &saltant_http::Client,
    what: &str,
    name: &str,
    list: O,
    name_of: fn(&O::Item) -> &str,
) -> Result<O::Item, Error> {
    if name.trim().is_empty() {
        return Err(Error::new(ErrorKind::Usage, format!("the name of a {what} cannot be empty")));
    }
    let operation = list.metadata().name;
    let page = client.call(list).await?;
    let found = O::items(page).into_iter().find(|item| name_of(item) == name);
    found.ok_or_else(|| {
        let text = format!("there is no {what} named {name:?}");
        Error::new(ErrorKind::NotFound, text).with_operation(operation)
    })
}
