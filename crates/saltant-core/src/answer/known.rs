//! Masking of secrets that the client knows, because it has sent them.

use saltant_types::Secret;

/// What stands where a secret was.
pub(crate) const MASK: &str = "***";

/// Secrets this long are masked within other words too. Within a longer word, a shorter text is hardly an echo.
const DISTINCT: usize = 8;

/// Words that the services write in messages about passwords and logins, whatever the password is.
///
/// vantage6, for one, says "Password too short: use at least 8 characters with mixed lowercase, …".
const VOCABULARY: [&str; 49] = [
    "account",
    "blank",
    "character",
    "characters",
    "code",
    "common",
    "credential",
    "credentials",
    "current",
    "default",
    "digit",
    "digits",
    "email",
    "empty",
    "field",
    "incorrect",
    "invalid",
    "least",
    "length",
    "letter",
    "letters",
    "log",
    "login",
    "long",
    "lowercase",
    "mixed",
    "name",
    "new",
    "number",
    "numbers",
    "numeric",
    "old",
    "password",
    "passwords",
    "required",
    "same",
    "secret",
    "short",
    "similar",
    "simple",
    "special",
    "strong",
    "token",
    "uppercase",
    "user",
    "username",
    "valid",
    "weak",
    "wrong",
];

/// A secret that a call has sent, to be masked where the server repeats it.
#[derive(Clone, Debug)]
pub struct KnownSecret {
    secret: Secret,
    /// Whether a person has chosen it.
    is_password: bool,
}

impl KnownSecret {
    /// A token, key or nonce. It is masked wherever it stands, however short it is.
    pub fn token(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), is_password: false }
    }

    /// A password. It may be a word of the message that refuses it.
    pub fn password(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), is_password: true }
    }

    /// The value of a parameter with a [secret's name](crate::is_secret_name).
    pub fn named(name: &str, secret: impl Into<Secret>) -> Self {
        let name = name.to_ascii_lowercase();
        let is_password = ["password", "passwd", "pwd"].iter().any(|end| name.ends_with(end));
        Self { secret: secret.into(), is_password }
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        self.secret.expose()
    }

    /// Whether an occurrence between two texts is an echo of the secret.
    fn is_echo(&self, before: &str, after: &str) -> bool {
        let (last, first) = (before.chars().next_back(), after.chars().next());
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let secret = self.expose();
        if self.is_password && VOCABULARY.contains(&secret) {
            // The whole text, or a value in it: `password='short'`.
            let ends_value = |c: Option<char>| c.is_none_or(|c| "'\"`‘’“”&;,)]}>".contains(c));
            let begins_value = |c: Option<char>| c.is_none_or(|c| "'\"`‘’“”=".contains(c));
            return begins_value(last) && ends_value(first);
        }
        secret.len() >= DISTINCT || !(is_word(last) || is_word(first))
    }
}

/// Masks secrets that are known in a text that a server wrote.
///
/// They are masked wherever they stand alone, and from eight characters on within longer words too. The length
/// does not matter otherwise. A password that is one of the words that services write about passwords, such as
/// `short`, is masked only as a value (in quotes, after `=`, or as the whole text): masking it in "Password too
/// short" would hide the message and tell the password.
///
/// ```
/// use saltant_core::{KnownSecret, mask_known};
///
/// let sent = [KnownSecret::token("t0"), KnownSecret::password("short")];
/// assert_eq!(mask_known("t0: Password 'short' is too short", &sent), "***: Password '***' is too short");
/// ```
pub fn mask_known(text: &str, secrets: &[KnownSecret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.expose().is_empty()) {
        let mut out = String::new();
        let mut done = 0;
        for (at, found) in text.match_indices(secret.expose()) {
            if secret.is_echo(&text[..at], &text[at + found.len()..]) {
                out.push_str(&text[done..at]);
                out.push_str(MASK);
                done = at + found.len();
            }
        }
        if done > 0 {
            text = out + &text[done..];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_a_token_that_is_known_is_masked_however_short_it_is() {
        let masked = |text, secret| mask_known(text, &[KnownSecret::token(secret)]);
        assert_eq!(masked("your token: t0. (t0)", "t0"), "your token: ***. (***)");
        assert_eq!(masked("Invalid token: a", "a"), "Invalid token: ***");
        assert_eq!(masked("Password too short", "short"), "Password too ***");
        assert_eq!(masked("a secretary of `secret`", "secret"), "a secretary of `***`");
        assert_eq!(masked("xcanary-1x", "canary-1"), "x***x");
        assert_eq!(masked("nothing", ""), "nothing");
    }

    #[test]
    fn a5_a_password_is_masked_unless_it_is_a_word_of_the_message_about_it() {
        let masked = |text, secret| mask_known(text, &[KnownSecret::password(secret)]);
        for (text, secret, shown) in [
            ("no user with pw", "pw", "no user with ***"),
            ("you sent canary.", "canary", "you sent ***."),
            ("Password too short: use 8", "short", "Password too short: use 8"),
            ("`short` is too short", "short", "`***` is too short"),
            ("password=short&x=short", "short", "password=***&x=***"),
            ("short", "short", "***"),
            ("short passwords", "short", "short passwords"),
            ("username or password is wrong", "password", "username or password is wrong"),
            ("Passw0rd!x is too simple", "Passw0rd!x", "*** is too simple"),
            ("correcthorse is too common", "correcthorse", "*** is too common"),
        ] {
            assert_eq!(masked(text, secret), shown);
        }
    }

    #[test]
    fn the_name_of_a_parameter_tells_a_password_from_a_token() {
        for name in ["password", "new_password", "Passwd", "pwd"] {
            assert!(KnownSecret::named(name, "x").is_password, "{name}");
        }
        for name in ["refresh_token", "secret", "nonce", "code"] {
            assert!(!KnownSecret::named(name, "x").is_password, "{name}");
        }
    }
}
