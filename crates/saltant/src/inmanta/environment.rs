use saltant_core::Error;
use saltant_core::inmanta::{CreateEnvironment, ListEnvironments};
use saltant_macros::calls;
use saltant_types::inmanta::Environment;

use crate::ensure::{Ensured, ensure};

/// Environments of a server. [`EnvironmentClient`](super::EnvironmentClient) is one of them.
#[derive(Clone, Copy, Debug)]
pub struct Environments<'c>(pub(super) &'c saltant_http::Client);

calls! { inmanta, impl<'c> Environments<'c> via self.0 {
    create(CreateEnvironment);
    list(ListEnvironments);
} }

impl Environments<'_> {
    /// Takes the environment with a name in its project, or creates it. The answer says which, and where one that was
    /// there differs from what is asked for; nothing is changed.
    ///
    /// # Errors
    ///
    /// The errors of the lookup and of the create. If another program creates one meanwhile, that one is taken;
    /// this is not an error.
    pub async fn ensure(self, create: CreateEnvironment) -> Result<Ensured<Environment>, Error> {
        let (project, name) = (create.project_id, create.name.clone());
        let find = || async {
            let environments = self.0.call(ListEnvironments::new().details(true)).await?;
            let is_it = |found: &Environment| found.project_id == project && found.name == name;
            Ok::<_, Error>(environments.into_iter().find(is_it))
        };
        let renamed = [("environment_id", "id"), ("repository", "repo_url"), ("branch", "repo_branch")];
        ensure(self.0, create, &renamed, find).await
    }
}
