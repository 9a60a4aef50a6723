//! The servers that the examples need, with some data in them.

mod agave;
mod astakos;
mod inmanta;
mod saltant;
mod vantage6;

use std::error::Error;
use std::path::Path;
use std::process::Command;

/// What an example finds when it begins.
#[derive(Clone, Copy)]
pub(crate) enum Scene {
    /// Nothing: it starts its own server, or needs none.
    Own,
    /// A saltant server with task types, a queue and six finished jobs.
    Saltant,
    /// A vantage6 server with two collaborations of three hospitals.
    Vantage6,
    /// A vantage6 server that asks for two-factor codes.
    TwoFactor,
    /// Prepared answers of an Inmanta server.
    Inmanta,
    /// An Agave tenant with two systems, some files and an app.
    Agave,
    /// An Astakos server with two users.
    Astakos,
}

/// A server that runs until it is dropped, and the variables that name it.
struct Running {
    variables: Vec<(&'static str, String)>,
    _server: Box<dyn std::any::Any>,
}

type Started = Result<Running, Box<dyn Error>>;

impl Running {
    fn new<const N: usize>(server: impl std::any::Any, variables: [(&'static str, String); N]) -> Self {
        Self { variables: variables.into(), _server: Box::new(server) }
    }
}

impl Scene {
    /// The service that an example is about.
    pub(crate) fn service(self, name: &str) -> &'static str {
        match self {
            Self::Own if name.starts_with("vantage6") => "vantage6",
            Self::Own | Self::Saltant => "saltant",
            Self::Vantage6 | Self::TwoFactor => "vantage6",
            Self::Inmanta => "Inmanta",
            Self::Agave => "Agave",
            Self::Astakos => "Astakos",
        }
    }

    async fn start(self, folder: &Path) -> Started {
        match self {
            Self::Own => Ok(Running::new((), [])),
            Self::Saltant => saltant::start(folder).await,
            Self::Vantage6 => vantage6::start(folder).await,
            Self::TwoFactor => vantage6::start_with_codes().await,
            Self::Inmanta => inmanta::start().await,
            Self::Agave => agave::start(folder).await,
            Self::Astakos => astakos::start().await,
        }
    }

    /// Runs an example as a process of its own, in a folder that is deleted afterwards.
    pub(crate) fn run(self, name: &str) -> Result<(), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--own-server", name]).current_dir(folder.path());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let status = runtime.block_on(async {
            let running = self.start(folder.path()).await?;
            command.envs(running.variables.iter().cloned());
            Ok::<_, Box<dyn Error>>(tokio::process::Command::from(command).status().await?)
        })?;
        if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}").into()) }
    }
}
