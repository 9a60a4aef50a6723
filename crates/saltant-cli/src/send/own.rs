//! vantage6's own user and own organization: those of the token, where a call leaves them out.

use saltant::catalog::Entry;
use saltant::http::Client;
use saltant::vantage6;
use serde_json::{Map, Value};

use super::arguments::Pair;
use crate::exit::Failure;

/// Whose id a call leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    User,
    Organization,
}

/// An argument that a call leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Own {
    argument: &'static str,
    whose: Whose,
}

/// The argument whose value the token tells, if the call leaves it out.
///
/// `scope=organization` of the list of collaborations, which the server does not know, is such a call.
pub(crate) fn left_out(
    entry: &Entry,
    object: &mut Map<String, Value>,
    pairs: &mut Vec<Pair>,
) -> Result<Option<Own>, Failure> {
    let own = |argument, whose| Some(Own { argument, whose });
    let own = match entry.metadata.name {
        "vantage6.user.update" => own("id", Whose::User),
        "vantage6.organization.update" => own("id", Whose::Organization),
        "vantage6.collaboration.list" if is_scope_own(object, pairs)? => {
            own("organization", Whose::Organization)
        }
        _ => None,
    };
    let is_given = |name: &str| object.contains_key(name) || pairs.iter().any(|pair| pair.name == name);
    Ok(own.filter(|own| !is_given(own.argument)))
}

/// Takes the scope out of the arguments: whether it is the own organization.
fn is_scope_own(object: &mut Map<String, Value>, pairs: &mut Vec<Pair>) -> Result<bool, Failure> {
    const SCOPE: &str = "scope";
    let in_object = object.remove(SCOPE).map(|scope| scope.as_str().unwrap_or_default().to_owned());
    let in_pairs = pairs.iter().rfind(|pair| pair.name == SCOPE);
    let scope = in_pairs.map(|pair| pair.as_text().unwrap_or_default().to_owned()).or(in_object);
    pairs.retain(|pair| pair.name != SCOPE);
    match scope.as_deref() {
        None | Some("global") => Ok(false),
        Some("organization") => Ok(true),
        Some(_) => Err(Failure::usage("scope has to be organization or global")),
    }
}

impl Own {
    /// Adds the argument.
    pub(crate) async fn add_to(
        self,
        object: &mut Map<String, Value>,
        client: &Client,
        is_dry_run: bool,
    ) -> Result<(), Failure> {
        let Self { argument, whose } = self;
        let hint = format!("give {argument}=ID");
        if is_dry_run {
            return Err(Failure::usage("a dry run does not know whose the token is").hint(hint));
        }
        let client = vantage6::Client::from(client.clone());
        let id = match (client.user_id(), whose) {
            (None, _) => return Err(Failure::usage("the token does not name a user").hint(hint)),
            (Some(user), Whose::User) => user.get(),
            (Some(_), Whose::Organization) => client.users().own().await?.organization.id.get(),
        };
        object.insert(argument.to_owned(), id.into());
        Ok(())
    }
}
