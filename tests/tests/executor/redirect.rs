use saltant_core::saltant::StaticToken;
use saltant_core::{Error, ErrorKind};
use saltant_http::testing::{Reply, ScriptedTransport};

use super::common::{builder, create, get, ok, put, status};

fn to(code: u16, location: &str) -> Reply {
    status(code).header("location", location)
}

async fn read(replies: impl IntoIterator<Item = Reply>) -> (Result<(), Error>, ScriptedTransport) {
    let transport = ScriptedTransport::new(replies);
    let client = builder(&transport).credential(StaticToken::new("t")).build().unwrap();
    (client.call(get()).await.map(drop), transport)
}

#[tokio::test(start_paused = true)]
async fn a6_a_redirect_within_the_origin_is_followed_with_the_credential() {
    for code in [301, 302, 303, 307, 308] {
        let (outcome, transport) = read([to(code, "../v2/taskqueues/7/?a=1"), ok()]).await;
        outcome.unwrap();
        let request = &transport.requests()[1];
        assert_eq!(request.uri, "https://saltant.test/api/taskqueues/v2/taskqueues/7/?a=1");
        assert_eq!(request.headers["authorization"], "Token t");
    }
}

#[tokio::test(start_paused = true)]
async fn a6_a_redirect_to_another_origin_is_refused() {
    for location in [
        "https://evil.test/api/",
        "http://saltant.test/api/",
        "https://saltant.test:8443/api/",
        "//evil.test/",
        "https://saltant.test@evil.test/",
        "https://u:p@saltant.test/",
        "file:///etc/passwd",
    ] {
        let (outcome, transport) = read([to(307, location), ok()]).await;
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Redirect, "{location}");
        assert_eq!(transport.requests().len(), 1, "{location}");
    }
}

#[tokio::test(start_paused = true)]
async fn a6_method_and_body_are_kept_or_the_redirect_is_refused() {
    for code in [301, 302, 303, 307, 308] {
        let transport = ScriptedTransport::new([to(code, "/x/"), Reply::json(200, super::common::QUEUE)]);
        let client = builder(&transport).build().unwrap();
        let outcome = client.call(create()).await;
        let requests = transport.requests();
        if code >= 307 {
            outcome.unwrap();
            assert_eq!((requests[1].method.as_str(), requests[1].uri.path()), ("POST", "/x/"));
            assert_eq!(requests[1].body, requests[0].body);
            assert_eq!(requests[1].headers["content-type"], requests[0].headers["content-type"]);
        } else {
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Redirect, "{code}");
            assert_eq!(requests.len(), 1);
        }
    }
    let transport = ScriptedTransport::new([to(302, "/x/"), ok()]);
    let error = builder(&transport).build().unwrap().call(put()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
}

#[tokio::test(start_paused = true)]
async fn a6_a_body_that_is_gone_is_not_redirected() {
    use saltant_core::Body;
    let transport = ScriptedTransport::new([to(307, "/x/"), ok()]);
    let upload = Body::once(Body::from("x"));
    let client = builder(&transport).build().unwrap();
    let error = client.call(super::stream::Send::new(upload)).await.unwrap_err();
    assert_eq!((error.kind(), transport.left()), (ErrorKind::Redirect, 1));
}

#[tokio::test(start_paused = true)]
async fn a6_redirects_without_end_or_without_an_address_end_the_call() {
    let (outcome, transport) = read((0..10).map(|_| to(307, "/x/"))).await;
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!(transport.requests().len(), 6);
    for reply in [status(302), to(302, "ht tp://"), to(304, "/x/"), to(300, "/x/")] {
        let (outcome, transport) = read([reply, ok()]).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::Redirect, 1), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn r2_a_redirect_is_no_failure_and_takes_no_attempt() {
    let (outcome, transport) = read([to(307, "/a/"), to(307, "/b/"), status(503), status(503), ok()]).await;
    outcome.unwrap();
    assert_eq!(transport.requests().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a6_a_client_for_another_origin_cannot_be_made_from_one() {
    let (client, _) = super::common::client([]);
    for (address, fine) in [
        ("https://saltant.test/other/", true),
        ("https://evil.test/api/", false),
        ("http://saltant.test/api/", false),
    ] {
        assert_eq!(client.with_base_url(address.parse().unwrap()).is_ok(), fine, "{address}");
    }
}

#[test]
fn a6_clear_text_to_another_machine_has_to_be_allowed() {
    use saltant_http::Client;
    let build = |address: &str, allow| {
        let transport = ScriptedTransport::new([]);
        Client::builder(address).transport(transport).allow_http(allow).build().is_ok()
    };
    assert!(!build("http://saltant.test/", false) && build("http://saltant.test/", true));
    assert!(build("http://localhost:8000/", false) && build("https://saltant.test/", false));
}
