use saltant_core::Error;
use saltant_http::Call;

use super::tracked::only_named;
use super::{
    CreateTaskWhitelist, GetTaskWhitelist, ListTaskWhitelists, PatchTaskWhitelist, PutTaskWhitelist,
    TaskWhitelist, TaskWhitelistFilter, TaskWhitelistId, Text, Tracked,
};

/// Task whitelists of a server.
#[derive(Clone, Copy, Debug)]
pub struct TaskWhitelists<'c>(pub(super) &'c saltant_http::Client);

impl<'c> TaskWhitelists<'c> {
    /// Lists task whitelists, by id.
    pub fn list(self, operation: ListTaskWhitelists) -> Call<'c, ListTaskWhitelists> {
        self.0.call(operation)
    }

    /// Gets the task whitelist with an id.
    pub fn get(self, id: impl Into<TaskWhitelistId>) -> Call<'c, GetTaskWhitelist> {
        self.0.call(GetTaskWhitelist::new(id))
    }

    /// Gets the task whitelist with a name.
    pub async fn get_by_name(self, name: &str) -> Result<TaskWhitelist, Error> {
        let list = ListTaskWhitelists::new().filters(TaskWhitelistFilter::new().name(Text::exact(name)));
        only_named(self.0, "task whitelist", name, list, |whitelist| &whitelist.name).await
    }

    /// Creates a task whitelist, owned by the caller.
    pub fn create(self, operation: CreateTaskWhitelist) -> Call<'c, CreateTaskWhitelist> {
        self.0.call(operation)
    }

    /// Updates a task whitelist; what is not given is kept.
    pub fn put(self, operation: PutTaskWhitelist) -> Call<'c, PutTaskWhitelist> {
        self.0.call(operation)
    }

    /// Updates a part of a task whitelist; what is not given is kept.
    pub fn patch(self, operation: PatchTaskWhitelist) -> Call<'c, PatchTaskWhitelist> {
        self.0.call(operation)
    }

    /// Ties a whitelist to the server: change its fields, then [`patch`](Tracked::patch) sends what changed.
    pub fn track(self, whitelist: TaskWhitelist) -> Tracked<'c, TaskWhitelist> {
        Tracked::new(self.0, whitelist)
    }
}
