//! `saltant inmanta compile wait` and `log`.

use clap::ArgMatches;
use saltant::inmanta::{CompileDetails, CompileId};

use super::{EnvironmentArgs, uuid};
use crate::connect::ConnectArgs;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::runtime;
use crate::waits::{EXIT, WaitArgs, parsed, wait_for_all};

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
        let id = CompileId::new(uuid(&self.id)?);
        let environment = self.environment.connect(&self.wait.connect).await?;
        let waiting = environment.compiles().wait_until_successful(id);
        wait_for_all([(self.id.clone(), waiting)], &self.wait, "inmanta compile wait", state).await
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
        let environment = self.environment.connect(&self.connect).await?;
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
