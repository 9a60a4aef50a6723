//! `saltant config`: profiles, and where each setting comes from.

use std::io::{IsTerminal as _, Read as _, Write as _};

use serde_json::json;

use crate::config_file::ConfigFile;
use crate::exit::{Exit, Failure};
use crate::output::{self, styles};
use crate::service::{self, SERVICES, Service, Setting};
use crate::settings::{ConnectArgs, ProfileArgs, Sources, warn_if_exposed};
use crate::table::{Cell, Table};

/// The name of a profile that nobody has named.
const FIRST_PROFILE: &str = "default";

/// Keeps addresses and tokens in profiles, and tells where each setting comes from.
///
/// A setting is looked for in flags, then in the environment, then in the profile. A token of a profile goes
/// to the profile's own address only, wherever the address comes from.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant config set url https://saltant.example.org/api/
  saltant config set token                        asks for it, without showing it
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
        /// The services to show [default: those with a setting, and saltant]
        #[arg(value_name = "SERVICE")]
        services: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        connect: ConnectArgs,
    },
    /// Puts a setting into a profile
    ///
    /// A secret is not taken from the command line, where other users can see it: it is asked for, or read
    /// from standard input.
    Set {
        /// The setting, such as `url`, `token` or `vantage6.url`; saltant's unless it names a service
        #[arg(value_name = "[SERVICE.]NAME")]
        name: String,
        /// The value; without it, it is read from standard input
        value: Option<String>,
        #[command(flatten)]
        profile: ProfileArgs,
    },
    /// Takes a setting out of a profile
    Unset {
        /// The setting
        #[arg(value_name = "[SERVICE.]NAME")]
        name: String,
        #[command(flatten)]
        profile: ProfileArgs,
    },
    /// Prints where the config file is
    Path {
        #[command(flatten)]
        profile: ProfileArgs,
    },
    /// Makes a profile the default, or lists the profiles
    Use {
        /// The profile
        name: Option<String>,
        #[command(flatten)]
        profile: ProfileArgs,
    },
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.command {
        Command::Show { services, json, connect } => show(services, *json, connect)?,
        Command::Set { name, value, profile } => set(name, value.as_deref(), profile)?,
        Command::Unset { name, profile } => unset(name, profile)?,
        Command::Path { profile } => writeln!(output::stdout(), "{}", profile.path()?.display())?,
        Command::Use { name: Some(name), profile } => make_default(name, profile)?,
        Command::Use { name: None, profile } => list_profiles(profile)?,
    }
    Ok(Exit::Done)
}

fn show(names: &[String], as_json: bool, connect: &ConnectArgs) -> Result<(), Failure> {
    let sources = Sources::new(&connect.profile)?;
    warn_if_exposed(&sources);
    let mut rows = Vec::new();
    for service in SERVICES {
        let asked_for = names.iter().any(|name| name == service.name);
        if !names.is_empty() && !asked_for {
            continue;
        }
        // A flag such as --set is for the services that were asked for.
        let flags =
            if names.is_empty() && service.name != "saltant" { &ConnectArgs::default() } else { connect };
        let known = flags.settings_from(&sources, service)?;
        let is_set = service.settings.iter().any(|setting| known.get(setting.name).is_some());
        if !(asked_for || is_set || service.name == "saltant") {
            continue;
        }
        rows.extend(service.settings.iter().map(|setting| {
            let value = known.get(setting.name);
            let withheld = known.is_withheld(setting.name);
            Row { service, setting, value: value.cloned(), withheld }
        }));
    }
    if let Some(unknown) = names.iter().find(|name| service::find(name).is_none()) {
        return Err(unknown_service(unknown));
    }
    if as_json { print_json(&sources, &rows) } else { print_table(&sources, &rows) }
}

/// One setting, as it is shown.
struct Row {
    service: &'static Service,
    setting: &'static Setting,
    value: Option<crate::settings::Value>,
    withheld: bool,
}

impl Row {
    /// The value, unless it is a secret.
    fn shown(&self) -> Option<String> {
        let value = self.value.as_ref()?;
        Some(if self.setting.secret { "(hidden)".to_owned() } else { value.text.expose().to_owned() })
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
    let missing = if sources.path.exists() { "" } else { " (not there)" };
    let profile = match &sources.profile {
        Some((name, by)) => format!("{name} ({by})"),
        None => "none".to_owned(),
    };
    let mut out = output::stdout();
    writeln!(out, "config file  {}{missing}", sources.path.display())?;
    writeln!(out, "profile      {}\n", output::printable(&profile))?;
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

fn print_json(sources: &Sources, rows: &[Row]) -> Result<(), Failure> {
    let settings: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "service": row.service.name,
                "name": row.setting.name,
                "set": row.value.is_some(),
                "value": if row.setting.secret { None } else { row.shown() },
                "secret": row.setting.secret,
                "from": row.source(),
            })
        })
        .collect();
    let shown = json!({
        "file": sources.path.to_string_lossy(),
        "profile": sources.profile.as_ref().map(|(name, _)| name),
        "settings": settings,
    });
    Ok(output::json(&shown, output::stdout_is_terminal())?)
}

fn set(name: &str, value: Option<&str>, args: &ProfileArgs) -> Result<(), Failure> {
    let (service, setting) = find(name)?;
    let value = match value {
        Some(_) if setting.secret => {
            let text = format!("the value of {name} is not taken from the command line");
            return Err(Failure::usage(text).hint(format!(
                "other users of this machine could see it: leave it out to be asked, or pipe it in: saltant \
                 config set {name} < FILE"
            )));
        }
        Some(value) => value.to_owned(),
        None => ask(setting)?,
    };
    if value.is_empty() {
        return Err(Failure::usage("the value is empty").hint("`saltant config unset` takes a setting out"));
    }
    if setting.name == service::URL {
        let checked = value.parse::<saltant::BaseUrl>();
        checked.map_err(|error| Failure::usage(error.to_string()))?;
    }
    let path = args.path()?;
    let mut file = ConfigFile::read(&path)?;
    let profile = chosen(args, &file);
    let values =
        file.profiles.entry(profile.clone()).or_default().entry(service.name.to_owned()).or_default();
    values.insert(setting.name.to_owned(), value);
    file.default.get_or_insert_with(|| profile.clone());
    file.write(&path)?;
    let text = format!("{}.{} is set in profile {profile}", service.name, setting.name);
    Ok(writeln!(output::stdout(), "{}", output::printable(&text))?)
}

fn unset(name: &str, args: &ProfileArgs) -> Result<(), Failure> {
    let (service, setting) = find(name)?;
    let path = args.path()?;
    let mut file = ConfigFile::read(&path)?;
    let profile = chosen(args, &file);
    let values = file.profiles.get_mut(&profile).and_then(|profile| profile.get_mut(service.name));
    if values.and_then(|values| values.remove(setting.name)).is_none() {
        let text = format!("{}.{} is not set in profile {profile}", service.name, setting.name);
        return Err(Failure::usage(text));
    }
    file.write(&path)
}

/// The profile that is meant, whether or not it exists yet.
fn chosen(args: &ProfileArgs, file: &ConfigFile) -> String {
    let from_environment = || std::env::var(crate::settings::PROFILE_VARIABLE).ok();
    let named = args.profile.clone().or_else(|| from_environment().filter(|name| !name.is_empty()));
    named.or_else(|| file.default.clone()).unwrap_or_else(|| FIRST_PROFILE.to_owned())
}

/// Asks for a value on a terminal, and reads it from standard input elsewhere.
fn ask(setting: &Setting) -> Result<String, Failure> {
    let terminal = console::Term::stderr();
    if std::io::stdin().is_terminal() {
        let _ = write!(&terminal, "{}: ", setting.name);
        let line = if setting.secret { terminal.read_secure_line()? } else { terminal.read_line()? };
        return Ok(line.trim().to_owned());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text.trim().to_owned())
}

fn make_default(name: &str, args: &ProfileArgs) -> Result<(), Failure> {
    let path = args.path()?;
    let mut file = ConfigFile::read(&path)?;
    if !file.profiles.contains_key(name) {
        let names: Vec<_> = file.profiles.keys().map(String::as_str).collect();
        return Err(Failure::usage(format!("there is no profile {name:?} in {}", path.display()))
            .hint(format!("there are: {}", names.join(", "))));
    }
    file.default = Some(name.to_owned());
    file.write(&path)
}

fn list_profiles(args: &ProfileArgs) -> Result<(), Failure> {
    let file = ConfigFile::read(&args.path()?)?;
    let mut table = Table::new(["PROFILE", "SERVICES", ""]);
    for (name, services) in &file.profiles {
        let services: Vec<_> = services.keys().map(String::as_str).collect();
        let mark = if file.default.as_deref() == Some(name) { "default" } else { "" };
        table.row([name.as_str().into(), services.join(", ").into(), Cell::styled(mark, styles::GOOD)]);
    }
    Ok(table.print()?)
}

/// The setting that `url`, `token` or `vantage6.url` means.
fn find(name: &str) -> Result<(&'static Service, &'static Setting), Failure> {
    let (service, short) = name.split_once('.').unwrap_or(("saltant", name));
    let service = service::find(service).ok_or_else(|| unknown_service(service))?;
    if let Some(setting) = service.settings.iter().find(|setting| setting.name == short) {
        return Ok((service, setting));
    }
    let names: Vec<_> = service.settings.iter().map(|setting| setting.name).collect();
    Err(Failure::usage(format!("{} has no setting {short:?}", service.name))
        .hint(format!("there are: {}", names.join(", "))))
}

fn unknown_service(name: &str) -> Failure {
    let names: Vec<_> = SERVICES.iter().map(|service| service.name).collect();
    Failure::usage(format!("there is no service {name:?}")).hint(format!("there are: {}", names.join(", ")))
}
