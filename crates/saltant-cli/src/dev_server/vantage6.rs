//! `saltant dev-server vantage6`: users, organizations, and nodes that run algorithms without Docker.

use std::time::Duration;

use saltant_dev_server::vantage6::{
    Algorithm, DevServer, DevServerBuilder, NewCollaboration, NewUser, User, Vantage6,
};
use serde::Serialize;

use super::common::{Common, FAULTS, Offered, Users, pair};
use crate::duration;
use crate::exit::{Exit, Failure};
use crate::table::Cell;

/// A vantage6 server with nodes that run algorithms as processes, without Docker
///
/// It answers as vantage6 4.15.2 does. A node gives an algorithm the environment and the files that a container
/// gets, so that one made with vantage6-algorithm-tools runs as it is. Anyone with a password can run the
/// algorithms as you. So the server listens on this machine only, unless --let-the-network-run-commands is given.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{FAULTS}\n\n{EXAMPLES}"))]
#[group(skip)]
pub(crate) struct Args {
    /// A user; without PASSWORD, one is generated; the first user is in the organization `root` with all rights
    #[arg(long = "user", value_name = "NAME[:PASSWORD]", default_value = "root")]
    users: Vec<String>,

    /// The organization of a user; without it, that of the first --node
    #[arg(long = "user-organization", value_name = "NAME:ORGANIZATION")]
    user_organizations: Vec<String>,

    /// The role of a user; without it, Researcher
    #[arg(long = "role", value_name = "NAME:ROLE")]
    roles: Vec<String>,

    /// An organization with a node; all of them are in one collaboration
    #[arg(long = "node", value_name = "ORGANIZATION")]
    nodes: Vec<String>,

    /// Encrypt inputs and results; a key is made for each organization with a node
    #[arg(long)]
    encrypted: bool,

    /// The private key of an organization, in a PEM file
    #[arg(long = "key", value_name = "ORGANIZATION=FILE")]
    keys: Vec<String>,

    /// What the nodes run for an image; words like NAME=VALUE before the command are variables of the image
    #[arg(long = "algorithm", value_name = "IMAGE=COMMAND")]
    algorithms: Vec<String>,

    /// An image that an organization's node allows: a name, or a pattern such as harbor.example.org/.*; without it, all
    #[arg(long = "allow", value_name = "ORGANIZATION=IMAGE")]
    allowed: Vec<String>,

    /// A database of an organization's node: a file or an address
    #[arg(long = "database", value_name = "ORGANIZATION:LABEL=PLACE")]
    databases: Vec<String>,

    /// Kill algorithms that run longer than this
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    time_limit: Option<Duration>,

    /// Keep inputs and results as blobs
    #[arg(long)]
    blobs: bool,

    /// Demand a two-factor code at every login
    #[arg(long)]
    two_factor: bool,

    #[command(flatten)]
    common: Common,
}

const EXAMPLES: &str = "\
Examples:
  saltant dev-server vantage6
  saltant dev-server vantage6 --node 'Hospital A' --node 'Hospital B' --user root --user alice:s3cret \\
      --algorithm 'average:1=python3 -m v6_average' --database 'Hospital A:default=patients.csv'
  saltant dev-server vantage6 --node A --encrypted --key A=private_key.pem --json";

pub(super) async fn serve(args: Args) -> Result<Exit, Failure> {
    let users = Users::read(&args.users, NewUser::new, NewUser::password)
        .set("user-organization", &args.user_organizations, NewUser::organization)?
        .set("role", &args.roles, NewUser::role)?;
    let mut builder = users.into_iter().fold(DevServer::builder(), DevServerBuilder::user);
    if !args.nodes.is_empty() {
        let collaboration = NewCollaboration::new("dev", args.nodes.clone()).encrypted(args.encrypted);
        builder = builder.collaboration(collaboration);
    }
    for node in args.nodes {
        builder = builder.node(node);
    }
    for key in &args.keys {
        let (organization, file) = pair("key", key, '=')?;
        let pem = std::fs::read_to_string(file);
        let pem = pem.map_err(|error| Failure::usage(format!("--key: cannot read {file}: {error}")))?;
        builder = builder.organization_key(organization, pem);
    }
    for algorithm in &args.algorithms {
        let (image, command) = pair("algorithm", algorithm, '=')?;
        builder = builder.algorithm(image, read_command(command)?);
    }
    for allowed in &args.allowed {
        let (organization, image) = pair("allow", allowed, '=')?;
        builder = builder.allow_algorithm(organization, image);
    }
    for database in &args.databases {
        let (owner, place) = pair("database", database, '=')?;
        let (organization, label) = owner
            .rsplit_once(':')
            .ok_or_else(|| Failure::usage("--database: expected ORGANIZATION:LABEL=PLACE"))?;
        builder = builder.database(organization, label, place);
    }
    if let Some(limit) = args.time_limit {
        builder = builder.time_limit(limit);
    }
    if args.blobs {
        builder = builder.blob_store();
    }
    if args.two_factor {
        builder = builder.two_factor();
    }
    args.common.serve(builder).await
}

/// Splits a command into words as a shell does, with the variables before it.
fn read_command(text: &str) -> Result<Algorithm, Failure> {
    let words = shlex::split(text).unwrap_or_default();
    let variable = |word: &&String| {
        word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
        })
    };
    let variables: Vec<&String> = words.iter().take_while(variable).collect();
    if words.len() == variables.len() {
        return Err(Failure::usage(format!("--algorithm: {text:?} has no command, or an open quote")));
    }
    let mut algorithm = Algorithm::command(words[variables.len()..].iter().cloned());
    for (name, value) in variables.into_iter().filter_map(|word| word.split_once('=')) {
        algorithm = algorithm.variable(name, value);
    }
    Ok(algorithm)
}

#[derive(Serialize)]
struct Credentials<'s> {
    username: &'s str,
    password: &'s str,
    organization: &'s str,
    role: &'s str,
}

impl Offered for Vantage6 {
    const NAME: &'static str = "vantage6";
    const HEADINGS: &'static [&'static str] = &["USER", "PASSWORD", "ORGANIZATION", "ROLE"];
    const WARNING: &'static str = "Anyone with a password can run the algorithms as you.";

    fn credentials(user: &User) -> impl Serialize {
        let User { username, password, organization, role, .. } = user;
        Credentials { username, password, organization, role }
    }

    fn row(user: &User) -> Vec<Cell> {
        [&user.username, &user.password, &user.organization, &user.role]
            .map(|text| text.as_str().into())
            .into()
    }

    fn first_steps(server: &DevServer) -> Vec<String> {
        let Some(user) = server.users().first() else { return Vec::new() };
        let (url, name) = (server.url(), &user.username);
        vec![
            format!(
                "export VANTAGE6_API_URL={url} VANTAGE6_USERNAME={name} VANTAGE6_PASSWORD='{}'",
                user.password
            ),
            "saltant vantage6 organization list".to_owned(),
        ]
    }
}
