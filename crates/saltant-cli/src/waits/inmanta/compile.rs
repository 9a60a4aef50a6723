//! `saltant inmanta compile wait` and `log`.

use std::time::Instant;

use clap::ArgMatches;
use saltant::inmanta::{CompileDetails, CompileId};

use super::{EnvironmentArgs, uuid};
use crate::connect::ConnectArgs;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::progress::Progress;
use crate::runtime;
use crate::waits::{EXIT, WaitArgs, parsed, report, wait_for};

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
        let environment = self.environment.connect(&self.wait.connect).await?;
        let mut progress = Progress::new(1, self.wait.quiet);
        let waiting = environment.compiles().wait_until_successful(id);
        let end = wait_for(self.id.clone(), waiting, &self.wait, &progress, state).await;
        progress.finished(&end.id, end.trouble.as_deref().unwrap_or(&end.state), end.exit == Exit::Done);
        drop(progress);
        report(&[end], started, &self.wait.view, "inmanta compile wait")
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
