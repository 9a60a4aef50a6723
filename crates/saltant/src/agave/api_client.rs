use saltant_core::{Error, ErrorKind};
use saltant_macros::calls;
use saltant_types::Secret;

use super::{
    AddApiSubscription, ApiClient, ApiClientName, ApiClientRequest, ApiSubscriptionRequest, Client,
    CreateApiClient, CreateToken, DeleteApiClient, DeleteApiSubscriptions, GetApiClient, ListApiClients,
    ListApiSubscriptions, ListTenants, OAuthClient, OAuthToken, UserPassword, Username,
};

/// Registered applications of a user. The client's credential has to be a [`UserPassword`].
#[derive(Clone, Copy, Debug)]
pub struct ApiClients<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> ApiClients<'c> via self.0 {
    list() -> ListApiClients;
    create(body: ApiClientRequest) -> CreateApiClient;
    get(client_name: ApiClientName) -> GetApiClient;
    delete(client_name: ApiClientName) -> DeleteApiClient;
    list_subscriptions(client_name: ApiClientName) -> ListApiSubscriptions;
    add_subscription(client_name: ApiClientName, body: ApiSubscriptionRequest) -> AddApiSubscription;
    delete_subscriptions(client_name: ApiClientName) -> DeleteApiSubscriptions;
} }

/// Tenants: organizations with a gateway of their own.
#[derive(Clone, Copy, Debug)]
pub struct Tenants<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Tenants<'c> via self.0 {
    list() -> ListTenants;
} }

impl Client {
    /// Registers an application for a user and logs in with it: how a user gets a first client.
    ///
    /// The second value has the application's key and secret. The service does not show the secret again, so
    /// keep both for [`login`](Self::login). If the login fails after the registration, call this again with
    /// the same name.
    ///
    /// ```no_run
    /// use saltant::agave::{ApiClientRequest, Client};
    ///
    /// # async fn run() -> Result<(), saltant::Error> {
    /// let tenant: Client = Client::builder("https://api.tacc.utexas.edu").build()?;
    /// let request = ApiClientRequest::new().client_name("notebook");
    /// let (client, application) = tenant.create_client(request, "nryan", "a password").await?;
    /// println!("the key is {}", application.consumer_key.unwrap_or_default());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of the registration and of the login. [`Decode`](saltant_core::ErrorKind::Decode) if the service
    /// registers the application and does not tell its key and secret.
    pub async fn create_client(
        &self,
        request: impl Into<ApiClientRequest>,
        username: impl Into<Username>,
        password: impl Into<Secret>,
    ) -> Result<(Self, ApiClient), Error> {
        let (username, password) = (username.into(), password.into());
        let user = self.with(UserPassword::new(username.as_str(), password.clone()));
        let created = user.api_clients().create(request).await?;
        let (Some(key), Some(secret)) = (&created.consumer_key, &created.consumer_secret) else {
            let text = "the answer has no key and secret of the application";
            return Err(Error::new(ErrorKind::Decode, text).with_operation("agave.clients.create"));
        };
        let application = OAuthClient::new(key, secret.clone());
        let token = self.with(application.clone()).call(CreateToken::new(username, password)).await?;
        Ok((self.with(OAuthToken::new(application, token)), created))
    }
}
