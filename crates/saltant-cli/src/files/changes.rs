//! `saltant agave files mkdir`, `mv`, `cp` and `rm`.

use clap::ArgMatches;
use saltant::WaitPolicy;
use saltant::agave::{Client, FileAction, ManageFile, SystemId};
use serde_json::{Value, json};

use super::address::Address;
use super::copies::address;
use super::import::{Import, import};
use super::{ADDRESSES, client, system};
use crate::connect::ConnectArgs;
use crate::exit::{Exit, Failure};
use crate::prompt;
use crate::runtime;
use crate::view::{Format, Printer, ViewArgs};
use crate::waits::parsed;

/// Makes folders, and those above them that do not exist.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
Example:
  saltant agave files mkdir data.example:project/inputs

{ADDRESSES}"))]
pub(crate) struct Mkdir {
    /// The folders
    #[arg(value_name = "ADDRESS", required = true)]
    addresses: Vec<String>,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl Mkdir {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.make()).map_err(Failure::during_write)
    }

    async fn make(&self) -> Result<Exit, Failure> {
        let addresses = addresses(&self.addresses)?;
        let client = client(&self.connect).await?;
        let mut done = Done::default();
        for address in addresses {
            named(&address)?;
            let system = system(&client, &address).await?;
            let made = client.files().make_folder(system.clone(), address.path.as_str()).await;
            done.add(&system, &address, made.map_err(Failure::from))?;
        }
        done.print(&self.view)
    }
}

/// What a move and a copy have in common.
#[derive(Debug, clap::Args)]
struct PlaceArgs {
    /// The files and folders, and at last the target: a folder that exists or has a slash at its end gets them
    /// inside; another path becomes their name
    #[arg(value_name = "ADDRESS", required = true, num_args = 2..)]
    addresses: Vec<String>,

    /// Replace files that exist and differ
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

/// Moves or renames files and folders within a system.
#[derive(Debug, clap::Args)]
#[command(override_usage = "saltant agave files mv [OPTIONS] <ADDRESS>... <ADDRESS>")]
#[command(after_help = format!("\
Examples:
  saltant agave files mv data.example:draft.csv data.example:final.csv
  saltant agave files mv data.example:a.csv data.example:b.csv data.example:archive/

{ADDRESSES}"))]
pub(crate) struct Mv {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Copies files and folders within a system, or from one system to another.
#[derive(Debug, clap::Args)]
#[command(override_usage = "saltant agave files cp [OPTIONS] <ADDRESS>... <ADDRESS>")]
#[command(after_help = format!("\
Examples:
  saltant agave files cp data.example:in.csv data.example:backup/
  saltant agave files cp data.example:in.csv here.example:in.csv

{ADDRESSES}"))]
pub(crate) struct Cp {
    #[command(flatten)]
    place: PlaceArgs,
}

impl Mv {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.place.act(FileAction::Move)).map_err(Failure::during_write)
    }
}

impl Cp {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.place.act(FileAction::Copy)).map_err(Failure::during_write)
    }
}

impl PlaceArgs {
    async fn act(&self, action: FileAction) -> Result<Exit, Failure> {
        let mut sources = addresses(&self.addresses)?;
        let Some(target) = sources.pop() else { return Ok(Exit::Done) };
        let client = client(&self.connect).await?;
        let there = system(&client, &target).await?;
        let is_inside = target.is_folder
            || sources.len() > 1
            || client.files().is_folder(there.clone(), target.path.as_str()).await? == Some(true);
        let mut done = Done::default();
        for source in sources {
            let name = named(&source)?;
            let to = if is_inside { target.join(name) } else { target.clone() };
            let here = system(&client, &source).await?;
            let acted = self.one(&client, &action, (&here, &source), (&there, &to)).await;
            done.add(&there, &to, acted)?;
        }
        done.print(&self.view)
    }

    async fn one(
        &self,
        client: &Client,
        action: &FileAction,
        (here, source): (&SystemId, &Address),
        (there, to): (&SystemId, &Address),
    ) -> Result<(), Failure> {
        if here == there && source.path == to.path {
            return Err(Failure::usage("it is there already"));
        }
        if here != there && *action == FileAction::Move {
            let text = "the service moves nothing from one system to another";
            return Err(
                Failure::usage(text).hint("copy it with `cp`, and remove it with `rm` when it is there")
            );
        }
        let present = client.files().is_folder(there.clone(), to.path.as_str()).await?;
        free(to, present, self.replace)?;
        if here != there {
            let from = format!("agave://{here}/{}", source.service_path());
            let import =
                Import { from, to: to.clone(), system: there.clone(), policy: WaitPolicy::default() };
            return import_whole(client, import).await;
        }
        if present.is_some() && *action == FileAction::Move {
            client.files().delete(there.clone(), to.path.as_str()).await?;
        }
        let manage =
            ManageFile::new(here.clone(), source.path.as_str(), action.clone()).path(to.service_path());
        client.files().manage(manage).await?;
        Ok(())
    }
}

async fn import_whole(client: &Client, request: Import) -> Result<(), Failure> {
    import(client, &request).await?;
    request.wait(client).await
}

/// Refuses a place that is taken: files are replaced only if told, and folders never.
pub(super) fn free(to: &Address, present: Option<bool>, replace: bool) -> Result<(), Failure> {
    match present {
        Some(true) => Err(Failure::usage("a folder of this name exists").about(&to.text())),
        Some(false) if !replace => {
            let failure = Failure::usage("it exists, and is not replaced").about(&to.text());
            Err(failure.hint("--replace replaces it"))
        }
        _ => Ok(()),
    }
}

/// Removes files, and folders with everything in them.
///
/// It asks before it removes a folder or several things, unless `--yes` is given.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
Examples:
  saltant agave files rm data.example:old.csv
  saltant agave files rm data.example:old --yes

{ADDRESSES}"))]
pub(crate) struct Rm {
    /// The files and folders
    #[arg(value_name = "ADDRESS", required = true)]
    addresses: Vec<String>,

    /// Do not ask, also where it is about a folder or more than one thing
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl Rm {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.remove()).map_err(Failure::during_write)
    }

    async fn remove(&self) -> Result<Exit, Failure> {
        let addresses = addresses(&self.addresses)?;
        addresses.iter().try_for_each(|address| named(address).map(drop))?;
        let client = client(&self.connect).await?;
        let mut things = Vec::new();
        for address in addresses {
            things.push((system(&client, &address).await?, address));
        }
        if !self.yes {
            let what = match &things[..] {
                [(system, address)] => {
                    let is_folder = client.files().is_folder(system.clone(), address.path.as_str()).await?;
                    (is_folder == Some(true))
                        .then(|| format!("remove the folder {} with everything in it", address.text()))
                }
                several => Some(format!("remove {} files and folders", several.len())),
            };
            if let Some(what) = what {
                prompt::confirm(&what).await?;
            }
        }
        let mut done = Done::default();
        for (system, address) in things {
            let removed = client.files().delete(system.clone(), address.path.as_str()).await;
            done.add(&system, &address, removed.map(drop).map_err(Failure::from))?;
        }
        done.print(&self.view)
    }
}

fn addresses(given: &[String]) -> Result<Vec<Address>, Failure> {
    given.iter().map(|text| address(text)).collect()
}

/// The name of a file or folder; a home or root directory has none.
fn named(address: &Address) -> Result<&str, Failure> {
    let text =
        || format!("{:?} names a whole system: the path of a file or folder is needed", address.text());
    address.name().ok_or_else(|| Failure::usage(text()))
}

/// What has been done, and how the rest has failed.
#[derive(Default)]
struct Done {
    things: Vec<Value>,
    exit: Option<Exit>,
}

impl Done {
    /// Notes what became of a thing. A failure does not keep the others from being tried.
    fn add(
        &mut self,
        system: &SystemId,
        address: &Address,
        result: Result<(), Failure>,
    ) -> Result<(), Failure> {
        match result {
            Ok(()) => {
                self.things.push(json!({"system": system, "path": address.service_path()}));
                Ok(())
            }
            Err(failure) if failure.is_interrupt() => Err(failure),
            Err(failure) => {
                let failed = failure.about(&address.text()).report();
                self.exit.get_or_insert(failed);
                Ok(())
            }
        }
    }

    fn print(self, view: &ViewArgs) -> Result<Exit, Failure> {
        let mut printer = Printer::made(view, "agave files cp", Format::Json, true)?;
        // After an error, an empty table would say that nothing was found.
        if let (Some(exit), [], true) = (self.exit, &self.things[..], printer.format().is_table()) {
            return Ok(exit);
        }
        self.things.iter().try_for_each(|thing| printer.thing(thing))?;
        printer.finish()?;
        Ok(self.exit.unwrap_or(Exit::Done))
    }
}
