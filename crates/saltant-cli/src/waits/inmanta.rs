//! `saltant inmanta compile wait` and `log`.

use std::time::Instant;

use clap::ArgMatches;
use saltant::Uuid;
use saltant::http::Client;
use saltant::inmanta::{self, CompileDetails, CompileId, EnvironmentClient, EnvironmentId};

use super::{EXIT, WaitArgs, parsed, report, wait_for};
use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::progress::Progress;
use crate::runtime;
use crate::service::{self, ENVIRONMENT};
use crate::sources::Sources;
use crate::tree::names;

const INMANTA: &str = "inmanta";

/// Which environment.
#[derive(Debug, clap::Args)]
struct EnvironmentArgs {
    /// The environment: its name or its id [default: the setting inmanta.environment]
    #[arg(long, value_name = "ENVIRONMENT")]
    environment: Option<String>,
}

impl EnvironmentArgs {
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

/// Waits until a compile has ended, and prints it with its errors.
#[derive(Debug, clap::Args)]
#[command(after_help = format!(
    "Example:\n  saltant inmanta compile wait 3f6a6a0e-6d0b-4e2c-8f0e-1b9c5a2d7e10 --environment prod\n\n{EXIT}"
))]
pub(crate) struct CompileWait {
    /// The id of the compile
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    environment: EnvironmentArgs,

    #[command(flatten)]
    wait: WaitArgs,
}

impl CompileWait {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.wait())
    }

    async fn wait(&self) -> Result<Exit, Failure> {
        let started = Instant::now();
        let id = CompileId::new(uuid(&self.id)?);
        let client = self.wait.client(INMANTA).await?;
        let environment = self.environment.of(client, &self.wait.connect).await?;
        let mut progress = Progress::new(1, self.wait.quiet);
        let waiting = environment.compiles().wait_until_successful(id);
        let end = wait_for(self.id.clone(), waiting, &self.wait, &progress, state).await;
        progress.finished(&end.id, end.trouble.as_deref().unwrap_or(&end.state), end.exit == Exit::Done);
        drop(progress);
        report(&[end], started)
    }
}

fn state(compile: &CompileDetails) -> String {
    let state = match (compile.completed, compile.success) {
        (None, _) => "compiling",
        (Some(_), Some(true)) => "successful",
        (Some(_), _) => "failed",
    };
    state.to_owned()
}

/// Prints what the steps of a compile have printed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  saltant inmanta compile log 3f6a6a0e-6d0b-4e2c-8f0e-1b9c5a2d7e10 --environment prod")]
pub(crate) struct CompileLog {
    /// The id of the compile
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    environment: EnvironmentArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl CompileLog {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.print())
    }

    async fn print(&self) -> Result<Exit, Failure> {
        let id = CompileId::new(uuid(&self.id)?);
        let service = service::named(INMANTA)?;
        let client = self.connect.connect(service, Purpose::Authenticated, None).await?;
        let environment = self.environment.of(client, &self.connect).await?;
        let compile = environment.compiles().get(id).await?;
        for step in compile.reports.unwrap_or_default() {
            let code = step.returncode.map_or("running".to_owned(), |code| format!("exit code {code}"));
            output::data(&format!("== {} ({code})\n", step.name))?;
            for text in [&step.outstream, &step.errstream].into_iter().filter(|text| !text.is_empty()) {
                output::data(text)?;
                if !text.ends_with('\n') {
                    output::data("\n")?;
                }
            }
        }
        for error in compile.compile_data.unwrap_or_default().errors {
            output::data(&format!("error: {}\n", error.message))?;
        }
        Ok(Exit::Done)
    }
}

fn uuid(text: &str) -> Result<Uuid, Failure> {
    Uuid::parse_str(text).map_err(|error| Failure::usage(format!("{text:?} is not a UUID: {error}")))
}
