use std::time::{Duration, SystemTime};

use saltant_types::agave::{Token, Username};
use saltant_types::{Map, Secret, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{OAuthClient, OAuthToken};
use crate::answer::{Error, ErrorKind};

/// A session of agavepy or of its command: an entry of the file `~/.agave/current` or `~/.agpy`.
///
/// ```
/// use saltant_core::agave::CachedSession;
///
/// let text = r#"{"tenantid": "tacc.prod", "baseurl": "https://api.tacc.utexas.edu", "apikey": "key",
///     "apisecret": "secret", "username": "nryan", "access_token": "a", "refresh_token": "r",
///     "created_at": "1531243681", "expires_in": "14400"}"#;
/// let sessions = CachedSession::read(text)?;
/// assert_eq!(sessions[0].base_url, "https://api.tacc.utexas.edu");
/// assert!(sessions[0].credential().is_some());
/// # Ok::<(), saltant_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CachedSession {
    /// The tenant's code.
    #[serde(rename = "tenantid", alias = "tenant_id", default)]
    pub tenant_id: Option<String>,
    /// The tenant's address.
    #[serde(rename = "baseurl", alias = "api_server")]
    pub base_url: String,
    /// The name of the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// The key of the application.
    #[serde(rename = "apikey", alias = "api_key", default)]
    pub api_key: Option<String>,
    /// The secret of the application.
    #[serde(rename = "apisecret", alias = "api_secret", default)]
    pub api_secret: Option<Secret>,
    /// The user.
    #[serde(default)]
    pub username: Option<Username>,
    /// The access token.
    #[serde(alias = "token", default)]
    pub access_token: Option<Secret>,
    /// The refresh token. It works once, so a renewal makes the file out of date.
    #[serde(default)]
    pub refresh_token: Option<Secret>,
    /// Everything else in the file.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CachedSession {
    /// Reads a file's text: one session or a list of them.
    pub fn read(text: &str) -> Result<Vec<Self>, Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Content {
            Many(Vec<CachedSession>),
            One(Box<CachedSession>),
        }

        match serde_json::from_str(text) {
            Ok(Content::Many(sessions)) => Ok(sessions),
            Ok(Content::One(session)) => Ok(vec![*session]),
            // The parser's words could repeat a secret.
            Err(_) => {
                let text = "the text has no sessions of agavepy: JSON with `baseurl` and `access_token`";
                Err(Error::new(ErrorKind::Usage, text))
            }
        }
    }

    /// The application, if the session has its key and secret.
    pub fn application(&self) -> Option<OAuthClient> {
        let key = self.api_key.as_ref().filter(|key| !key.is_empty())?;
        let secret = self.api_secret.as_ref().filter(|secret| !secret.is_empty())?;
        Some(OAuthClient::new(key, secret.clone()))
    }

    /// The token, if the session has one.
    ///
    /// How long it is still valid is left open: the clock of the machine that wrote the file may differ. The
    /// gateway says when it has expired.
    pub fn token(&self) -> Option<Token> {
        let token = Token::new(self.access_token.clone().filter(|token| !token.is_empty())?);
        Some(match self.refresh_token.clone().filter(|token| !token.is_empty()) {
            Some(refresh_token) => token.with_refresh_token(refresh_token),
            None => token,
        })
    }

    /// The token with its application, which renews itself if there is a refresh token.
    ///
    /// `None` if the session lacks the token, the key or the secret.
    pub fn credential(&self) -> Option<OAuthToken> {
        Some(OAuthToken::new(self.application()?, self.token()?))
    }

    /// The session with a newer token, obtained at `now`, to be written back into the file.
    ///
    /// Without that, agavepy would use a refresh token that no longer works.
    #[must_use]
    pub fn renewed(mut self, token: &Token, now: SystemTime) -> Self {
        self.access_token = Some(token.access_token.clone());
        self.refresh_token.clone_from(&token.refresh_token);
        let seconds = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
        self.extra.insert("created_at".to_owned(), json!(seconds.to_string()));
        self.extra.remove("expires_at");
        match token.expires_in {
            Some(lifetime) => self.extra.insert("expires_in".to_owned(), json!(lifetime.to_string())),
            None => self.extra.remove("expires_in"),
        };
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURRENT: &str = r#"{"tenantid": "tacc.prod", "baseurl": "https://h", "devurl": "",
        "apisecret": "canary-secret", "apikey": "key", "username": "nryan", "access_token": "canary-access",
        "refresh_token": "canary-refresh", "created_at": "1531243681", "expires_in": "14400",
        "expires_at": "Tue Jul 10 16:28:01 UTC 2018"}"#;

    #[test]
    fn a_session_is_read_from_both_files_of_agavepy() {
        let agpy = r#"[{"api_server": "https://h", "api_key": "k", "api_secret": "s", "client_name": "c1",
            "tenant_id": "t1", "username": "nryan", "token": "a", "refresh_token": "r", "verify": true},
            {"api_server": "https://other", "token": "b"}]"#;
        let sessions = CachedSession::read(agpy).unwrap();
        assert_eq!(sessions[0].client_name.as_deref(), Some("c1"));
        assert_eq!(sessions[0].extra["verify"], json!(true));
        let token = sessions[0].credential().unwrap().token();
        assert_eq!((token.access_token, token.refresh_token), (Secret::new("a"), Some(Secret::new("r"))));
        assert!(sessions[1].credential().is_none() && sessions[1].token().is_some());
        let current = CachedSession::read(CURRENT).unwrap();
        assert_eq!(CachedSession::read(&format!("[{CURRENT}]")).unwrap(), current);
        assert_eq!(current[0].username.as_ref().unwrap(), &"nryan");
        assert_eq!(current[0].credential().unwrap().token().expires_in, None);
    }

    #[test]
    fn a_renewed_session_is_written_back_under_the_names_of_the_file() {
        let session = CachedSession::read(CURRENT).unwrap().remove(0);
        let mut token = Token::new("new").with_refresh_token("next");
        token.expires_in = Some(14400);
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
        let written = serde_json::to_value(session.renewed(&token, now)).unwrap();
        let expected = json!({"tenantid": "tacc.prod", "baseurl": "https://h", "devurl": "",
            "apisecret": "canary-secret", "apikey": "key", "username": "nryan", "access_token": "new",
            "refresh_token": "next", "created_at": "1600000000", "expires_in": "14400"});
        assert_eq!(written, expected);
    }

    #[test]
    fn a5_no_error_about_a_session_and_no_session_shows_a_secret() {
        let session = CachedSession::read(CURRENT).unwrap();
        assert!(!format!("{session:?}").contains("canary"), "{session:?}");
        for wrong in ["", "5", "{}", "[5]", r#"{"baseurl": 5, "apisecret": "canary"}"#, "canary", "{\"a\""] {
            let error = CachedSession::read(wrong).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
        assert_eq!(CachedSession::read("[]").unwrap(), []);
    }
}
