use super::record::record;
use crate::Secret;
use crate::id::id;

id! {
    /// The name of a registered application, unique among those of a user.
    ApiClientName(String)
}

record! {
    /// A registered application, which the service calls a client.
    pub struct ApiClient {
        /// The name.
        name: ApiClientName,
        /// What it is for.
        description: String,
        /// The key.
        consumer_key: String,
        /// The secret. Only the answer to a registration has it.
        consumer_secret: Secret,
        /// The address that users of a login by browser are sent back to.
        callback_url: String,
        /// How many requests the gateway lets through, such as `Unlimited`.
        tier: String,
    }
}

record! {
    sent
    /// An application to register.
    ///
    /// Only the name is needed. The service's declaration calls it `name`; agavepy sends `clientName`, as this
    /// does.
    pub struct ApiClientRequest {
        /// The name.
        client_name: ApiClientName,
        /// What it is for.
        description: String,
        /// The address that users of a login by browser are sent back to.
        callback_url: String,
        /// How many requests the gateway lets through, such as `Unlimited`.
        tier: String,
    }
}

record! {
    /// An API that a registered application may call.
    pub struct ApiSubscription {
        /// The API's name, such as `Jobs`.
        api_name: String,
        /// The API's version, such as `v2`.
        api_version: String,
        /// Who provides the API, such as `admin`.
        api_provider: String,
        /// The path of the API, such as `/jobs/v2`.
        api_context: String,
        /// The status of the API, such as `PUBLISHED`.
        api_status: String,
        /// How many requests the gateway lets through, such as `Unlimited`.
        tier: String,
    }
}

record! {
    sent
    /// An API that a registered application is to call.
    pub struct ApiSubscriptionRequest {
        /// The API's name, such as `jobs`.
        api_name: String,
        /// The API's version, such as `v2`.
        api_version: String,
        /// Who provides the API, such as `admin`.
        api_provider: String,
    }
}
