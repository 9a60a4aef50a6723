//! Projects and environments by their names, and several environments at once.

use std::future::Future;

use saltant_core::inmanta::{ListEnvironments, ListProjects};
use saltant_core::{Error, ErrorKind};
use saltant_http::{DEFAULT_CONCURRENCY, map_concurrent};
use saltant_types::inmanta::{ClientType, Environment, EnvironmentId, Project};

use super::{BearerToken, Client, CreateToken, EnvironmentClient, Environments, Projects};

impl Projects<'_> {
    /// The project of a name, if there is one.
    ///
    /// # Errors
    ///
    /// Those of a call. That no project has the name is an answer.
    pub async fn find(self, name: &str) -> Result<Option<Project>, Error> {
        let projects = self.list(ListProjects::new()).await?;
        Ok(projects.into_iter().find(|project| project.name == name))
    }
}

impl Environments<'_> {
    /// The environment of a name, `environment` or `project/environment`.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) if no environment has the name,
    /// [`Usage`](saltant_core::ErrorKind::Usage) with the full names if several have it, and the errors of a call.
    pub async fn find(self, name: &str) -> Result<Environment, Error> {
        let projects = self.0.call(ListProjects::new()).await?;
        let all = self.list(ListEnvironments::new()).await?;
        let full = |environment: &Environment| {
            let own = projects.iter().find(|project| project.id == environment.project_id);
            format!("{}/{}", own.map_or("", |project| &project.name), environment.name)
        };
        let mut named: Vec<_> =
            all.iter().filter(|known| known.name == name || full(known) == name).collect();
        match named.len() {
            1 => Ok(named.remove(0).clone()),
            0 => Err(Error::new(ErrorKind::NotFound, format!("there is no environment `{name}`"))),
            _ => {
                let full_names =
                    named.into_iter().map(|known| format!("`{}`", full(known))).collect::<Vec<_>>();
                let line = format!("`{name}` is the name of several environments: {}", full_names.join(", "));
                Err(Error::new(ErrorKind::Usage, line))
            }
        }
    }
}

impl Client {
    /// The environment of a name, `environment` or `project/environment`: see [`Environments::find`].
    ///
    /// # Errors
    ///
    /// Those of [`Environments::find`].
    pub async fn environment_named(&self, name: &str) -> Result<EnvironmentClient, Error> {
        Ok(self.environment(self.environments().find(name).await?.id))
    }

    /// Does something in several environments, eight at the same time. The results are in the order of the ids; one
    /// that fails does not stop the others.
    ///
    /// ```no_run
    /// use saltant::inmanta::ListEnvironments;
    ///
    /// # async fn run(client: saltant::inmanta::Client) -> Result<(), saltant::Error> {
    /// let ids = client.environments().list(ListEnvironments::new()).await?.into_iter().map(|each| each.id);
    /// for (id, halted) in client.in_environments(ids, async |environment| environment.halt().await).await {
    ///     println!("{id}: {halted:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn in_environments<F, T>(
        &self,
        ids: impl IntoIterator<Item = EnvironmentId>,
        work: impl Fn(EnvironmentClient) -> F,
    ) -> Vec<(EnvironmentId, T)>
    where
        F: Future<Output = T>,
    {
        let run = |id: EnvironmentId| {
            let done = work(self.environment(id));
            async move { (id, done.await) }
        };
        map_concurrent(ids, DEFAULT_CONCURRENCY, run).await
    }
}

impl EnvironmentClient {
    /// This environment with a token for exports, which the server makes for the logged-in user.
    ///
    /// # Errors
    ///
    /// Those of a call. A server without authentication answers 400: there, no token is needed.
    pub async fn for_export(&self) -> Result<Self, Error> {
        let token = self.create_token(CreateToken::new([ClientType::Api, ClientType::Compiler])).await?;
        Ok(self.with_credential(BearerToken::new(token)))
    }
}
