//! Waits, logs and differences of Inmanta, in an environment.

use saltant::Uuid;
use saltant::http::Client;
use saltant::inmanta::{self, EnvironmentClient, EnvironmentId};

use crate::connect::{ConnectArgs, Purpose};
use crate::exit::Failure;
use crate::service::{self, ENVIRONMENT};
use crate::sources::Sources;
use crate::tree::names;

mod compile;
mod deploy;
mod dry_run;

pub(crate) use compile::{CompileLog, CompileWait};
pub(crate) use deploy::DeployWait;
pub(crate) use dry_run::{DryRunDiff, DryRunWait};

const INMANTA: &str = "inmanta";

/// Which environment.
#[derive(Debug, clap::Args)]
struct EnvironmentArgs {
    /// The environment: its name or its id [default: the setting inmanta.environment]
    #[arg(long, value_name = "ENVIRONMENT")]
    environment: Option<String>,
}

impl EnvironmentArgs {
    async fn connect(&self, connect: &ConnectArgs) -> Result<EnvironmentClient, Failure> {
        self.of(connect.connect(service::named(INMANTA)?, Purpose::Authenticated, None).await?, connect).await
    }

    async fn of(&self, client: Client, connect: &ConnectArgs) -> Result<EnvironmentClient, Failure> {
        let given = if let Some(environment) = &self.environment {
            environment.clone()
        } else {
            let settings = connect.settings(&Sources::new(&connect.profile)?, service::named(INMANTA)?)?;
            settings.required(ENVIRONMENT)?.expose().to_owned()
        };
        let (_, id) = names::find(&client, ENVIRONMENT, &[ENVIRONMENT], &given).await?;
        Ok(inmanta::Client::from(client).environment(EnvironmentId::new(uuid(&id)?)))
    }
}

fn uuid(text: &str) -> Result<Uuid, Failure> {
    Uuid::parse_str(text).map_err(|error| Failure::usage(format!("{text:?} is not a UUID: {error}")))
}
