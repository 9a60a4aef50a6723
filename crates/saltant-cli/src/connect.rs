//! The flags that select a server and credentials, and the client made from them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Command;
use saltant::http::Client;
use saltant::{BaseUrl, ClientBuilder, Observation, RetryPolicy};

use crate::clean;
use crate::duration;
use crate::exit::{Failure, warn};
use crate::output;
use crate::service::{Api, Service, TOKEN, URL};
use crate::settings::{Settings, Source, Value, Values};
use crate::size;
use crate::sources::{ProfileArgs, Sources};
use crate::stdin;

mod agave;
pub(crate) mod astakos;
mod inmanta;
mod purpose;
mod saltant_org;
mod vantage6;

pub(crate) use purpose::Purpose;

/// Which server, with which credentials.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectArgs {
    #[arg(long, value_name = "URL")]
    #[arg(
        help = "The address of the API, such as https://saltant.example.org/api/ [env: SALTANT_API_URL, or \
                  that of the service]"
    )]
    url: Option<String>,

    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    #[arg(
        help = "A file with the token; `-` reads it from standard input [env: SALTANT_AUTH_TOKEN, or that of \
                  the service]"
    )]
    token_file: Option<PathBuf>,

    /// The token itself. Other users of this machine can see it in the list of processes: prefer a file, the
    /// environment, or a profile
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,

    /// Any setting of the service by its name; `saltant config show SERVICE` lists them
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,

    /// Allow http:// to another machine, although anyone on the network path can read the token
    #[arg(long)]
    allow_http: bool,

    /// Send the credential to another origin too, such as one that Astakos's catalogue names
    #[arg(long, value_name = "ORIGIN")]
    trust: Vec<String>,

    /// Trust the authorities whose certificates are in this file too, in PEM
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,

    /// Do not check the server's certificate, although anyone on the network path can then read the token
    #[arg(long)]
    insecure: bool,

    /// Send requests through this proxy; requests to this machine never go through one
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,

    /// The largest answer that is taken, such as 64MiB [default: 16MiB]
    #[arg(long, value_name = "SIZE", value_parser = size::parse)]
    max_answer: Option<usize>,

    /// How often a request that may be repeated is sent again after a failure [default: 2]
    #[arg(long, value_name = "NUMBER")]
    retries: Option<u32>,

    /// Report each request attempt and its result on stderr
    #[arg(long, short)]
    verbose: bool,

    #[command(flatten)]
    pub(crate) profile: ProfileArgs,
}

/// Names the variables of a service in the help of a command that connects to it.
pub(crate) fn with_variables_of(command: Command, service: &Service) -> Command {
    let variable = |name: &str| service.setting(name).map_or("", |setting| setting.variable);
    let (url, token) = (variable(URL), variable(TOKEN));
    if !command.get_arguments().any(|arg| arg.get_id() == "token_file") {
        return command;
    }
    command
        .mut_arg("url", |arg| arg.help(format!("The address of the API [env: {url}]")))
        .mut_arg("token_file", |arg| {
            arg.help(format!("A file with the token; `-` reads it from standard input [env: {token}]"))
        })
}

impl ConnectArgs {
    /// Reads the token if it is on standard input, so that nothing else takes it for its own.
    pub(crate) fn read_token(&self) -> Result<(), Failure> {
        match self.token_file.as_deref().filter(|path| path.as_os_str() == "-") {
            Some(path) => read_secret("--token-file", path).map(drop),
            None => Ok(()),
        }
    }

    /// Whether there is a token for a service.
    pub(crate) fn has_token(&self, service: &'static Service) -> Result<bool, Failure> {
        let settings = self.settings(&Sources::new(&self.profile)?, service)?;
        Ok(settings.get(TOKEN).is_some())
    }

    /// The settings of a service: from these flags, else from `sources`.
    pub(crate) fn settings(&self, sources: &Sources, service: &'static Service) -> Result<Settings, Failure> {
        sources.settings(service, &self.values(service)?)
    }

    /// The values that these flags give to a service's settings.
    pub(crate) fn values(&self, service: &'static Service) -> Result<Values, Failure> {
        let mut values = Values::new();
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
            put(TOKEN, read_secret("--token-file", path)?, "--token-file");
        }
        for pair in &self.set {
            let wrong = || Failure::usage("--set needs NAME=VALUE");
            let (name, value) = pair.split_once('=').ok_or_else(wrong)?;
            put(service.named_setting(name)?.name, value.to_owned(), "--set");
        }
        Ok(values)
    }

    /// The client of a service.
    pub(crate) async fn connect(
        &self,
        service: &'static Service,
        purpose: Purpose,
        timeout: Option<Duration>,
    ) -> Result<Client, Failure> {
        let settings = self.settings(&Sources::new(&self.profile)?, service)?;
        let settings = if purpose == Purpose::DryRun { settings.for_dry_run() } else { settings };
        let builder = self.builder(settings.required(URL)?.expose(), timeout)?;
        let client = match service.api {
            Api::Saltant => saltant_org::connect(&settings, purpose, builder),
            Api::Vantage6 => vantage6::connect(&settings, purpose, builder).await,
            Api::Inmanta => inmanta::connect(&settings, purpose, builder).await,
            Api::Agave => agave::connect(&settings, purpose, builder).await,
            Api::Astakos => astakos::connect(&settings, purpose, builder),
        };
        client.map_err(|failure| failure.during_login(service.name))
    }

    /// Begins a client for an address, without a credential.
    pub(crate) fn builder(&self, url: &str, timeout: Option<Duration>) -> Result<ClientBuilder, Failure> {
        self.refuse_clear_text(url)?;
        let builder = Client::builder(url).user_agent("saltant-cli").over_hyper(true);
        let mut builder = builder.allow_http(self.allow_http);
        for origin in &self.trust {
            self.refuse_clear_text(origin)?;
            builder = builder.trust(origin);
        }
        if self.insecure {
            warn(
                "--insecure: the server's certificate is not checked, so anyone on the network path can read the token",
            );
            builder = builder.accept_any_certificate(true);
        }
        if let Some(path) = &self.ca_file {
            builder = builder.ca_file(path);
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy);
        }
        if let Some(size) = self.max_answer {
            builder = builder.max_body(size);
        }
        if let Some(retries) = self.retries {
            builder = builder.retry(RetryPolicy::default().with_attempts(retries.saturating_add(1)));
        }
        if let Some(timeout) = timeout {
            builder = builder.timeout(timeout);
        }
        if self.verbose {
            builder = builder.observer(report);
        }
        Ok(builder)
    }

    /// Refuses an address that the credential would reach unencrypted. The client would refuse it too, in the
    /// words of the library.
    fn refuse_clear_text(&self, url: &str) -> Result<(), Failure> {
        match url.parse::<BaseUrl>() {
            Ok(base) if base.is_exposed() && !self.allow_http => {
                let text = "is not encrypted, and the credential could be read on its way; use https://";
                Err(Failure::usage(format!("{} {text}", base.origin())))
            }
            _ => Ok(()),
        }
    }
}

/// Reports the result of an attempt on stderr.
fn report(attempt: &Observation<'_>) {
    let status = attempt.status.map_or_else(|| attempt.outcome.to_owned(), |status| status.to_string());
    let (operation, number) = (attempt.operation, attempt.attempt);
    let took = duration::short(attempt.elapsed);
    let again = if number > 1 { format!(" (attempt {number})") } else { String::new() };
    output::message(&format!("{}\n", clean::line(&format!("{operation}: {status} in {took}{again}"))));
}

/// Reads a secret from the first line of a file or of standard input. `flag` has named the file.
pub(crate) fn read_secret(flag: &str, path: &Path) -> Result<String, Failure> {
    let text = if path.as_os_str() == "-" {
        stdin::text(&format!("{flag} -"))?
    } else {
        let wrong = |error| Failure::usage(format!("{flag} {}: {error}", path.display()));
        std::fs::read_to_string(path).map_err(wrong)?
    };
    match text.lines().next().map(str::trim) {
        Some(secret) if !secret.is_empty() => Ok(secret.to_owned()),
        _ => {
            let what = flag.trim_start_matches("--").trim_end_matches("-file");
            Err(Failure::usage(format!("{flag} {}: the first line has no {what}", path.display())))
        }
    }
}
