//! `saltant login`: gets tokens for a name and a password and keeps them for later commands.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::builder::TypedValueParser as _;
use saltant::Secret;

use crate::connect::{ConnectArgs, read_secret};
use crate::exit::{Exit, Failure, warn};
use crate::output;
use crate::prompt::{self, Echo};
use crate::runtime;
use crate::service::{self, Api, PASSWORD, Service, TOKEN, URL, USERNAME};
use crate::session::{Session, SessionFile};
use crate::settings::{Settings, Source};
use crate::sources::Sources;
use crate::whoami;

mod agave_cache;
mod services;

/// Logs in to a service and keeps the tokens for later commands.
///
/// What is needed and set nowhere is asked for: the address, a name and a password, for vantage6 the code of
/// the second factor, for Agave the key and the secret of an application, for Astakos the tokens. The
/// password is not kept. Tokens are kept per profile, in a file that only you can read; they are sent only to
/// the address that they are for. Tokens that expire are renewed by later commands.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant login --url https://saltant.example.org/api/ --username matt
  saltant login vantage6 --profile work
  saltant login saltant --token-file token.txt
  saltant login agave --from-agave-cache
  saltant login inmanta --username admin --password-file - < password.txt")]
pub(crate) struct Args {
    /// The service
    #[arg(value_name = "SERVICE", default_value = "saltant")]
    service: String,

    /// The name of the user
    #[arg(long, value_name = "NAME")]
    username: Option<String>,

    /// A file with the password; `-` reads it from standard input
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,

    /// Continue the login of agavepy, from ~/.agave/current or from another file
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    #[arg(value_parser = clap::builder::OsStringValueParser::new().map(PathBuf::from))]
    from_agave_cache: Option<PathBuf>,

    #[command(flatten)]
    connect: ConnectArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let service = service::named(&args.service)?;
    if args.from_agave_cache.is_some() && service.api != Api::Agave {
        return Err(Failure::usage("--from-agave-cache is only for agave"));
    }
    runtime::client(log_in(args, service))?;
    Ok(Exit::Done)
}

async fn log_in(args: &Args, service: &'static Service) -> Result<(), Failure> {
    let sources = Sources::new(&args.connect.profile)?;
    let file = sources.session_file(service).ok_or_else(|| {
        Failure::usage("no home directory found; set XDG_STATE_HOME to the directory for the tokens")
    })?;
    let questions = Questions::new(args, service, &sources)?;
    let session = if let Some(path) = &args.from_agave_cache {
        let path = Some(path.as_path()).filter(|path| !path.as_os_str().is_empty());
        agave_cache::log_in(&questions, path, &file).await?
    } else {
        let session = obtain(&questions, service, &file).await;
        let session = session.map_err(|failure| failure.during_login(service.name))?;
        file.lock()?.write(&session)?;
        session
    };
    if let Some(value) = questions.settings.get(TOKEN)
        && let Source::Variable(name) = value.source
    {
        warn(format_args!("{name} is set, and commands use its token instead of this login"));
    }
    whoami::print_login(service, &session)
}

/// Gets the tokens of a user.
async fn obtain(
    questions: &Questions<'_>,
    service: &'static Service,
    file: &SessionFile,
) -> Result<Session, Failure> {
    let url = questions.url(file).await?;
    let builder = questions.args.connect.builder(url.expose(), None)?;
    let mut session = Session::new(url.expose());
    match service.api {
        Api::Astakos => services::astakos(questions, builder, &mut session).await?,
        _ if questions.flag(TOKEN).is_some() => {
            services::with_token(questions, service, builder, &mut session).await?;
        }
        Api::Saltant => services::saltant(questions, builder, &mut session).await?,
        Api::Vantage6 => services::vantage6(questions, builder, &mut session).await?,
        Api::Inmanta => services::inmanta(questions, builder, &mut session).await?,
        Api::Agave => services::agave(questions, builder, &mut session).await?,
    }
    Ok(session)
}

/// What a login needs: from flags, the environment and the profile, else from the person.
struct Questions<'a> {
    args: &'a Args,
    service: &'static Service,
    settings: Settings,
    now: SystemTime,
}

impl<'a> Questions<'a> {
    fn new(args: &'a Args, service: &'static Service, sources: &Sources) -> Result<Self, Failure> {
        let settings = sources.settings_without_login(service, &args.connect.values(service)?)?;
        Ok(Self { args, service, settings, now: SystemTime::now() })
    }

    /// The address: that of the last login, if there is no other.
    async fn url(&self, file: &SessionFile) -> Result<Secret, Failure> {
        let url = match (self.settings.optional(URL), file.read()) {
            (Some(url), _) => url,
            (None, Ok(Some(session))) => session.url.into(),
            _ => self.ask(URL, Echo::Shown).await?,
        };
        let base = url.expose().parse::<saltant::BaseUrl>();
        Ok(base.map_err(|error| Failure::usage(error.to_string()))?.as_str().into())
    }

    /// A name and a password.
    async fn user(&self) -> Result<(String, Secret), Failure> {
        let name = match &self.args.username {
            Some(name) => name.clone(),
            None => self.get(USERNAME, Echo::Shown).await?.expose().to_owned(),
        };
        let password = match &self.args.password_file {
            Some(path) => read_secret("--password-file", path)?.into(),
            None => self.get(PASSWORD, Echo::Hidden).await?,
        };
        Ok((name, password))
    }

    /// A setting, which is asked for if it is not set.
    async fn get(&self, name: &'static str, echo: Echo) -> Result<Secret, Failure> {
        match self.settings.optional(name) {
            Some(value) => Ok(value),
            None => self.ask(name, echo).await,
        }
    }

    /// Asks for a value that is not set.
    async fn ask(&self, name: &'static str, echo: Echo) -> Result<Secret, Failure> {
        let missing = || {
            let failure = Failure::usage(format!("{} needs the {}", self.service.name, words(name)));
            match name {
                USERNAME => failure.hint("set it with --username"),
                PASSWORD => failure.hint("set it with --password-file, or run the command on a terminal"),
                _ => failure.hint("run the command on a terminal, or see `saltant config show`"),
            }
        };
        if !std::io::stdin().is_terminal() {
            return Err(match self.service.setting(name) {
                Some(_) if ![USERNAME, PASSWORD].contains(&name) => {
                    self.settings.required(name).err().unwrap_or_else(missing)
                }
                _ => missing(),
            });
        }
        let answer = prompt::ask(&words(name), echo).await?;
        if answer.is_empty() { Err(missing()) } else { Ok(answer.into()) }
    }

    /// The value of a flag.
    fn flag(&self, name: &str) -> Option<Secret> {
        let value = self.settings.get(name)?;
        matches!(value.source, Source::Flag(_)).then(|| value.text.clone())
    }
}

/// The name of a setting in words.
fn words(name: &str) -> String {
    match name {
        URL => "address".to_owned(),
        other => other.replace('_', " "),
    }
}

/// Reports on stderr what the person has to know before the next question.
fn say(text: &str) {
    output::message(&format!("{}\n", crate::clean::line(text)));
}
