//! The flags that say which server is meant, and as whom.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use saltant::http::Client;
use saltant::{ClientBuilder, Observation};

use super::{Settings, Source, Sources, Value, warn_if_exposed};
use crate::config_file;
use crate::duration;
use crate::exit::Failure;
use crate::service::{Purpose, Service, TOKEN, URL};

/// Which profile.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Profile")]
pub(crate) struct ProfileArgs {
    #[arg(long, value_name = "NAME")]
    #[arg(help = "The profile of the config file [env: SALTANT_PROFILE] [default: the file's own default]")]
    pub(crate) profile: Option<String>,

    #[arg(long, value_name = "FILE")]
    #[arg(help = "The config file [env: SALTANT_CONFIG] [default: see `saltant config path`]")]
    pub(crate) config: Option<PathBuf>,
}

impl ProfileArgs {
    /// Where the config file is, or would be.
    pub(crate) fn path(&self) -> Result<PathBuf, Failure> {
        match &self.config {
            Some(path) => Ok(path.clone()),
            None => config_file::default_path(),
        }
    }
}

/// Which server, as whom, and how patiently.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectArgs {
    #[arg(long, value_name = "URL")]
    #[arg(help = "The address of the API, such as https://saltant.example.org/api/ [env: SALTANT_API_URL]")]
    url: Option<String>,

    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    #[arg(help = "A file with the token; `-` reads it from standard input [env: SALTANT_AUTH_TOKEN]")]
    token_file: Option<PathBuf>,

    /// The token itself. Other users of this machine can see it in the list of processes: better put it into
    /// a file, the environment, or a profile
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,

    /// Any setting of the service by its name; `saltant config show` lists them
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,

    /// Allow http:// to another machine, where anybody on the way can read the token
    #[arg(long)]
    allow_http: bool,

    /// Say on stderr what is sent and how each attempt ends
    #[arg(long, short)]
    verbose: bool,

    #[command(flatten)]
    pub(crate) profile: ProfileArgs,
}

impl ConnectArgs {
    /// Whether the token comes from standard input.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.token_file.as_ref().is_some_and(|path| path.as_os_str() == "-")
    }

    /// What the flags say about a service.
    fn values(&self, service: &'static Service) -> Result<BTreeMap<&'static str, Value>, Failure> {
        let mut values = BTreeMap::new();
        let mut put = |name: &'static str, text: String, flag: &'static str| {
            values.insert(name, Value { text: text.into(), source: Source::Flag(flag) });
        };
        if let Some(url) = &self.url {
            put(URL, url.clone(), "--url");
        }
        if let Some(token) = &self.token {
            put(TOKEN, token.clone(), "--token");
        }
        if let Some(path) = &self.token_file {
            put(TOKEN, read_token(path)?, "--token-file");
        }
        for pair in &self.set {
            let wrong = || Failure::usage("--set has NAME=VALUE after it");
            let (name, value) = pair.split_once('=').ok_or_else(wrong)?;
            let known = || service.settings.iter().map(|setting| setting.name).collect::<Vec<_>>().join(", ");
            let setting = service.settings.iter().find(|setting| setting.name == name).ok_or_else(|| {
                Failure::usage(format!("{} has no setting {name:?}", service.name))
                    .hint(format!("there are: {}", known()))
            })?;
            put(setting.name, value.to_owned(), "--set");
        }
        Ok(values)
    }

    /// What holds for a service.
    pub(crate) fn settings(&self, service: &'static Service) -> Result<Settings, Failure> {
        let sources = Sources::new(&self.profile)?;
        warn_if_exposed(&sources);
        Ok(sources.settings(service, &self.values(service)?))
    }

    /// What holds for a service, from sources that were read already.
    pub(crate) fn settings_from(
        &self,
        sources: &Sources,
        service: &'static Service,
    ) -> Result<Settings, Failure> {
        Ok(sources.settings(service, &self.values(service)?))
    }

    /// The client of a service.
    pub(crate) async fn connect(
        &self,
        service: &'static Service,
        purpose: Purpose,
        timeout: Option<Duration>,
    ) -> Result<Client, Failure> {
        let settings = self.settings(service)?;
        let url = settings.required(URL, purpose)?;
        let mut builder: ClientBuilder =
            Client::builder(url.expose()).user_agent("saltant-cli").allow_http(self.allow_http);
        if let Some(timeout) = timeout {
            builder = builder.timeout(timeout);
        }
        if self.verbose {
            builder = builder.observer(say);
        }
        (service.connect)(&settings, purpose, builder).await
    }
}

/// Says what became of an attempt.
fn say(attempt: &Observation<'_>) {
    use std::io::Write as _;
    let status = attempt.status.map_or_else(|| attempt.outcome.to_owned(), |status| status.to_string());
    let (operation, number) = (attempt.operation, attempt.attempt);
    let took = duration::short(attempt.elapsed);
    let again = if number > 1 { format!(" (attempt {number})") } else { String::new() };
    let _ = writeln!(anstream::stderr(), "{operation}: {status} in {took}{again}");
}

/// Reads a token from a file or standard input: its first line.
fn read_token(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(path).map(|read| text = read)
    };
    read.map_err(|error| Failure::usage(format!("--token-file {}: {error}", path.display())))?;
    match text.lines().next().map(str::trim) {
        Some(token) if !token.is_empty() => Ok(token.to_owned()),
        _ => Err(Failure::usage(format!("--token-file {}: there is no token in it", path.display()))),
    }
}
