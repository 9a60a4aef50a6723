//! How the tokens of each service are kept in a session.

use std::path::Path;
use std::time::{Duration, SystemTime};

use saltant::agave::{CachedSession, OAuthClient, OAuthSession, Token};
use saltant::core::RenewableTokens;
use saltant::saltant::TokenPair;
use saltant::vantage6::TokenSet;

use super::Session;
use crate::exit::{Failure, warn};
use crate::private_file::PrivateFile;
use crate::service::{KEY, REFRESH_TOKEN, SECRET, TOKEN};

/// Tokens that a session can keep.
pub(crate) trait SessionTokens: RenewableTokens {
    /// The tokens of a session; `None` if it has others.
    fn read(session: &Session, now: SystemTime) -> Option<Self>;

    /// Puts the tokens into a session.
    fn write(&self, session: &mut Session, now: SystemTime);

    /// Brings what else has the tokens of this session up to date.
    fn written(&self, _before: &Session, _now: SystemTime) {}
}

impl SessionTokens for TokenPair {
    fn read(session: &Session, _: SystemTime) -> Option<Self> {
        Some(Self::new(session.get(TOKEN)?.clone(), session.get(REFRESH_TOKEN)?.clone()))
    }

    fn write(&self, session: &mut Session, now: SystemTime) {
        session.set(TOKEN, Some(self.access.clone()));
        session.set(REFRESH_TOKEN, Some(self.refresh.clone()));
        session.set_expires(self.expiry(now));
    }
}

impl SessionTokens for TokenSet {
    fn read(session: &Session, _: SystemTime) -> Option<Self> {
        Some(Self::new(session.get(TOKEN)?.clone(), session.get(REFRESH_TOKEN)?.clone()))
    }

    fn write(&self, session: &mut Session, now: SystemTime) {
        session.set(TOKEN, Some(self.access_token.clone()));
        session.set(REFRESH_TOKEN, Some(self.refresh_token.clone()));
        session.set_expires(self.expiry(now));
    }
}

/// The key and the secret of the application stay as the login has put them there.
impl SessionTokens for OAuthSession {
    fn read(session: &Session, now: SystemTime) -> Option<Self> {
        let application = OAuthClient::new(session.get(KEY)?.expose(), session.get(SECRET)?.clone());
        let mut token = Token::new(session.get(TOKEN)?.clone());
        token.refresh_token = session.get(REFRESH_TOKEN).cloned();
        let left = |expires: SystemTime| expires.duration_since(now).unwrap_or_default().as_secs();
        token.expires_in = session.expires().map(left);
        Some(Self::new(application, token))
    }

    fn write(&self, session: &mut Session, now: SystemTime) {
        let token = self.token();
        session.set(TOKEN, Some(token.access_token.clone()));
        session.set(REFRESH_TOKEN, token.refresh_token.clone());
        let lifetime = token.expires_in.map(Duration::from_secs);
        session.set_expires(lifetime.and_then(|lifetime| now.checked_add(lifetime)));
    }

    fn written(&self, before: &Session, now: SystemTime) {
        if let Some(path) = &before.agave_cache
            && let Err(failure) = update_agave_cache(path, before, self.token(), now)
        {
            warn(format_args!("agavepy has to log in again, because its file was not updated: {failure}"));
        }
    }
}

/// Writes a renewed token into agavepy's file too, if that has the refresh token that was used up.
fn update_agave_cache(path: &Path, before: &Session, token: &Token, now: SystemTime) -> Result<(), Failure> {
    let wrong = |error: std::io::Error| Failure::usage(format!("{}: {error}", path.display()));
    let file = PrivateFile::lock(path).map_err(wrong)?;
    let text = std::fs::read_to_string(path).map_err(wrong)?;
    let is_list = text.trim_start().starts_with('[');
    let mut sessions = CachedSession::read(&text)?;
    let used = before.get(REFRESH_TOKEN);
    let Some(cached) = sessions.iter_mut().find(|cached| cached.refresh_token.as_ref() == used) else {
        return Ok(());
    };
    *cached = cached.clone().renewed(token, now);
    let written = match sessions.as_slice() {
        [only] if !is_list => serde_json::to_string(only),
        all => serde_json::to_string(all),
    };
    let text = written.map_err(|error| Failure::usage(error.to_string()))?;
    file.replace(&text).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CACHE: &str = r#"{"tenantid": "t", "baseurl": "https://h", "apisecret": "s", "apikey": "k",
        "username": "nryan", "access_token": "a", "refresh_token": "r", "created_at": "1", "expires_in": "14400"}"#;

    fn session(cache: &Path) -> Session {
        let mut session = Session::new("https://h");
        session.agave_cache = Some(cache.to_owned());
        session.set(KEY, Some("k".into()));
        session.set(SECRET, Some("s".into()));
        session.set(TOKEN, Some("a".into()));
        session.set(REFRESH_TOKEN, Some("r".into()));
        session
    }

    #[test]
    fn a15_an_agave_token_expires_when_it_did_in_the_command_before() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let mut session = session(Path::new("x"));
        let mut tokens = OAuthSession::read(&session, now).unwrap();
        assert_eq!(tokens.token().expires_in, None);
        let mut token = tokens.token().clone();
        token.expires_in = Some(14_400);
        tokens = OAuthSession::new(OAuthClient::new("k", "s"), token);
        tokens.write(&mut session, now);
        let later = now + Duration::from_secs(14_000);
        assert_eq!(OAuthSession::read(&session, later).unwrap().token().expires_in, Some(400));
        let after = now + Duration::from_secs(20_000);
        assert_eq!(OAuthSession::read(&session, after).unwrap().token().expires_in, Some(0));
    }

    #[test]
    fn a15_agavepys_file_gets_the_renewed_token_unless_it_has_another_login() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("current");
        let before = session(&path);
        let renewed =
            OAuthSession::new(OAuthClient::new("k", "s"), Token::new("a2").with_refresh_token("r2"));
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(9);
        std::fs::write(&path, CACHE).unwrap();
        renewed.written(&before, now);
        let read: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(
            (&read["access_token"], &read["refresh_token"], &read["created_at"]),
            (&"a2".into(), &"r2".into(), &"9".into())
        );
        let other = CACHE.replace("\"r\"", "\"other\"");
        std::fs::write(&path, &other).unwrap();
        renewed.written(&before, now);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), other);
    }
}
