//! saltant: a static token, or the tokens of a login.

use saltant::ClientBuilder;
use saltant::core::BearerToken;
use saltant::http::Client;
use saltant::saltant::{StaticToken, TokenPair};

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::{REFRESH_TOKEN, TOKEN};
use crate::settings::Settings;

pub(super) fn connect(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<Client, Failure> {
    let is_login = settings.login().is_some_and(|session| session.get(REFRESH_TOKEN).is_some());
    let builder = match (purpose, settings.credential::<TokenPair>()) {
        (Purpose::Anonymous, _) => builder,
        (_, Some(tokens)) => builder.credential(tokens),
        (Purpose::DryRun, None) if is_login => builder.credential(BearerToken::new(settings.required(TOKEN)?)),
        (_, None) => builder.credential(StaticToken::new(settings.required(TOKEN)?)),
    };
    Ok(builder.build()?)
}
