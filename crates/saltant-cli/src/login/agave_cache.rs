//! Continues the login that agavepy has kept.

use std::path::Path;
use std::time::{Duration, SystemTime};

use saltant::agave::{self, CachedSession};
use saltant::{BaseUrl, Value};

use super::Questions;
use crate::connect::Purpose;
use crate::exit::Failure;
use crate::service::{KEY, REFRESH_TOKEN, SECRET, TOKEN, URL};
use crate::session::{Session, SessionFile};
use crate::whoami;

/// Takes the tokens of agavepy's file, and asks the service whether it takes them.
///
/// A refresh token works once, so the file gets each renewed token too.
pub(super) async fn log_in(
    questions: &Questions<'_>,
    path: Option<&Path>,
    file: &SessionFile,
) -> Result<Session, Failure> {
    let path = match path {
        Some(path) => path.to_owned(),
        None => agave::Client::cache_file()?,
    };
    let wrong = |error: std::io::Error| Failure::usage(format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(&path).map_err(wrong)?;
    let path = std::path::absolute(&path).map_err(wrong)?;
    let session = chosen(questions, &CachedSession::read(&text)?, &path)?;
    let before = file.read().ok().flatten();
    file.lock()?.write(&session)?;
    // The call may renew the tokens, so they are in their file before it.
    match check(questions).await {
        Ok(()) => Ok(file.read()?.unwrap_or(session)),
        Err(failure) => {
            let locked = file.lock()?;
            match before {
                Some(before) => locked.write(&before)?,
                None => drop(locked.remove()?),
            }
            Err(failure.hint(format!("{} has tokens that no longer work: log in without it", path.display())))
        }
    }
}

async fn check(questions: &Questions<'_>) -> Result<(), Failure> {
    let client = questions.args.connect.connect(questions.service, Purpose::Authenticated, None).await?;
    whoami::ask(questions.service, &client).await.map(drop)
}

/// The session for the address that is set, else the first.
fn chosen(questions: &Questions<'_>, cached: &[CachedSession], path: &Path) -> Result<Session, Failure> {
    let url = questions.settings.optional(URL);
    let is_meant = |cached: &&CachedSession| match &url {
        Some(url) => is_same_origin(url.expose(), &cached.base_url),
        None => true,
    };
    let none = || Failure::usage(format!("{} has no session for this address", path.display()));
    let cached = cached.iter().find(is_meant).ok_or_else(none)?;
    let needed = [&cached.access_token, &cached.api_key.as_ref().map(Into::into), &cached.api_secret];
    if needed.iter().any(|value| value.as_ref().is_none_or(saltant::Secret::is_empty)) {
        let text = format!("{} lacks the token, or the key and secret of its application", path.display());
        return Err(Failure::usage(text));
    }
    let mut session = Session::new(&cached.base_url);
    session.user = cached.username.as_ref().map(ToString::to_string);
    session.set(TOKEN, cached.access_token.clone());
    session.set(REFRESH_TOKEN, cached.refresh_token.clone().filter(|token| !token.is_empty()));
    session.set(KEY, cached.api_key.as_ref().map(Into::into));
    session.set(SECRET, cached.api_secret.clone());
    session.set_expires(expires(cached));
    session.agave_cache = Some(path.to_owned());
    Ok(session)
}

fn is_same_origin(one: &str, other: &str) -> bool {
    match (one.parse::<BaseUrl>(), other.parse::<BaseUrl>()) {
        (Ok(one), Ok(other)) => one.origin() == other.origin(),
        _ => false,
    }
}

/// When the token expires: agavepy writes both numbers as texts.
fn expires(cached: &CachedSession) -> Option<SystemTime> {
    let seconds = |name: &str| match cached.extra.get(name)? {
        Value::String(text) => text.parse::<u64>().ok(),
        other => other.as_u64(),
    };
    let since = seconds("created_at")?.checked_add(seconds("expires_in")?)?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(since))
}
