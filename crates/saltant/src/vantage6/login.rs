use std::fmt;
use std::future::IntoFuture;

use saltant_core::vantage6::{GetOrganization, GetUser, ObtainToken};
use saltant_core::{BoxFuture, Error, ErrorKind};
use saltant_types::Secret;
use saltant_types::vantage6::{LoginAnswer, TwoFactorSetup, UserId};

use super::client::{Client, Me};

/// The outcome of a login. All three come with status 200.
#[derive(Debug)]
#[non_exhaustive]
#[must_use = "a login that was answered has not always succeeded"]
pub enum Login {
    /// Logged in: a client that acts for the user.
    Done(Client),
    /// Not logged in: this is the first login, and two-factor codes have to be set up. The next login needs a
    /// code.
    SetUpTwoFactor(TwoFactorSetup),
    /// Not logged in: a two-factor code is needed.
    CodeNeeded {
        /// The server's message to the user.
        msg: String,
    },
}

impl Login {
    /// The client that is logged in.
    ///
    /// # Errors
    ///
    /// [`Auth`](saltant_core::ErrorKind::Auth) for the other outcomes.
    pub fn into_client(self) -> Result<Client, Error> {
        let why = match self {
            Self::Done(client) => return Ok(client),
            Self::SetUpTwoFactor(_) => "two-factor authentication has to be set up first".to_owned(),
            Self::CodeNeeded { msg } => format!("{msg}; give the code as `mfa_code`"),
        };
        Err(Error::new(ErrorKind::Auth, why).with_operation("vantage6.authenticate"))
    }
}

/// A login. It begins when it is awaited.
#[derive(Clone)]
#[must_use = "a login begins when it is awaited"]
pub struct Authenticate<'c> {
    client: &'c Client,
    username: String,
    password: Secret,
    mfa_code: Option<Secret>,
}

impl<'c> Authenticate<'c> {
    pub(super) fn new(client: &'c Client, username: String, password: Secret) -> Self {
        Self { client, username, password, mfa_code: None }
    }

    /// Adds the six digits of the two-factor code.
    pub fn mfa_code(mut self, code: impl Into<Secret>) -> Self {
        self.mfa_code = Some(code.into());
        self
    }
}

impl fmt::Debug for Authenticate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticate").field("username", &self.username).finish_non_exhaustive()
    }
}

impl<'c> IntoFuture for Authenticate<'c> {
    type Output = Result<Login, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut login = ObtainToken::new(self.username, self.password);
            login.mfa_code = self.mfa_code;
            let tokens = match self.client.call(login).await? {
                LoginAnswer::Tokens(tokens) => tokens,
                LoginAnswer::SetUpTwoFactor(setup) => return Ok(Login::SetUpTwoFactor(setup)),
                LoginAnswer::CodeNeeded { msg } => return Ok(Login::CodeNeeded { msg }),
                _ => return Err(Error::new(ErrorKind::Decode, "the answer to the login is not known")),
            };
            let from_path = tokens.user_url.as_deref().and_then(|path| path.rsplit('/').next()?.parse().ok());
            let client = self.client.with_tokens(tokens);
            let said = client.user_id();
            let nobody = || Error::new(ErrorKind::Decode, "the token does not name its user");
            let id = said.or(from_path.map(UserId::new)).ok_or_else(nobody)?;
            let user = client.call(GetUser::new(id)).await?;
            let organization = match client.call(GetOrganization::new(user.organization.id)).await {
                Err(error) if error.is_forbidden() => None,
                found => Some(found?),
            };
            Ok(Login::Done(client.logged_in_as(Me { user, organization })))
        })
    }
}
