//! `saltant dev-server astakos`: users, the tokens of components, and limits of resources.

use std::collections::BTreeMap;

use saltant_dev_server::Server;
use saltant_dev_server::astakos::{Astakos, DevServer, DevServerBuilder, NewUser, Release, User};
use serde::Serialize;

use super::common::{Common, FAULTS, Offered, Users, pair};
use crate::exit::{Exit, Failure};
use crate::output::styles;
use crate::table::Cell;

/// An Astakos server, release 0.16 or 0.15: identity, quotas with commissions, projects and memberships
///
/// Its data is in memory, and it runs no commands. The user interface and OAuth are on the next port, which a
/// client has to trust before it sends a token there.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{FAULTS}\n\n{EXAMPLES}"))]
#[group(skip)]
pub(crate) struct Args {
    /// A user; without TOKEN, a token is generated; the first user is an administrator of projects
    #[arg(long = "user", value_name = "EMAIL[:TOKEN]", default_value = "admin@example.org")]
    users: Vec<String>,

    /// A further user who is an administrator of projects
    #[arg(long = "administrator", value_name = "EMAIL")]
    administrators: Vec<String>,

    /// The token of a component: astakos, cyclades or pithos; without it, one is generated
    #[arg(long = "service-token", value_name = "COMPONENT:TOKEN")]
    service_tokens: Vec<String>,

    /// What each user has of a resource, such as cyclades.vm=2; without it, there is no limit
    #[arg(long = "quota", value_name = "RESOURCE=N")]
    limits: Vec<String>,

    /// The release that it behaves like
    #[arg(long, value_parser = ["0.15", "0.16"], default_value = "0.16")]
    release: String,

    #[command(flatten)]
    common: Common,
}

const EXAMPLES: &str = "\
Examples:
  saltant dev-server astakos
  saltant dev-server astakos --user ada@example.org:s3cret --user bob@example.org --quota cyclades.vm=2
  saltant dev-server astakos --service-token cyclades:t0ken --fault 'lose POST */commissions'";

pub(super) async fn serve(args: Args) -> Result<Exit, Failure> {
    let users = Users::read(&args.users, NewUser::new, NewUser::token).mark(
        "administrator",
        &args.administrators,
        |user| user.administrator(true),
    )?;
    let mut builder = users.into_iter().fold(DevServer::builder(), DevServerBuilder::user);
    for given in &args.service_tokens {
        let (component, token) = pair("service-token", given, ':')?;
        builder = builder.service_token(component, token);
    }
    for given in &args.limits {
        let (resource, limit) = pair("quota", given, '=')?;
        let limit = limit.parse().map_err(|_| {
            Failure::usage(format!("--quota {given}: expected a whole number from 0 to {}", u32::MAX))
        })?;
        builder = builder.limit(resource, limit);
    }
    let release = if args.release == "0.15" { Release::V0_15 } else { Release::V0_16 };
    args.common.serve(builder.release(release)).await
}

#[derive(Serialize)]
struct Credentials<'s> {
    email: &'s str,
    uuid: &'s str,
    token: &'s str,
    administrator: bool,
}

impl Offered for Astakos {
    const NAME: &'static str = "Astakos";
    const HEADINGS: &'static [&'static str] = &["USER", "UUID", "TOKEN", ""];
    const WARNING: &'static str = "Its data is lost when it ends.";

    fn credentials(user: &User) -> impl Serialize {
        let User { email, uuid, token, administrator, .. } = user;
        Credentials { email, uuid, token, administrator: *administrator }
    }

    fn row(user: &User) -> Vec<Cell> {
        let rank = if user.administrator { "administrator" } else { "" };
        vec![
            user.email.as_str().into(),
            user.uuid.as_str().into(),
            user.token.as_str().into(),
            Cell::styled(rank, styles::FAINT),
        ]
    }

    fn more(server: &Server<Self>) -> BTreeMap<&'static str, serde_json::Value> {
        let tokens: serde_json::Map<_, _> = ["astakos", "cyclades", "pithos"]
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), server.service_token(name)?.into())))
            .collect();
        BTreeMap::from([("other_origin", server.other_origin().into()), ("service_tokens", tokens.into())])
    }

    fn first_steps(server: &DevServer) -> Vec<String> {
        let Some(user) = server.users().first() else { return Vec::new() };
        let service = server.service_token("cyclades").unwrap_or_default();
        vec![
            format!("export ASTAKOS_AUTH_URL={} ASTAKOS_TOKEN={}", server.url(), user.token),
            format!("export ASTAKOS_SERVICE_TOKEN={service}"),
            "saltant astakos quota list".to_owned(),
        ]
    }
}
