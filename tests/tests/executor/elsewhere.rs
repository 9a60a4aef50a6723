//! Every operation of every service, where the service points to an address that the program does not trust.

use http::{HeaderName, HeaderValue};
use saltant_core::catalog::{self, Entry};
use saltant_core::retry::RetryPolicy;
use saltant_core::{Answer, AuthUse, BaseUrl, Body, Directory, Error, ErrorKind, Metadata};
use saltant_http::Client;
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest};

use super::common::builder;
use super::secret_walk::{CANARY, Token, with_canary};

const HOST: &str = "elsewhere.test";

/// A directory that places each part of a service at another host.
#[derive(Debug)]
struct Elsewhere;

impl Directory for Elsewhere {
    fn base(&self, part: &str) -> Option<BaseUrl> {
        format!("https://{HOST}/{part}").parse().ok()
    }

    fn question(&self, _: &BaseUrl) -> Result<(&'static Metadata, http::Request<Body>), Error> {
        Err(self.missing("any"))
    }

    fn learn(&self, _: &Metadata, _: &Answer) {}

    fn missing(&self, part: &str) -> Error {
        Error::new(ErrorKind::NotThisApi, part)
    }
}

/// A client with a credential, and with a secret in a header of its own.
fn client(transport: &ScriptedTransport) -> Client {
    let key = HeaderName::from_static("x-api-key");
    let builder = builder(transport).credential(Token).header(key, HeaderValue::from_static(CANARY));
    builder.directory(Elsewhere).retry(RetryPolicy::never()).build().unwrap()
}

fn is_elsewhere(request: &SentRequest) -> bool {
    request.uri.host() == Some(HOST)
}

fn assert_no_secret(entry: &Entry, request: &SentRequest) {
    let text = format!("{} {:?} {:?}", request.uri, request.headers, request.body);
    assert!(!text.contains(CANARY), "{}: {text}", entry.metadata.name);
    assert!(!request.headers.values().any(HeaderValue::is_sensitive), "{}: {text}", entry.metadata.name);
}

#[tokio::test(start_paused = true)]
async fn a6_no_operation_sends_a_secret_where_a_directory_points() {
    let (mut sent, mut refused) = (Vec::new(), Vec::new());
    for entry in catalog::entries().filter(|entry| entry.metadata.part.is_some()) {
        let transport = ScriptedTransport::answering(|_| Reply::json(400, "{}"));
        let client = client(&transport);
        let (operation, _, has_secret) = with_canary(entry);
        let preview = client.call(operation.clone()).request();
        let error = client.call(operation).await.unwrap_err();
        let requests = transport.requests();
        requests
            .iter()
            .filter(|request| is_elsewhere(request))
            .for_each(|request| assert_no_secret(entry, request));
        let needs_trust = has_secret || !matches!(entry.metadata.auth, AuthUse::None | AuthUse::Optional);
        assert_eq!(error.kind() == ErrorKind::Usage, needs_trust, "{}: {error}", entry.metadata.name);
        assert_eq!(preview.is_err(), needs_trust, "{}", entry.metadata.name);
        assert_eq!(requests.is_empty(), needs_trust, "{}", entry.metadata.name);
        if needs_trust { &mut refused } else { &mut sent }.push(entry.metadata.name);
    }
    assert_eq!(sent, ["astakos.get_services", "astakos.get_resources"]);
    assert!(refused.contains(&"astakos.get_token") && refused.contains(&"astakos.get_quotas"), "{refused:?}");
}

#[tokio::test(start_paused = true)]
async fn a6_no_operation_follows_a_redirect_to_another_origin() {
    for entry in catalog::entries().filter(|entry| entry.metadata.part.is_none()) {
        let target = format!("https://{HOST}/x");
        let transport =
            ScriptedTransport::answering(move |_| Reply::json(307, "").header("location", &target));
        let (operation, ..) = with_canary(entry);
        client(&transport).call(operation).await.unwrap_err();
        let requests = transport.requests();
        assert!(!requests.is_empty(), "{}", entry.metadata.name);
        assert_eq!(
            requests.iter().filter(|request| is_elsewhere(request)).count(),
            0,
            "{}",
            entry.metadata.name
        );
    }
}
