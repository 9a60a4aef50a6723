//! Astakos: the token of a user, that of a service of the cloud, or both. Each call is sent with the one that it
//! takes.

use std::sync::Arc;

use saltant::astakos::{AuthTokens, Catalogue, GetEndpoints};
use saltant::http::Client;
use saltant::{ClientBuilder, NoCredential};

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::{SERVICE_TOKEN, TOKEN};
use crate::settings::Settings;

pub(super) fn connect(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<Client, Failure> {
    // The service publishes its own paths.
    let builder = builder.directory(Catalogue::new());
    let token = |name: &str, needed: Purpose| {
        if [needed, Purpose::DryRun].contains(&purpose) {
            settings.required(name).map(Some)
        } else {
            Ok(settings.optional(name))
        }
    };
    let mut tokens = AuthTokens::new();
    if let Some(token) = token(TOKEN, Purpose::Authenticated)? {
        tokens = tokens.user(token);
    }
    if let Some(token) = token(SERVICE_TOKEN, Purpose::AsService)? {
        tokens = tokens.service(token);
    }
    Ok(builder.credential(tokens).build()?)
}

/// Asks the service for the addresses of its parts, without a credential, so that a dry run can show them.
pub(crate) async fn find_addresses(client: &Client) -> Result<(), Failure> {
    client.with_credential(Arc::new(NoCredential)).call(GetEndpoints::new()).await?;
    Ok(())
}
