//! Astakos: the token of a user or of a service of the cloud. Which of them an operation takes, its
//! description says; a profile for each keeps them apart.

use saltant::astakos::{Catalogue, Public, Service as CloudService, ServiceToken, User, UserToken};

use super::{Purpose, Service, Setting, TOKEN, URL};

const SERVICE_TOKEN: &str = "service_token";

pub(super) const SERVICE: Service = Service {
    name: "astakos",
    settings: &[
        Setting::plain(URL, Public::AUTH_URL_VARIABLE),
        Setting::secret(TOKEN, User::TOKEN_VARIABLE),
        // Used where there is no user's.
        Setting::secret(SERVICE_TOKEN, CloudService::TOKEN_VARIABLE),
    ],
    connect: |settings, purpose, builder| {
        Box::pin(async move {
            // Paths depend on what the service says about itself; nothing is asked where nothing is sent.
            let builder = match purpose {
                Purpose::Look => builder,
                _ => builder.directory(Catalogue::new()),
            };
            let (user, service) =
                (settings.optional(TOKEN, purpose), settings.optional(SERVICE_TOKEN, purpose));
            let builder = match (purpose, user, service) {
                (Purpose::AnonymousCall, ..) | (Purpose::PublicCall, None, None) => builder,
                (_, None, Some(token)) => builder.credential(ServiceToken::new(token)),
                (_, Some(token), _) => builder.credential(UserToken::new(token)),
                (_, None, None) => builder.credential(UserToken::new(settings.required(TOKEN, purpose)?)),
            };
            Ok(builder.build()?)
        })
    },
};
