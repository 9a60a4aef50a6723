//! saltant: a static token.

use saltant::ClientBuilder;
use saltant::http::Client;
use saltant::saltant::StaticToken;

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::TOKEN;
use crate::settings::Settings;

pub(super) fn connect(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<Client, Failure> {
    let builder = match purpose {
        Purpose::Anonymous => builder,
        _ => builder.credential(StaticToken::new(settings.required(TOKEN)?)),
    };
    Ok(builder.build()?)
}
