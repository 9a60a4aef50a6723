//! saltant: a static token, or the tokens of a login.

use saltant::ClientBuilder;
use saltant::http::Client;
use saltant::saltant::{StaticToken, TokenPair};

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::TOKEN;
use crate::settings::Settings;

pub(super) fn connect(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<Client, Failure> {
    let builder = match (purpose, settings.credential::<TokenPair>()) {
        (Purpose::Anonymous, _) => builder,
        (_, Some(tokens)) => builder.credential(tokens),
        (_, None) => builder.credential(StaticToken::new(settings.required(TOKEN)?)),
    };
    Ok(builder.build()?)
}
