use http::{HeaderMap, HeaderValue, Uri, header};
use saltant_core::types::Secret;
use saltant_core::{AuthUse, Body, Bytes, Credential, Error, KnownSecret, Metadata, is_secret_name};
use serde_json::Value;

/// What a call has sent and nobody may see, also if the server repeats it under another name.
///
/// Only what is shared is kept for a good outcome: the secrets are looked for when there is an error.
#[derive(Clone, Default)]
pub(crate) struct SentSecrets {
    metadata: Option<&'static Metadata>,
    headers: Vec<HeaderValue>,
    query: Option<Secret>,
    uri: Uri,
    content_type: Option<HeaderValue>,
    body: Option<Bytes>,
}

impl SentSecrets {
    /// What a request of an operation holds.
    pub(crate) fn of(metadata: Option<&'static Metadata>, request: &http::Request<Body>) -> Self {
        let mut secrets = Self {
            metadata,
            headers: Vec::with_capacity(1),
            query: None,
            uri: request.uri().clone(),
            content_type: request.headers().get(header::CONTENT_TYPE).cloned(),
            body: request.body().as_bytes().filter(|body| !body.is_empty()).cloned(),
        };
        secrets.add_headers(request.headers());
        secrets
    }

    /// Whether a request of an operation holds a secret before it gets the client's credential.
    pub(crate) fn are_in(metadata: &'static Metadata, request: &http::Request<Body>) -> bool {
        !Self::of(Some(metadata), request).all().is_empty()
    }

    /// Adds the credential of one attempt at an operation.
    pub(crate) fn signed(
        &mut self,
        metadata: &'static Metadata,
        headers: &HeaderMap,
        credential: &dyn Credential,
    ) {
        self.metadata = Some(metadata);
        self.query = credential.query(metadata.auth).map(|(_, secret)| secret);
        self.add_headers(headers);
        if metadata.auth == AuthUse::None {
            // The server may know the credential from other calls.
            let mut headers = HeaderMap::new();
            if credential.apply(AuthUse::Client, &mut headers).is_ok() {
                self.add_headers(&headers);
            }
        }
    }

    fn add_headers(&mut self, headers: &HeaderMap) {
        for value in headers.values().filter(|value| value.is_sensitive()) {
            if !self.headers.contains(value) {
                self.headers.push(value.clone());
            }
        }
    }

    /// Masks the secrets in an error.
    pub(crate) fn mask(&self, error: Error) -> Error {
        error.masking(&self.all())
    }

    /// All secrets, the longest first, so that none is left in part.
    pub(crate) fn all(&self) -> Vec<KnownSecret> {
        let mut secrets: Vec<_> = self.query.iter().cloned().map(KnownSecret::token).collect();
        for value in self.headers.iter().filter_map(|value| value.to_str().ok()) {
            // `Bearer TOKEN`: the scheme is no secret.
            secrets.push(KnownSecret::token(value.rsplit(' ').next().unwrap_or(value)));
        }
        let decoded = |segment: &str| {
            form_urlencoded::parse(format!("={}", segment.replace('+', "%2B")).as_bytes())
                .map(|(_, value)| value.into_owned())
                .next()
                .unwrap_or_default()
        };
        let segments =
            self.metadata.into_iter().flat_map(|metadata| metadata.secret_segments(self.uri.path()));
        secrets.extend(segments.map(decoded).map(KnownSecret::token));
        let body = self.body.as_deref().unwrap_or_default();
        let is_form = self.content_type.as_ref().is_some_and(|kind| kind.as_bytes().ends_with(b"urlencoded"));
        if is_form {
            let named = form_urlencoded::parse(body).filter(|(name, _)| is_secret_parameter(name));
            secrets.extend(named.map(|(name, value)| KnownSecret::named(&name, &*value)));
        } else if let Ok(value) = serde_json::from_slice(body) {
            collect(&value, None, &mut secrets);
        }
        secrets.retain(|secret| !secret.expose().is_empty());
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        secrets
    }
}

/// Whether a parameter of a form or a query is a secret. A `code` there is one that OAuth gives a token for; in
/// JSON it is mostly the number of an error.
pub(crate) fn is_secret_parameter(name: &str) -> bool {
    name == "code" || is_secret_name(name)
}

/// The texts under secrets' names. `name` is the secret's name that the value is under.
fn collect(value: &Value, name: Option<&str>, secrets: &mut Vec<KnownSecret>) {
    match value {
        Value::String(text) => secrets.extend(name.map(|name| KnownSecret::named(name, text.as_str()))),
        Value::Array(items) => items.iter().for_each(|item| collect(item, name, secrets)),
        Value::Object(fields) => {
            for (field, value) in fields {
                collect(value, if is_secret_name(field) { Some(field) } else { name }, secrets);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(kind: &'static str, body: &'static str) -> Vec<String> {
        let request = http::Request::builder().uri("https://h/").header("content-type", kind);
        let secrets = SentSecrets::of(None, &request.body(Body::from(body)).unwrap()).all();
        secrets.iter().map(|secret| secret.expose().to_owned()).collect()
    }

    #[test]
    fn a13_what_goes_under_a_secrets_name_is_known_to_be_one() {
        let json = r#"{"password": ["one", {"x": "three"}], "code": "no", "name": "no", "token": ""}"#;
        assert_eq!(sent("application/json", json), ["three", "one"]);
        let form = "code=two&password=one%21%21&name=no";
        assert_eq!(sent("application/x-www-form-urlencoded", form), ["one!!", "two"]);
        assert_eq!(sent("text/plain", "password=one"), [""; 0]);
    }
}
