//! `saltant agave files download` and `upload`.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use clap::{ArgMatches, FromArgMatches as _, ValueHint};
use indicatif::HumanBytes;
use saltant::agave::{DownloadFile, PARTIAL, Transfer, Transferred, TransferredFile};
use serde_json::{Value, json};

use super::address::Address;
use super::bar::Bar;
use super::{ADDRESSES, client, system};
use crate::connect::ConnectArgs;
use crate::exit::{self, Exit, Failure};
use crate::view::{Format, Printer, ViewArgs};
use crate::{duration, output, runtime, send, stdin};

/// How files are copied.
#[derive(Debug, clap::Args)]
pub(crate) struct CopyArgs {
    /// How many files are transferred at a time
    #[arg(long, value_name = "N", default_value = "4", value_parser = clap::value_parser!(u8).range(1..=64))]
    parallel: u8,

    /// Replace files that exist and differ
    #[arg(long)]
    replace: bool,

    /// Print no progress on stderr
    #[arg(long, short)]
    quiet: bool,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    pub(super) connect: ConnectArgs,
}

/// Downloads files and folders with everything in them.
///
/// What exists is not replaced unless `--replace` is given; a file with the same length and time is kept. The
/// length of each file is checked. A file that has not come completely ends in .saltant-part: the same command goes
/// on with it.
#[derive(Debug, clap::Args)]
#[command(override_usage = "saltant agave files download [OPTIONS] <ADDRESS>... [TARGET]")]
#[command(after_help = format!("\
Examples:
  saltant agave files download data.example:results/out.csv
  saltant agave files download agave://data.example/results ./here --parallel 8
  saltant agave files download data.example:a.csv data.example:b.csv inputs/
  saltant agave files download data.example:out.csv - | head

{ADDRESSES}"))]
pub(crate) struct Download {
    /// The files and folders, and at last the target, if there are several arguments. With a slash at its end,
    /// or for several things, the target gets them inside, as a folder that exists gets a file. Else it is the new
    /// name. `-` is standard output, for one file [default target: ./]
    #[arg(value_name = "ADDRESS", required = true)]
    given: Vec<String>,

    #[command(flatten)]
    copy: CopyArgs,
}

impl Download {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args = Self::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
        runtime::client(args.download()).map_err(interrupted_download)
    }

    async fn download(&self) -> Result<Exit, Failure> {
        let (sources, target) = with_target(&self.given, ".");
        let sources = sources.iter().map(|text| address(text)).collect::<Result<Vec<_>, _>>()?;
        let client = client(&self.copy.connect).await?;
        if target == "-" {
            let [source] = &sources[..] else {
                return Err(Failure::usage("only one file can go to standard output"));
            };
            let call =
                client.files().download(DownloadFile::new(system(&client, source).await?, &*source.path));
            send::print_download(call.stream().await?).await?;
            return Ok(Exit::Done);
        }
        let target = Path::new(target);
        let is_several = sources.len() > 1;
        if is_several && target.exists() && !target.is_dir() {
            return Err(Failure::usage(format!("{} is not a folder", target.display())));
        }
        let mut copies = Copies::new(&self.copy);
        for source in &sources {
            let system = system(&client, source).await?;
            // A second run for a folder has to lead to the same place, so what exists by then does not count.
            let is_inside = is_several
                || says_folder(target)
                || (target.is_dir()
                    && client.files().is_folder(system.clone(), source.path.as_str()).await? != Some(true));
            let to = match source.name().filter(|_| is_inside) {
                Some(name) => target.join(name),
                None => target.to_owned(),
            };
            copies.add(client.files().download_to(system, source.path.as_str(), to)).await?;
        }
        copies.finish()
    }
}

/// Uploads files and folders with everything in them.
///
/// What exists is not replaced unless `--replace` is given; a file with the same length that is not older is
/// kept. The length of each file is checked. After an interruption the same command goes on with the files
/// that are missing.
#[derive(Debug, clap::Args)]
#[command(override_usage = "saltant agave files upload [OPTIONS] <FILE>... [ADDRESS]")]
#[command(after_help = format!("\
Examples:
  saltant agave files upload in.csv data.example:inputs/
  saltant agave files upload ./project agave://data.example/project --parallel 8
  saltant agave files upload a.csv b.csv data.example:inputs
  tar c project | saltant agave files upload - data.example:project.tar

{ADDRESSES}"))]
pub(crate) struct Upload {
    /// The files and folders, or `-` for standard input, and at last the ADDRESS of the target, if there are
    /// several arguments. With a slash at its end, or for several things, the target gets them inside, as a folder
    /// that exists gets a file. Else it is the new name [default target: the home directory on your default
    /// storage system]
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    given: Vec<String>,

    #[command(flatten)]
    copy: CopyArgs,
}

impl Upload {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args = Self::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
        let hint = "the same command goes on with the files that are missing";
        runtime::client(args.upload()).map_err(|failure| failure.during_write().if_interrupted(hint))
    }

    async fn upload(&self) -> Result<Exit, Failure> {
        let (sources, target) = with_target(&self.given, "");
        let target = address(target)?;
        let client = client(&self.copy.connect).await?;
        let system = system(&client, &target).await?;
        let is_inside = target.is_folder || sources.len() > 1;
        let is_there =
            !is_inside && client.files().is_folder(system.clone(), target.path.as_str()).await? == Some(true);
        let mut copies = Copies::new(&self.copy);
        for source in sources {
            let input = if source == "-" { Some(standard_input()?) } else { None };
            let path = input.as_ref().map_or(Path::new(source), |input| input.path());
            // A second run for a folder has to lead to the same place, so what exists by then does not count.
            let is_inside = is_inside || (is_there && !path.is_dir());
            if is_inside && input.is_some() {
                let text = format!("{} is a folder: standard input needs the name of a file", target.text());
                return Err(Failure::usage(text));
            }
            let name = match path.file_name().and_then(OsStr::to_str).filter(|_| is_inside) {
                Some(name) => target.join(name),
                None => target.clone(),
            };
            copies.add(client.files().upload_from(path, system.clone(), name.path)).await?;
        }
        copies.finish()
    }
}

/// A file with what comes from standard input.
fn standard_input() -> Result<tempfile::NamedTempFile, Failure> {
    let mut file = tempfile::NamedTempFile::new()?;
    stdin::copy("-", &mut file)?;
    file.flush()?;
    Ok(file)
}

/// The last argument is the target if there are several.
fn with_target<'a>(arguments: &'a [String], otherwise: &'a str) -> (&'a [String], &'a str) {
    match arguments.split_last() {
        Some((target, sources)) if !sources.is_empty() => (sources, target),
        _ => (arguments, otherwise),
    }
}

pub(super) fn address(text: &str) -> Result<Address, Failure> {
    text.parse().map_err(Failure::usage)
}

/// Whether a path is written as that of a folder which something is to go into.
fn says_folder(path: &Path) -> bool {
    path.file_name().is_none() || path.to_string_lossy().ends_with(std::path::is_separator)
}

pub(super) fn interrupted_download(failure: Failure) -> Failure {
    failure.if_interrupted(&format!(
        "what has come is kept in files that end in {PARTIAL}; the same command goes on with them"
    ))
}

/// Copies one thing after another, and tells what became of each file.
pub(super) struct Copies<'a> {
    args: &'a CopyArgs,
    bar: Bar,
    files: Vec<TransferredFile>,
    started: Instant,
}

impl<'a> Copies<'a> {
    pub(super) fn new(args: &'a CopyArgs) -> Self {
        Self { args, bar: Bar::new(args.quiet), files: Vec::new(), started: Instant::now() }
    }

    pub(super) async fn add(&mut self, transfer: Transfer<'_>) -> Result<(), Failure> {
        let transfer = transfer.parallel(self.args.parallel.into()).replace(self.args.replace);
        self.files.extend(transfer.on_progress(self.bar.on_progress()).on_file(self.bar.on_file()).await?);
        Ok(())
    }

    /// Prints the files for a program, and what has failed and a summary for a person.
    pub(super) fn finish(self) -> Result<Exit, Failure> {
        let Self { args, bar, files, started } = self;
        drop(bar);
        let mut printer = Printer::made(&args.view, "agave files download", Format::Json, true)?;
        // A person who has not asked for a list needs only the summary.
        if args.view.is_given() || !printer.format().is_table() {
            files.iter().try_for_each(|file| printer.thing(&as_json(file)))?;
            printer.finish()?;
        }
        let mut exit = Exit::Done;
        let mut goes_on = false;
        let (mut copied, mut kept, mut bytes) = (0_usize, 0_usize, 0);
        let total = files.len();
        for file in files {
            match file.result {
                Ok(Transferred::Kept) => kept += 1,
                Ok(_) => {
                    copied += 1;
                    bytes += file.length.unwrap_or(0).saturating_sub(file.resumed_from);
                }
                Err(error) => {
                    goes_on |= error.is_transient();
                    let failed = Failure::from(error).about(&file.remote).report();
                    exit = if exit == Exit::Done { failed } else { exit };
                }
            }
        }
        if goes_on {
            exit::hint("the same command goes on where this one has ended");
        }
        if !args.quiet {
            let took = duration::short(started.elapsed());
            let there = match kept {
                0 => String::new(),
                1 => "; 1 was there already".to_owned(),
                kept => format!("; {kept} were there already"),
            };
            let size = HumanBytes(bytes);
            output::message(&format!("{copied} of {total} files copied, {size} in {took}{there}\n"));
        }
        Ok(exit)
    }
}

fn as_json(file: &TransferredFile) -> Value {
    let state = match file.result {
        Ok(Transferred::Kept) => "kept",
        Ok(_) => "copied",
        Err(_) => "failed",
    };
    let mut shown = json!({
        "remote": file.remote, "local": file.local.display().to_string(), "length": file.length, "state": state,
    });
    if let Err(error) = &file.result {
        shown["trouble"] = error.to_string().into();
    }
    shown
}
