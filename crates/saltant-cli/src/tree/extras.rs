//! Commands of resources that are written by hand, beside those of the catalog or instead of them.

use clap::{ArgMatches, Args as _, Command};

use crate::exit::{Exit, Failure};
use crate::files::{changes, copies, import, lists, outputs};
use crate::vantage6_key::{Fingerprint, New, Publish};
use crate::waits::{agave, inmanta, vantage6};

/// A command that is written by hand: `saltant [SERVICE] RESOURCE VERB`.
///
/// The verb may have further commands below it. Where the catalog has the same verb, this one comes first.
pub(super) struct Extra {
    pub(super) service: &'static str,
    pub(super) resource: &'static str,
    pub(super) verb: &'static str,
    /// Adds description and arguments to the command.
    pub(super) build: fn(Command) -> Command,
    pub(super) run: fn(&ArgMatches) -> Result<Exit, Failure>,
}

/// All of them. With clap's derive: `build: Args::augment_args`.
pub(super) const EXTRAS: &[Extra] = &[
    files("ls", lists::Ls::augment_args, lists::Ls::run),
    files("upload", copies::Upload::augment_args, copies::Upload::run),
    files("download", copies::Download::augment_args, copies::Download::run),
    files("mkdir", changes::Mkdir::augment_args, changes::Mkdir::run),
    files("mv", changes::Mv::augment_args, changes::Mv::run),
    files("cp", changes::Cp::augment_args, changes::Cp::run),
    files("rm", changes::Rm::augment_args, changes::Rm::run),
    files("import", import::ImportFrom::augment_args, import::ImportFrom::run),
    files("history", lists::History::augment_args, lists::History::run),
    Extra {
        service: "agave",
        resource: "job",
        verb: "outputs",
        build: outputs::Outputs::augment_args,
        run: outputs::Outputs::run,
    },
    Extra {
        service: "agave",
        resource: "actor",
        verb: "wait",
        build: agave::ActorWait::augment_args,
        run: agave::ActorWait::run,
    },
    Extra {
        service: "agave",
        resource: "actor",
        verb: "logs",
        build: agave::ActorLogs::augment_args,
        run: agave::ActorLogs::run,
    },
    Extra {
        service: "agave",
        resource: "job",
        verb: "wait",
        build: agave::JobWait::augment_args,
        run: agave::JobWait::run,
    },
    Extra {
        service: "inmanta",
        resource: "compile",
        verb: "wait",
        build: inmanta::CompileWait::augment_args,
        run: inmanta::CompileWait::run,
    },
    Extra {
        service: "inmanta",
        resource: "compile",
        verb: "log",
        build: inmanta::CompileLog::augment_args,
        run: inmanta::CompileLog::run,
    },
    Extra {
        service: "inmanta",
        resource: "deploy",
        verb: "wait",
        build: inmanta::DeployWait::augment_args,
        run: inmanta::DeployWait::run,
    },
    Extra {
        service: "inmanta",
        resource: "dry-run",
        verb: "wait",
        build: inmanta::DryRunWait::augment_args,
        run: inmanta::DryRunWait::run,
    },
    Extra {
        service: "inmanta",
        resource: "dry-run",
        verb: "diff",
        build: inmanta::DryRunDiff::augment_args,
        run: inmanta::DryRunDiff::run,
    },
    Extra {
        service: "vantage6",
        resource: "task",
        verb: "wait",
        build: vantage6::TaskWait::augment_args,
        run: vantage6::TaskWait::run,
    },
    Extra {
        service: "vantage6",
        resource: "task",
        verb: "results",
        build: vantage6::Results::augment_args,
        run: vantage6::Results::run,
    },
    Extra {
        service: "vantage6",
        resource: "task",
        verb: "logs",
        build: vantage6::Logs::augment_args,
        run: vantage6::Logs::run,
    },
    Extra { service: "vantage6", resource: "key", verb: "new", build: New::augment_args, run: New::run },
    Extra {
        service: "vantage6",
        resource: "key",
        verb: "fingerprint",
        build: Fingerprint::augment_args,
        run: Fingerprint::run,
    },
    Extra {
        service: "vantage6",
        resource: "key",
        verb: "publish",
        build: Publish::augment_args,
        run: Publish::run,
    },
];

/// A command of `saltant agave files`.
const fn files(
    verb: &'static str,
    build: fn(Command) -> Command,
    run: fn(&ArgMatches) -> Result<Exit, Failure>,
) -> Extra {
    Extra { service: "agave", resource: "files", verb, build, run }
}
