//! `saltant whoami`: who the commands act for, where, and until when.

use std::io::Write as _;
use std::time::{Duration, SystemTime};

use saltant::Timestamp;
use saltant::agave::GetOwnProfile;
use saltant::astakos::{Access, Authenticate};
use saltant::http::Client;
use saltant::inmanta::GetCurrentUser;
use saltant::saltant::ListUsers;
use saltant::vantage6::{GetUser, user_of};
use serde::Serialize;

use crate::clean;
use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::runtime;
use crate::service::{self, Api, REFRESH_TOKEN, SERVICES, Service, TOKEN, URL};
use crate::session::Session;
use crate::settings::Settings;
use crate::sources::Sources;
use crate::view::{Format, Printer, ViewArgs};

/// Asks the services who you are.
///
/// `until` is when the present token expires; `renewed` says whether commands get a new one by themselves.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant whoami
  saltant whoami vantage6 --profile work
  saltant whoami --json")]
pub(crate) struct Args {
    /// The services [default: those with a login or a token]
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,

    /// Print a line of JSON for each service; the same as `-o jsonl`
    #[arg(long, conflicts_with = "output")]
    json: bool,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let named = args.services.iter().map(|name| service::named(name)).collect::<Result<Vec<_>, _>>()?;
    let sources = Sources::new(&args.connect.profile)?;
    let mut services = Vec::new();
    for service in SERVICES {
        let is_named = named.iter().any(|named| named.name == service.name);
        // Where no service is named, a flag such as --set is for saltant.
        let is_own = service.api == Api::Saltant && named.is_empty();
        let flags = if is_named || is_own { &args.connect } else { &ConnectArgs::default() };
        if is_named || (named.is_empty() && flags.settings(&sources, service)?.get(TOKEN).is_some()) {
            services.push(service);
        }
    }
    if services.is_empty() {
        return Err(Failure::usage("you are not logged in").hint("saltant login SERVICE"));
    }
    runtime::client(show(args, &services))
}

async fn show(args: &Args, services: &[&'static Service]) -> Result<Exit, Failure> {
    let mut rows = Vec::new();
    for service in services {
        let client = args.connect.connect(service, Purpose::Authenticated, None).await?;
        let user = ask(service, &client).await?;
        // The call may have renewed the token.
        rows.push(row(service, user, &settings(args, service)?));
    }
    let view = if args.json { args.view.or(Format::Jsonl) } else { args.view.clone() };
    let mut printer = Printer::made(&view, "whoami", Format::Json, true)?;
    rows.iter().try_for_each(|row| printer.thing(row))?;
    printer.finish()?;
    Ok(Exit::Done)
}

fn settings(args: &Args, service: &'static Service) -> Result<Settings, Failure> {
    args.connect.settings(&Sources::new(&args.connect.profile)?, service)
}

/// Who somebody is for a service.
#[derive(Serialize)]
struct Row {
    service: &'static str,
    user: Option<String>,
    url: Option<String>,
    from: Option<String>,
    until: Option<String>,
    renewed: bool,
}

fn row(service: &Service, user: Option<String>, settings: &Settings) -> Row {
    let login = settings.login();
    Row {
        service: service.name,
        user: user.or_else(|| login?.user.clone()),
        url: settings.get(URL).map(|url| url.text.expose().to_owned()),
        from: settings.get(TOKEN).map(|token| token.source.to_string()),
        until: login.and_then(Session::expires).map(until),
        renewed: login.is_some_and(|session| session.get(REFRESH_TOKEN).is_some()),
    }
}

/// A moment, to the second.
fn until(moment: SystemTime) -> String {
    let whole = moment.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let moment = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(whole)).unwrap_or(moment);
    Timestamp::from(moment).to_string()
}

/// Asks a service who the owner of the credential is; `None` if it does not tell.
pub(crate) async fn ask(service: &Service, client: &Client) -> Result<Option<String>, Failure> {
    match service.api {
        Api::Saltant => {
            // No call tells who the caller is. This one tells whether the token is good.
            let mut users = ListUsers::new();
            users.paging.page_size = Some(1);
            client.call(users).await?;
            Ok(None)
        }
        Api::Vantage6 => match user_of(&**client.credential()) {
            Some(id) => Ok(Some(client.call(GetUser::new(id)).await?.username)),
            None => Ok(None),
        },
        Api::Inmanta => match client.call(GetCurrentUser::new()).await {
            Err(error) if error.is_not_found() => Ok(None),
            user => Ok(Some(user?.username.to_string())),
        },
        Api::Agave => Ok(client.call(GetOwnProfile::new()).await?.username.map(|name| name.to_string())),
        Api::Astakos => Ok(Some(of_access(&client.call(Authenticate::new()).await?))),
    }
}

/// The name in full and the id of a user of Astakos.
pub(crate) fn of_access(access: &Access) -> String {
    match access.user.name.as_str() {
        "" => access.user.id.to_string(),
        name => format!("{name} ({})", access.user.id),
    }
}

/// Prints the result of a login.
pub(crate) fn print_login(service: &Service, session: &Session) -> Result<(), Failure> {
    let user = session.user.as_ref().map(|user| format!(" as {user}")).unwrap_or_default();
    let end = match (session.expires(), session.get(REFRESH_TOKEN)) {
        (_, Some(_)) => String::new(),
        (Some(end), None) => format!("; the token expires at {}", until(end)),
        (None, None) => "; it is not known when the token expires".to_owned(),
    };
    let line = format!("logged in to {} at {}{user}{end}", service.name, session.url);
    Ok(writeln!(output::stdout(), "{}", clean::line(&line))?)
}
