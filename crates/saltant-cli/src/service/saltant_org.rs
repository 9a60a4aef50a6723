//! saltant: a static token.

use saltant::StaticToken;

use super::{Purpose, Service, Setting, TOKEN, URL};

pub(super) const SERVICE: Service = Service {
    name: "saltant",
    settings: &[
        Setting::plain(URL, saltant::Client::URL_VARIABLE),
        Setting::secret(TOKEN, saltant::Client::TOKEN_VARIABLE),
    ],
    connect: |settings, purpose, builder| {
        Box::pin(async move {
            let builder = match purpose {
                Purpose::AnonymousCall => builder,
                _ => builder.credential(StaticToken::new(settings.required(TOKEN, purpose)?)),
            };
            Ok(builder.build()?)
        })
    },
};
