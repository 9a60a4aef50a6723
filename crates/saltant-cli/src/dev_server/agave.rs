//! `saltant dev-server agave`: users with passwords and clients, systems as directories, jobs and actors.

use std::time::Duration;

use saltant_dev_server::agave::{Agave, DevServer, DevServerBuilder, NewUser, User};
use serde::Serialize;

use super::common::{Common, FAULTS, Offered, Users, pair};
use crate::duration;
use crate::exit::{Exit, Failure};
use crate::output::styles;
use crate::table::Cell;

/// A tenant of Agave: jobs run on this machine, and systems are directories of it
///
/// Sign-in, OAuth clients, systems, files, apps, jobs, metadata, notifications, monitors, postits and actors.
/// Anyone with a token can run commands as you. So every request needs a login, and the server listens on this
/// machine only, unless --let-the-network-run-commands is given.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{FAULTS}\n\n{EXAMPLES}"))]
#[group(skip)]
pub(crate) struct Args {
    /// A user; without TOKEN, an access token is generated; the first user administers the tenant
    #[arg(long = "user", value_name = "NAME[:TOKEN]", default_value = "admin")]
    users: Vec<String>,

    /// The password of a user; without it, one is generated
    #[arg(long = "password", value_name = "NAME:PASSWORD")]
    passwords: Vec<String>,

    /// A further user who administers the tenant
    #[arg(long = "admin", value_name = "NAME")]
    admins: Vec<String>,

    /// How long an access token is valid
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "4h")]
    token_life: Duration,

    /// Send the faults of the gateway as XML, as older gateways do
    #[arg(long)]
    xml_faults: bool,

    /// The number of jobs that run at the same time; with 0, jobs stay `QUEUED`
    #[arg(long, value_name = "N", default_value_t = 4)]
    concurrency: usize,

    /// A program that stands for the image of an actor; COMMAND is run by `sh`
    #[arg(long = "actor", value_name = "IMAGE=COMMAND")]
    actors: Vec<String>,

    /// An environment variable of jobs and actors, which otherwise have PATH and what the service sets
    #[arg(long = "env", value_name = "NAME=VALUE")]
    environment: Vec<String>,

    #[command(flatten)]
    common: Common,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  saltant dev-server agave
  saltant dev-server agave --user matt:s3cret --user daniel --token-life 1m
  saltant dev-server agave --actor 'example/echo=printf \"%s\" \"$MSG\"'
  saltant dev-server agave --fault 'lose POST /files/v2/media/*'
  saltant dev-server agave --fault 'stuck=QUEUED POST /jobs/v2/'";

pub(super) async fn serve(args: Args) -> Result<Exit, Failure> {
    let users = Users::read(&args.users, NewUser::new, NewUser::token)
        .set("password", &args.passwords, NewUser::password)?
        .mark("admin", &args.admins, |user| user.admin(true))?;
    let builder = users.into_iter().fold(DevServer::builder(), DevServerBuilder::user);
    let mut builder = builder.concurrency(args.concurrency).token_life(args.token_life);
    if args.xml_faults {
        builder = builder.xml_faults();
    }
    for actor in &args.actors {
        let (image, command) = pair("actor", actor, '=')?;
        builder = builder.actor_command(image, ["sh", "-c", command]);
    }
    for variable in &args.environment {
        let (name, value) = pair("env", variable, '=')?;
        builder = builder.variable(name, value);
    }
    args.common.serve(builder).await
}

#[derive(Serialize)]
struct Credentials<'s> {
    username: &'s str,
    password: &'s str,
    client_key: &'s str,
    client_secret: &'s str,
    token: &'s str,
    refresh_token: &'s str,
    admin: bool,
}

impl Offered for Agave {
    const NAME: &'static str = "Agave";
    const HEADINGS: &'static [&'static str] = &["USER", "TOKEN", "PASSWORD", ""];

    fn credentials(user: &User) -> impl Serialize {
        let User { username, password, client_key, client_secret, token, refresh_token, admin, .. } = user;
        Credentials { username, password, client_key, client_secret, token, refresh_token, admin: *admin }
    }

    fn row(user: &User) -> Vec<Cell> {
        let rank = if user.admin { "administrator" } else { "" };
        vec![
            user.username.as_str().into(),
            user.token.as_str().into(),
            user.password.as_str().into(),
            Cell::styled(rank, styles::FAINT),
        ]
    }

    fn first_steps(server: &DevServer) -> Vec<String> {
        let Some(user) = server.users().first() else { return Vec::new() };
        vec![
            format!("export TAPIS_BASE_URL={} TAPIS_TOKEN={}", server.url(), user.token),
            format!(
                "export TAPIS_REFRESH_TOKEN={} TAPIS_API_KEY={} TAPIS_API_SECRET={}",
                user.refresh_token, user.client_key, user.client_secret
            ),
            "saltant agave profile get".to_owned(),
        ]
    }
}
