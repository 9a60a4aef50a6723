//! Astakos: the token of a user, or of a service of the cloud where no user's token is set.
//!
//! Which of the two an operation takes is in its description. Two profiles can keep them apart.

use saltant::ClientBuilder;
use saltant::astakos::{Catalogue, ServiceToken, UserToken};
use saltant::http::Client;

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::{SERVICE_TOKEN, TOKEN};
use crate::settings::Settings;

pub(super) fn connect(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<Client, Failure> {
    // The service publishes its own paths. A dry run sends nothing, so it cannot ask for them.
    let builder = match purpose {
        Purpose::DryRun => builder,
        _ => builder.directory(Catalogue::new()),
    };
    let builder = match (purpose, settings.optional(TOKEN), settings.optional(SERVICE_TOKEN)) {
        (Purpose::Anonymous, ..) | (Purpose::Public, None, None) => builder,
        (_, None, Some(token)) => builder.credential(ServiceToken::new(token)),
        (_, Some(token), _) => builder.credential(UserToken::new(token)),
        (_, None, None) => builder.credential(UserToken::new(settings.required(TOKEN)?)),
    };
    Ok(builder.build()?)
}
