//! `saltant dev-server saltant`: users with passwords and ranks, lifetimes of tokens, and the worker.

use std::time::Duration;

use saltant_dev_server::saltant::{DevServer, DevServerBuilder, NewUser, Saltant, User};
use serde::Serialize;

use super::common::{Common, FAULTS, Offered, Users, pair};
use crate::duration;
use crate::exit::{Exit, Failure};
use crate::output::styles;
use crate::table::Cell;

/// A saltant server with a worker that runs executable tasks on this machine (the default)
///
/// It behaves like a real server, down to the wording of its messages. Anyone with a token can run commands as
/// you. So every user has a token, and the server listens on this machine only, unless
/// --let-the-network-run-commands is given.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{FAULTS}\n\n{EXAMPLES}"))]
#[group(skip)]
pub(crate) struct Args {
    /// A user; without TOKEN, a token is generated; the first user is a superuser
    #[arg(long = "user", value_name = "NAME[:TOKEN]", default_value = "admin")]
    users: Vec<String>,

    /// The password of a user; without it, one is generated
    #[arg(long = "password", value_name = "NAME:PASSWORD")]
    passwords: Vec<String>,

    /// A further user who is a superuser
    #[arg(long = "superuser", value_name = "NAME")]
    superusers: Vec<String>,

    /// How long a JSON web token is valid for requests
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "72h")]
    access_lifetime: Duration,

    /// How long a JSON web token is valid for its renewal
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "5880h")]
    refresh_lifetime: Duration,

    /// The number of jobs that run at the same time; 0 starts no worker, so instances stay `published`
    #[arg(long, value_name = "N", default_value_t = 2)]
    concurrency: usize,

    /// Run jobs of this queue only; instances of other queues stay `published`
    #[arg(long = "worker-queue", value_name = "NAME")]
    worker_queues: Vec<String>,

    /// An environment variable of the worker, in addition to yours; a job sees those that its task type lists
    #[arg(long = "env", value_name = "NAME=VALUE")]
    environment: Vec<String>,

    #[command(flatten)]
    common: Common,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  saltant dev-server
  saltant dev-server --user matt:s3cret --user daniel --password daniel:s3cret --superuser daniel
  saltant dev-server --addr 127.0.0.1:0 --json
  saltant dev-server --latency 200ms --fault '503 GET /api/users/ x2'
  saltant dev-server --fault 'drop POST /api/*/clone/'
  saltant dev-server --fault 'stuck=published POST /api/executabletaskinstances/'";

pub(super) async fn serve(args: Args) -> Result<Exit, Failure> {
    let users = Users::read(&args.users, NewUser::new, NewUser::token)
        .set("password", &args.passwords, NewUser::password)?
        .mark("superuser", &args.superusers, |user| user.superuser(true))?;
    let builder = users.into_iter().fold(DevServer::builder(), DevServerBuilder::user);
    let mut builder =
        builder.concurrency(args.concurrency).token_lifetimes(args.access_lifetime, args.refresh_lifetime);
    if !args.worker_queues.is_empty() {
        builder = builder.worker_queues(args.worker_queues);
    }
    for variable in &args.environment {
        let (name, value) = pair("env", variable, '=')?;
        builder = builder.worker_variable(name, value);
    }
    args.common.serve(builder).await
}

#[derive(Serialize)]
struct Credentials<'s> {
    username: &'s str,
    password: &'s str,
    token: &'s str,
    superuser: bool,
}

impl Offered for Saltant {
    const NAME: &'static str = "saltant";
    const HEADINGS: &'static [&'static str] = &["USER", "TOKEN", "PASSWORD", ""];

    fn credentials(user: &User) -> impl Serialize {
        let User { username, password, token, superuser, .. } = user;
        Credentials { username, password, token, superuser: *superuser }
    }

    fn row(user: &User) -> Vec<Cell> {
        let rank = if user.superuser { "superuser" } else { "" };
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
            format!("export SALTANT_API_URL={} SALTANT_AUTH_TOKEN={}", server.url(), user.token),
            "saltant user list".to_owned(),
        ]
    }
}
