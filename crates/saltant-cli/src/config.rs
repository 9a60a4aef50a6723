//! `saltant config`: changes profiles and shows where each setting comes from.

use std::io::{IsTerminal as _, Read as _, Write as _};

use serde::Serialize;

use crate::clean;
use crate::config_file::ConfigFile;
use crate::connect::ConnectArgs;
use crate::exit::{Exit, Failure};
use crate::output::{self, styles};
use crate::prompt::{self, Echo};
use crate::runtime;
use crate::service::{self, SALTANT, SERVICES, Service, Setting};
use crate::settings::Value;
use crate::sources::{ProfileArgs, Sources};
use crate::table::{Cell, Table};
use crate::view::{Format, Printer, ViewArgs};

/// The profile that `set` creates where none is named.
const FIRST_PROFILE: &str = "default";

/// Stores addresses and tokens in profiles, and shows where each setting comes from.
///
/// A setting is taken from a flag, else from the environment, else from the profile. The secrets of a profile
/// are sent only to the server in that profile. If a flag or the environment gives the address of another
/// server, they are not used.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant config set url https://saltant.example.org/api/
  saltant config set token                        prompts for it without echo
  saltant config set token --profile test < token.txt
  saltant config use test
  saltant config show")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Shows each setting and where it comes from; secrets are hidden
    Show {
        /// The services to show [default: saltant and those with a setting]
        #[arg(value_name = "SERVICE")]
        services: Vec<String>,
        /// Print JSON; the same as `-o json`
        #[arg(long, conflicts_with = "output")]
        json: bool,
        #[command(flatten)]
        view: ViewArgs,
        #[command(flatten)]
        connect: Box<ConnectArgs>,
    },
    /// Stores a setting in a profile
    ///
    /// A secret cannot be given on the command line, where other users can see it. It is prompted for, or
    /// read from standard input.
    Set {
        /// The setting, such as `url`, `token` or `vantage6.url`; without a service, it is one of saltant's
        #[arg(value_name = "[SERVICE.]NAME")]
        name: String,
        /// The value; if it is not given, it is prompted for, or read from standard input
        value: Option<String>,
        #[command(flatten)]
        profile: ProfileArgs,
    },
    /// Removes a setting from a profile
    Unset {
        /// The setting, such as `url`, `token` or `vantage6.url`
        #[arg(value_name = "[SERVICE.]NAME")]
        name: String,
        #[command(flatten)]
        profile: ProfileArgs,
    },
    /// Prints the path of the config file
    Path {
        #[command(flatten)]
        profile: ProfileArgs,
    },
    /// Makes a profile the default, or lists the profiles
    Use {
        /// The profile; without it, the profiles are listed
        name: Option<String>,
        #[command(flatten)]
        view: ViewArgs,
        #[command(flatten)]
        profile: ProfileArgs,
    },
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.command {
        Command::Show { services, json, view, connect } => {
            show(services, &if *json { view.or(Format::Json) } else { view.clone() }, connect)?;
        }
        Command::Set { name, value, profile } => set(name, value.as_deref(), profile)?,
        Command::Unset { name, profile } => unset(name, profile)?,
        Command::Path { profile } => writeln!(output::stdout(), "{}", profile.path()?.display())?,
        Command::Use { name: Some(name), profile, .. } => make_default(name, profile)?,
        Command::Use { name: None, view, profile } => list_profiles(view, profile)?,
    }
    Ok(Exit::Done)
}

fn show(names: &[String], view: &ViewArgs, connect: &ConnectArgs) -> Result<(), Failure> {
    for name in names {
        service::named(name)?;
    }
    let sources = Sources::new(&connect.profile)?;
    let mut rows = Vec::new();
    for service in SERVICES {
        let asked_for = names.iter().any(|name| name == service.name);
        if !names.is_empty() && !asked_for {
            continue;
        }
        let is_own = service.name == SALTANT.name;
        // Where no service is named, a flag such as --set is for saltant.
        let flags = if asked_for || is_own { connect } else { &ConnectArgs::default() };
        let known = flags.settings(&sources, service)?;
        let is_set = service.settings.iter().any(|setting| known.get(setting.name).is_some());
        if !(asked_for || is_set || is_own) {
            continue;
        }
        rows.extend(service.settings.iter().map(|setting| {
            let value = known.get(setting.name).cloned();
            Row { service, setting, value, withheld: known.is_withheld(setting.name) }
        }));
    }
    if !view.is_given() {
        return print_table(&sources, &rows);
    }
    let format = view.format(Format::Table)?;
    let mut printer = Printer::made(view, "config show", format, !format.has_parts())?;
    if format.has_parts() {
        let settings = rows.iter().map(Row::print).collect();
        let (file, profile) = (sources.path.to_string_lossy().into_owned(), sources.profile);
        printer.thing(&Shown { file, profile: profile.map(|(name, _)| name), settings })?;
    } else {
        rows.iter().try_for_each(|row| printer.thing(&row.print()))?;
    }
    printer.finish()?;
    Ok(())
}

/// All that `config show` prints.
#[derive(Serialize)]
struct Shown {
    file: String,
    profile: Option<String>,
    settings: Vec<PrintedSetting>,
}

/// A setting as `config show` prints it.
#[derive(Serialize)]
struct PrintedSetting {
    service: &'static str,
    name: &'static str,
    set: bool,
    value: Option<String>,
    secret: bool,
    from: String,
}

/// A line of `config show`.
struct Row {
    service: &'static Service,
    setting: &'static Setting,
    value: Option<Value>,
    withheld: bool,
}

impl Row {
    /// The value as it is shown: secrets are hidden.
    fn shown(&self) -> Option<String> {
        let value = self.value.as_ref()?;
        Some(if self.setting.secret { "(hidden)".to_owned() } else { value.text.expose().to_owned() })
    }

    fn print(&self) -> PrintedSetting {
        PrintedSetting {
            service: self.service.name,
            name: self.setting.name,
            set: self.value.is_some(),
            value: self.shown().filter(|_| !self.setting.secret),
            secret: self.setting.secret,
            from: self.source(),
        }
    }

    fn source(&self) -> String {
        match &self.value {
            Some(value) => value.source.to_string(),
            None if self.withheld => "not used: the profile's is for the profile's address".to_owned(),
            None => format!("not set; {} would be taken", self.setting.variable),
        }
    }
}

fn print_table(sources: &Sources, rows: &[Row]) -> Result<(), Failure> {
    let missing = if sources.path.exists() { "" } else { " (does not exist)" };
    let profile = match &sources.profile {
        Some((name, by)) => format!("{name} ({by})"),
        None => "none".to_owned(),
    };
    let mut out = output::stdout();
    writeln!(out, "config file  {}{missing}", sources.path.display())?;
    writeln!(out, "profile      {}\n", clean::line(&profile))?;
    drop(out);
    let mut table = Table::new(["SETTING", "VALUE", "FROM"]);
    for row in rows {
        let style = if row.value.is_some() { styles::PLAIN } else { styles::FAINT };
        table.row([
            format!("{}.{}", row.service.name, row.setting.name).into(),
            row.shown().unwrap_or_else(|| "–".to_owned()).into(),
            Cell::styled(row.source(), style),
        ]);
    }
    Ok(table.print()?)
}

fn set(name: &str, value: Option<&str>, args: &ProfileArgs) -> Result<(), Failure> {
    let (service, setting) = find(name)?;
    let value = match value {
        Some(_) if setting.secret => {
            let text = format!("{name} is a secret and cannot be set from the command line");
            return Err(Failure::usage(text).hint(format!(
                "other users of this machine could see it: leave the value out to be prompted for it, or \
                 read it from a file: saltant config set {name} < FILE"
            )));
        }
        Some(value) => value.to_owned(),
        None => read_value(setting)?,
    };
    if value.is_empty() {
        return Err(Failure::usage("the value is empty").hint("`saltant config unset` removes a setting"));
    }
    if setting.name == service::URL {
        let checked = value.parse::<saltant::BaseUrl>();
        checked.map_err(|error| Failure::usage(error.to_string()))?;
    }
    let profile = ConfigFile::change(&args.path()?, |file| {
        let profile = chosen(args, file)?;
        let services = file.profiles.entry(profile.clone()).or_default();
        services.entry(service.name.to_owned()).or_default().insert(setting.name.to_owned(), value);
        file.default.get_or_insert_with(|| profile.clone());
        Ok(profile)
    })?;
    let text = format!("{}.{} is set in profile {profile}", service.name, setting.name);
    Ok(writeln!(output::stdout(), "{}", clean::line(&text))?)
}

fn unset(name: &str, args: &ProfileArgs) -> Result<(), Failure> {
    let (service, setting) = find(name)?;
    ConfigFile::change(&args.path()?, |file| {
        let profile = chosen(args, file)?;
        let values = file.profiles.get_mut(&profile).and_then(|profile| profile.get_mut(service.name));
        if values.and_then(|values| values.remove(setting.name)).is_none() {
            let text = format!("{}.{} is not set in profile {profile}", service.name, setting.name);
            return Err(Failure::usage(text));
        }
        Ok(())
    })
}

/// The name of the profile to change, which may not exist yet.
fn chosen(args: &ProfileArgs, file: &ConfigFile) -> Result<String, Failure> {
    Ok(args.chosen(file)?.map_or_else(|| FIRST_PROFILE.to_owned(), |(name, _)| name))
}

/// Prompts for a value if standard input is a terminal, else reads it from there.
fn read_value(setting: &Setting) -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        let echo = if setting.secret { Echo::Hidden } else { Echo::Shown };
        return runtime::client(prompt::ask(setting.name, echo));
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text.trim().to_owned())
}

fn make_default(name: &str, args: &ProfileArgs) -> Result<(), Failure> {
    let path = args.path()?;
    ConfigFile::change(&path, |file| {
        if !file.profiles.contains_key(name) {
            return Err(Failure::usage(format!("{} has no profile {name:?}", path.display()))
                .hint(format!("profiles: {}", file.profile_names())));
        }
        file.default = Some(name.to_owned());
        Ok(())
    })
}

fn list_profiles(view: &ViewArgs, args: &ProfileArgs) -> Result<(), Failure> {
    let file = ConfigFile::read(&args.path()?)?;
    if !view.is_given() {
        let mut table = Table::new(["PROFILE", "SERVICES", ""]);
        for (name, services) in &file.profiles {
            let services: Vec<_> = services.keys().map(String::as_str).collect();
            let mark = if file.default.as_deref() == Some(name) { "default" } else { "" };
            table.row([name.as_str().into(), services.join(", ").into(), Cell::styled(mark, styles::GOOD)]);
        }
        return Ok(table.print()?);
    }
    let mut printer = Printer::made(view, "config use", Format::Table, true)?;
    for (name, services) in &file.profiles {
        let services: Vec<_> = services.keys().collect();
        let default = file.default.as_ref() == Some(name);
        printer.thing(&PrintedProfile { name, services, default })?;
    }
    printer.finish()?;
    Ok(())
}

/// A profile as `config use` prints it.
#[derive(Serialize)]
struct PrintedProfile<'p> {
    name: &'p str,
    services: Vec<&'p String>,
    default: bool,
}

/// The setting that `url`, `token` or `vantage6.url` names.
fn find(name: &str) -> Result<(&'static Service, &'static Setting), Failure> {
    let (service, name) = name.split_once('.').unwrap_or((SALTANT.name, name));
    let service = service::named(service)?;
    Ok((service, service.named_setting(name)?))
}
