//! How each service gives out tokens.

use saltant::ClientBuilder;
use saltant::agave::{CreateToken, OAuthClient, OAuthSession};
use saltant::astakos::{AuthTokens, Authenticate, Catalogue};
use saltant::core::BearerToken;
use saltant::inmanta::{Login, UserLogin};
use saltant::saltant::{ObtainToken, StaticToken};
use saltant::vantage6::{self, LoginAnswer};

use super::{Questions, say};
use crate::exit::{Exit, Failure};
use crate::prompt::Echo;
use crate::service::{Api, KEY, MFA_CODE, SECRET, SERVICE_TOKEN, Service, TOKEN};
use crate::session::{Session, SessionTokens as _};
use crate::whoami;

/// Keeps a token that the person has, if the service takes it.
pub(super) async fn with_token(
    questions: &Questions<'_>,
    service: &'static Service,
    builder: ClientBuilder,
    session: &mut Session,
) -> Result<(), Failure> {
    let Some(token) = questions.flag(TOKEN) else { return Ok(()) };
    let builder = match service.api {
        Api::Saltant => builder.credential(StaticToken::new(token.clone())),
        _ => builder.credential(BearerToken::new(token.clone())),
    };
    session.user = whoami::ask(service, &builder.build()?).await?;
    session.set(TOKEN, Some(token));
    Ok(())
}

pub(super) async fn saltant(
    questions: &Questions<'_>,
    builder: ClientBuilder,
    session: &mut Session,
) -> Result<(), Failure> {
    let (name, password) = questions.user().await?;
    let pair = builder.build()?.call(ObtainToken::new(name.as_str(), password)).await?;
    pair.write(session, questions.now);
    session.user = Some(name);
    Ok(())
}

pub(super) async fn vantage6(
    questions: &Questions<'_>,
    builder: ClientBuilder,
    session: &mut Session,
) -> Result<(), Failure> {
    let (name, password) = questions.user().await?;
    let client = builder.build()?;
    let mut code = questions.settings.optional(MFA_CODE);
    loop {
        let mut login = vantage6::ObtainToken::new(name.as_str(), password.clone());
        login.mfa_code.clone_from(&code);
        match client.call(login).await? {
            LoginAnswer::Tokens(tokens) => {
                tokens.write(session, questions.now);
                session.user = Some(name);
                return Ok(());
            }
            LoginAnswer::CodeNeeded { msg } if code.is_none() => {
                say(&msg);
                code = Some(questions.ask(MFA_CODE, Echo::Hidden).await?);
            }
            LoginAnswer::CodeNeeded { msg } => return Err(Failure::new(Exit::Refused, msg)),
            _ => {
                let text =
                    "two-factor authentication has to be set up first, for example in the web interface";
                return Err(Failure::new(Exit::Refused, text));
            }
        }
    }
}

pub(super) async fn inmanta(
    questions: &Questions<'_>,
    builder: ClientBuilder,
    session: &mut Session,
) -> Result<(), Failure> {
    let (name, password) = questions.user().await?;
    let login = Login::new(name.as_str(), password);
    let answer = builder.build()?.call(login.clone()).await?;
    let token = answer.token.clone();
    let tokens = UserLogin::new(login, answer).tokens();
    session.set_expires(saltant::core::RenewableTokens::expiry(&tokens, questions.now));
    session.set(TOKEN, Some(token));
    session.user = Some(name);
    Ok(())
}

pub(super) async fn agave(
    questions: &Questions<'_>,
    builder: ClientBuilder,
    session: &mut Session,
) -> Result<(), Failure> {
    let key = questions.get(KEY, Echo::Hidden).await?;
    let secret = questions.get(SECRET, Echo::Hidden).await?;
    let (name, password) = questions.user().await?;
    let application = OAuthClient::new(key.expose(), secret.clone());
    let client = builder.credential(application.clone()).build()?;
    let token = client.call(CreateToken::new(name.as_str(), password)).await?;
    OAuthSession::new(application, token).write(session, questions.now);
    session.set(KEY, Some(key));
    session.set(SECRET, Some(secret));
    session.user = Some(name);
    Ok(())
}

/// The user's token is checked. No call tells whether the token of a service is good.
pub(super) async fn astakos(
    questions: &Questions<'_>,
    builder: ClientBuilder,
    session: &mut Session,
) -> Result<(), Failure> {
    let service = questions.settings.optional(SERVICE_TOKEN);
    let user = match questions.settings.optional(TOKEN) {
        None if service.is_some() => None,
        None => Some(questions.ask(TOKEN, Echo::Hidden).await?),
        given => given,
    };
    if let Some(token) = &user {
        let tokens = AuthTokens::new().user(token.clone());
        let client = builder.directory(Catalogue::new()).credential(tokens).build()?;
        let access = client.call(Authenticate::new()).await?;
        session.set_expires(access.token.expires.map(Into::into));
        session.user = Some(whoami::of_access(&access));
    }
    session.set(TOKEN, user);
    session.set(SERVICE_TOKEN, service);
    Ok(())
}
