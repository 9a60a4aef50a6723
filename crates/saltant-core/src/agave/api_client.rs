use saltant_types::agave::{
    ApiClient, ApiClientName, ApiClientRequest, ApiSubscription, ApiSubscriptionRequest,
};

use super::envelope;
use crate::operations::Operation;

/// Lists the caller's registered applications, without their secrets.
#[derive(Clone, Debug, Operation)]
#[operation("agave.clients.list", GET "clients/v2/", list of ApiClient, auth = Password)]
pub struct ListApiClients {}

/// Registers an application: the answer has its key and secret.
///
/// The secret is shown only in this answer. By the service's documents, a name that is registered already keeps
/// its key, and the answer shows its secret again.
#[derive(Clone, Debug, Operation)]
#[operation("agave.clients.create", POST "clients/v2/", output = ApiClient, auth = Password)]
pub struct CreateApiClient {
    /// The application: at least its name.
    #[body]
    pub body: ApiClientRequest,
}

/// Gets a registered application, without its secret.
#[derive(Clone, Debug, Operation)]
#[operation("agave.clients.get_client_by_name", GET "clients/v2/{client_name}", output = ApiClient)]
#[operation(auth = Password)]
pub struct GetApiClient {
    /// The application's name.
    #[segment]
    pub client_name: ApiClientName,
}

/// Deletes a registered application: its key no longer works.
#[derive(Clone, Debug, Operation)]
#[operation("agave.clients.delete", DELETE "clients/v2/{client_name}", auth = Password)]
pub struct DeleteApiClient {
    /// The application's name.
    #[segment]
    pub client_name: ApiClientName,
}

/// Lists the APIs that a registered application may call.
#[derive(Clone, Debug, Operation)]
#[operation("agave.clients.list_subscriptions_for_client", GET "clients/v2/{client_name}/subscriptions")]
#[operation(list of ApiSubscription, auth = Password)]
pub struct ListApiSubscriptions {
    /// The application's name.
    #[segment]
    pub client_name: ApiClientName,
}

/// Lets a registered application call an API.
///
/// The answer is a list of one or, for the name `*`, of all.
#[derive(Clone, Debug, Operation)]
#[operation("agave.clients.add_subscription_for_client", POST "clients/v2/{client_name}/subscriptions")]
#[operation(list of ApiSubscription, auth = Password, read = envelope::one_or_many)]
pub struct AddApiSubscription {
    /// The application's name.
    #[segment]
    pub client_name: ApiClientName,
    /// The API.
    #[body]
    pub body: ApiSubscriptionRequest,
}

/// Takes all APIs away from a registered application.
#[derive(Clone, Debug, Operation)]
#[operation("agave.clients.delete_subscriptions_for_client", DELETE "clients/v2/{client_name}/subscriptions")]
#[operation(auth = Password)]
pub struct DeleteApiSubscriptions {
    /// The application's name.
    #[segment]
    pub client_name: ApiClientName,
}
