//! JSON web tokens signed with HMAC-SHA256.
//!
//! The usual crate reads and writes claims through serde; these keep the digits and the order of [`Json`].

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::json::{Constants, Json, parse};

/// Signs claims and reads signed claims.
pub(crate) struct Signer {
    key: String,
}

impl Signer {
    pub(crate) fn new(key: String) -> Self {
        Self { key }
    }

    /// The token with these claims.
    pub(crate) fn sign(&self, claims: &Json) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signed = format!("{}.{}", encode(r#"{"alg":"HS256","typ":"JWT"}"#), encode(&claims.to_text()));
        let signature = URL_SAFE_NO_PAD.encode(self.mac(&signed).finalize().into_bytes());
        format!("{signed}.{signature}")
    }

    /// The claims of a token that this signer made; they may have expired.
    pub(crate) fn claims(&self, token: &str) -> Option<Json> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (_, claims) = signed.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        self.mac(signed).verify_slice(&signature).ok()?;
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
        parse(&claims, Constants::Refused).ok()
    }

    fn mac(&self, signed: &str) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.key.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(signed.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tokens_signed_with_the_key_are_read() {
        let signer = Signer::new("key".to_owned());
        let claims = Json::object([("sub", "matt".into())]);
        let token = signer.sign(&claims);
        assert_eq!(signer.claims(&token), Some(claims));
        assert_eq!(Signer::new("other".to_owned()).claims(&token), None);
        for garbage in ["", "x", "x.y.z", "...", &token[..token.len() - 1]] {
            assert_eq!(signer.claims(garbage), None, "{garbage}");
        }
    }
}
