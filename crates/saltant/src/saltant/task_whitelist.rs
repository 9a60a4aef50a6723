use saltant_core::Error;
use saltant_macros::calls;

use super::tracked::only_named;
use super::{
    CreateTaskWhitelist, GetTaskWhitelist, ListTaskWhitelists, PatchTaskWhitelist, PutTaskWhitelist,
    TaskWhitelist, TaskWhitelistFilter, TaskWhitelistId, TextLookup, Tracked,
};
use crate::ensure::{Ensured, ensure, if_there};

/// Task whitelists of a server.
#[derive(Clone, Copy, Debug)]
pub struct TaskWhitelists<'c>(pub(super) &'c saltant_http::Client);

calls! { saltant, impl<'c> TaskWhitelists<'c> via self.0 {
    list(ListTaskWhitelists);
    get(id: TaskWhitelistId) -> GetTaskWhitelist;
    create(CreateTaskWhitelist);
    put(PutTaskWhitelist);
    patch(PatchTaskWhitelist);
} }

impl TaskWhitelists<'_> {
    /// Gets the task whitelist with a name.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) if there is none with this name,
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the name is empty, and the errors of a call.
    pub async fn get_by_name(self, name: &str) -> Result<TaskWhitelist, Error> {
        let filters = TaskWhitelistFilter::new().name(TextLookup::exact(name));
        let list = ListTaskWhitelists::new().filters(filters);
        only_named(self.0, "task whitelist", name, list, |whitelist| &whitelist.name).await
    }

    /// Takes the task whitelist with a name, or creates it. The answer says which, and where one that was there differs from
    /// what is asked for; nothing is changed.
    ///
    /// # Errors
    ///
    /// The errors of the lookup and of the create. If another program creates one meanwhile, that one is taken;
    /// this is not an error.
    pub async fn ensure(self, create: CreateTaskWhitelist) -> Result<Ensured<TaskWhitelist>, Error> {
        let name = create.name.clone();
        ensure(self.0, create, &[], || async { if_there(self.get_by_name(&name).await) }).await
    }

    /// Ties a whitelist to the server: change its fields, then [`patch`](Tracked::patch) sends what changed.
    pub fn track(self, whitelist: TaskWhitelist) -> Tracked<TaskWhitelist> {
        Tracked::new(self.0, whitelist)
    }
}
