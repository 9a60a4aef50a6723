//! Astakos's clients on a scripted transport: discovery, tokens, and requests that are not repeated.

#[path = "astakos/real_server.rs"]
mod real_server;
#[path = "astakos/requests.rs"]
mod requests;

use std::time::Duration;

use http::HeaderMap;
use saltant::astakos::{
    AuthTokens, Client, CommissionSerial, GetUserQuotas, IssueOneCommission, ObtainToken, ProjectProvision,
    ProjectSpec, QuotaErrorName, UnknownUser, ValidateToken, fault, quota_fault,
};
use saltant::{ErrorKind, TimeoutKind};
use saltant_core::{AuthUse, Phase};
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const AUTH: &str = "https://id.test/identity/v2.0/";
const UUID: &str = "73917abc-abcd-477e-a1f1-1763abcdefab";

fn catalogue(account: &str, ui: &str) -> Value {
    json!([
        {"name": "astakos_account", "type": "account", "endpoints_links": [], "endpoints": [
            {"publicURL": account, "versionId": "v1.0", "region": "default", "SNF:uiURL": ui}]},
        {"name": "astakos_oauth2", "type": "astakos_auth", "endpoints": [
            {"publicURL": "https://id.test/oauth2/", "versionId": ""}]}
    ])
}

fn found() -> Reply {
    at("https://id.test/account/v1.0", "https://id.test/ui")
}

fn at(account: &str, ui: &str) -> Reply {
    Reply::json(200, json!({"access": {"serviceCatalog": catalogue(account, ui)}}).to_string())
}

fn user(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    client(AuthTokens::new().user("canary"), replies)
}

fn service(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    client(AuthTokens::new().service("canary"), replies)
}

fn client(tokens: AuthTokens, replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let transport = ScriptedTransport::new(replies);
    let client = Client::builder(AUTH).credential(tokens).transport(transport.clone()).seed(1).build();
    (client.expect("the address is good"), transport)
}

fn address(request: &SentRequest) -> String {
    format!("{} {}", request.method, request.uri)
}

fn addresses(transport: &ScriptedTransport) -> Vec<String> {
    transport.requests().iter().map(address).collect()
}

fn token(request: &SentRequest) -> Option<&str> {
    request.headers.get("x-auth-token").map(|value| value.to_str().unwrap())
}

#[tokio::test(start_paused = true)]
async fn the_catalogue_is_asked_for_once_however_many_calls_need_it() {
    let quotas = || Reply::json(200, "{}");
    let (user, transport) =
        user([found().after(Duration::from_secs(1)), quotas(), quotas(), quotas(), quotas()]);
    let calls = (user.quotas().get(), user.quotas().get(), user.quotas().get());
    let (a, b, c) = tokio::join!(calls.0, calls.1, calls.2);
    assert!(a.is_ok() && b.is_ok() && c.is_ok(), "{a:?} {b:?} {c:?}");
    user.clone().quotas().get().await.unwrap();
    let get = "GET https://id.test/account/v1.0/quotas";
    assert_eq!(addresses(&transport), ["POST https://id.test/identity/v2.0/tokens", get, get, get, get]);
    let question = &transport.requests()[0];
    assert!(question.body.is_empty());
    assert_eq!(question.headers["content-length"], "0");
    assert!(transport.requests().iter().all(|request| token(request) == Some("canary")));
}

#[tokio::test(start_paused = true)]
async fn an_authentication_tells_where_everything_is() {
    let access = json!({"access": {
        "token": {"id": "canary", "expires": null, "tenant": {"id": UUID, "name": "N"}},
        "user": {"id": UUID, "name": "N", "roles": [{"id": 1, "name": "default"}], "roles_links": []},
        "serviceCatalog": catalogue("https://id.test/account/v1.0", "https://id.test/ui")}});
    let (user, transport) = user([Reply::json(200, access.to_string()), Reply::json(200, "{}")]);
    let access = user.authenticate_as(UUID).await.unwrap();
    assert_eq!(access.user.roles[0].id, "1");
    user.quotas().get().await.unwrap();
    assert_eq!(transport.requests().len(), 2);
    let body: Value = serde_json::from_slice(&transport.requests()[0].body).unwrap();
    assert_eq!(body, json!({"auth": {"token": {"id": "canary"}, "tenantName": UUID}}));
}

#[tokio::test(start_paused = true)]
async fn a_failed_discovery_is_the_calls_error_and_is_not_kept() {
    let empty = || Reply::json(200, r#"{"access": {"serviceCatalog": []}}"#);
    let broken = r#"{"internalServerError": {"code": 500, "message": "Unexpected error", "details": ""}}"#;
    let (user, _) = user([Reply::json(500, broken), empty(), found(), Reply::json(200, "{}")]);
    let error = user.quotas().get().await.unwrap_err();
    assert_eq!(error.operation(), Some("astakos.get_endpoints"));
    assert!(error.is_server_error());
    let error = user.quotas().get().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::NotThisApi, Some("astakos.get_quotas")));
    assert!(error.to_string().contains("`account`"), "{error}");
    user.quotas().get().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn t3_a_dropped_question_is_asked_by_the_next_caller() {
    let (user, transport) = user([Reply::hang(), found(), Reply::json(200, "{}")]);
    let gone = tokio::time::timeout(Duration::from_secs(1), user.quotas().get().into_future()).await;
    assert!(gone.is_err());
    user.quotas().get().await.unwrap();
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn t1_the_time_for_a_call_includes_the_discovery() {
    let (user, _) = user([found().after(Duration::from_secs(3)), Reply::hang(), Reply::hang()]);
    let started = tokio::time::Instant::now();
    let error = user.quotas().get().timeout(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutKind::Total));
    assert_eq!(started.elapsed(), Duration::from_secs(5));
    let (slow, _) = self::user([Reply::hang()]);
    let error = slow.quotas().get().timeout(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutKind::Total));
    assert_eq!(started.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn a6_a_part_on_another_host_gets_the_token_only_where_it_is_trusted() {
    for elsewhere in ["https://other.test", "http://id.test", "https://id.test:8443"] {
        let reply = at(&format!("{elsewhere}/account"), &format!("{elsewhere}/ui"));
        let (user, transport) = user([reply, Reply::json(200, "[]")]);
        let error = user.quotas().get().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Usage, Some("astakos.get_quotas")));
        assert!(error.to_string().contains(elsewhere), "{error}");
        assert_eq!(transport.requests().len(), 1, "only the catalogue was fetched");
        // A call that needs no token is sent there without one.
        user.services().list().await.unwrap();
        assert_eq!(address(&transport.requests()[1]), format!("GET {elsewhere}/ui/get_services"));
        assert_eq!(token(&transport.requests()[1]), None);
    }
    let transport = ScriptedTransport::new([at("https://other.test/account", ""), Reply::json(200, "{}")]);
    let trusting = Client::builder(AUTH)
        .credential(AuthTokens::new().user("canary"))
        .trust("https://other.test")
        .transport(transport.clone());
    trusting.build().unwrap().quotas().get().await.unwrap();
    assert_eq!(address(&transport.requests()[1]), "GET https://other.test/account/quotas");
    assert_eq!(token(&transport.requests()[1]), Some("canary"));
    let exposed = Client::builder(AUTH)
        .credential(AuthTokens::new().user("canary"))
        .trust("http://other.test")
        .transport(transport)
        .build();
    assert_eq!(exposed.unwrap_err().kind(), ErrorKind::Usage);
}

#[tokio::test(start_paused = true)]
async fn a_redirect_from_a_part_stays_with_that_part() {
    let moved = Reply::json(307, "").header("location", "/moved/quotas");
    let transport =
        ScriptedTransport::new([at("https://other.test/account", ""), moved, Reply::json(200, "{}")]);
    let user = Client::builder(AUTH)
        .credential(AuthTokens::new().user("canary"))
        .trust("https://other.test")
        .transport(transport.clone());
    user.build().unwrap().quotas().get().await.unwrap();
    assert_eq!(address(&transport.requests()[2]), "GET https://other.test/moved/quotas");
}

#[tokio::test(start_paused = true)]
async fn r1_a_commission_is_never_sent_twice() {
    let one = || IssueOneCommission::new(UUID, [ProjectProvision::new("p", "cyclades.vm", 1)]);
    for outcome in [Reply::fail(Phase::Sent), Reply::fail(Phase::Body), Reply::hang()] {
        let (service, transport) = service([found(), outcome, Reply::json(201, r#"{"serial": 60}"#)]);
        let error = service.commissions().issue_one(one()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
        assert_eq!((transport.requests().len(), transport.left()), (2, 1));
    }
    // If nothing was sent, trying again is safe.
    let (service, _) = service([found(), Reply::fail(Phase::Connect), Reply::json(201, r#"{"serial": 60}"#)]);
    assert_eq!(service.commissions().issue_one(one()).await.unwrap(), CommissionSerial::new(60));
}

#[tokio::test(start_paused = true)]
async fn r1_a_change_of_a_project_is_never_sent_twice_and_what_only_reads_is() {
    let (client, transport) = user([found(), Reply::fail(Phase::Sent), Reply::json(201, "{}")]);
    let error = client.projects().update("p", ProjectSpec::default()).await.unwrap_err();
    assert_eq!((error.kind(), transport.left()), (ErrorKind::OutcomeUnknown, 1));
    // The POSTs for the catalogue and for names change nothing.
    let names = format!(r#"{{"uuid_catalog": {{"{UUID}": "u1@example.org"}}, "displayname_catalog": {{}}}}"#);
    let (user, _) =
        user([Reply::fail(Phase::Sent), found(), Reply::fail(Phase::Sent), Reply::json(200, names)]);
    assert_eq!(user.users().get_name(UUID).await.unwrap(), "u1@example.org");
}

#[tokio::test(start_paused = true)]
async fn an_unknown_user_is_an_error_of_its_own() {
    let nobody = || Reply::json(200, r#"{"uuid_catalog": {}, "displayname_catalog": {}}"#);
    let (user, _) = user([found(), nobody(), nobody(), nobody()]);
    assert!(user.users().get_names([UUID]).await.unwrap().is_empty());
    let error = user.users().get_name(UUID).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.to_string(), format!("astakos.get_username: no user has the id {UUID}"));
    assert_eq!(UnknownUser::of(&error), Some(&UnknownUser::Id(UUID.into())));
    let error = user.users().get_id("zz@example.org").await.unwrap_err();
    assert_eq!(error.to_string(), "astakos.get_uuid: no user has the name zz@example.org");
    assert_eq!(UnknownUser::of(&error), Some(&UnknownUser::Name("zz@example.org".into())));
    assert!(error.is_not_found() && quota_fault(&error).is_none());
}

#[tokio::test(start_paused = true)]
async fn a_refused_quantity_has_its_fields() {
    let fault_text = json!({"overLimit": {"message": "There is not enough capacity", "code": 413, "data": {
        "provision": {"holder": format!("user:{UUID}"), "source": "project:p", "resource": "cyclades.vm", "quantity": 3},
        "name": "NoCapacityError", "limit": 7, "usage": 5}}});
    let (service, _) = service([found(), Reply::json(413, fault_text.to_string())]);
    let one = IssueOneCommission::new(UUID, [ProjectProvision::new("p", "cyclades.vm", 3)]);
    let error = service.commissions().issue_one(one).await.unwrap_err();
    let quota = quota_fault(&error).unwrap();
    assert_eq!(
        (quota.name.clone(), quota.limit, quota.usage),
        (QuotaErrorName::NoCapacity, Some(7), Some(5))
    );
    assert_eq!((quota.available(), quota.requested()), (Some(2), 3));
    assert_eq!(serde_json::to_value(fault(&error).unwrap()).unwrap(), fault_text);
}

#[tokio::test(start_paused = true)]
async fn everybody_is_asked_about_only_by_that_name() {
    let names = || Reply::json(200, r#"{"uuid_catalog": {}, "displayname_catalog": {}}"#);
    let (service, transport) = service([found(), names(), names(), Reply::json(200, "{}")]);
    service.users().as_service().get_names(<[&str; 0]>::default()).await.unwrap();
    service.users().as_service().get_all_names().await.unwrap();
    let bodies: Vec<_> = transport.requests()[1..].iter().map(|request| request.body.clone()).collect();
    assert_eq!(bodies, [r#"{"uuids":[]}"#, r#"{"uuids":null}"#]);
    let nobody = GetUserQuotas::new().user(<[&str; 0]>::default());
    assert_eq!(service.quotas().get_of_users(nobody).await.unwrap_err().kind(), ErrorKind::Encode);
}

#[tokio::test(start_paused = true)]
async fn what_takes_no_token_is_sent_without_one() {
    let transport = ScriptedTransport::new([
        Reply::json(401, r#"{"unauthorized": {"code": 401, "message": "no", "details": ""}}"#),
        found(),
        Reply::json(200, r#"{"access_token": "canary", "token_type": "Bearer", "expires_in": 20}"#),
    ]);
    let public = Client::builder(AUTH).transport(transport.clone()).build().unwrap();
    assert!(public.tokens().validate(ValidateToken::new("a/b+c==")).await.unwrap_err().is_auth());
    let grant = ObtainToken::new("authorization_code", "id", "secret").code("c");
    let token = public.tokens().obtain(grant).await.unwrap();
    assert_eq!(token.expires_in, 20);
    let requests = transport.requests();
    assert_eq!(address(&requests[0]), format!("GET {AUTH}tokens/a%2Fb%2Bc%3D%3D"));
    assert!(requests.iter().all(|request| self::token(request).is_none()));
    assert_eq!(requests[2].headers["authorization"], "Basic aWQ6c2VjcmV0");
    assert_eq!(requests[2].body, "grant_type=authorization_code&code=c");
}

#[tokio::test(start_paused = true)]
async fn a5_the_token_is_shown_nowhere() {
    let (user, _) = user([found(), Reply::json(401, r#"{"unauthorized": {"code": 401, "message": "no"}}"#)]);
    let call = user.quotas().get();
    assert_eq!(call.request().unwrap_err().kind(), ErrorKind::Usage, "the catalogue was not fetched yet");
    let error = call.await.unwrap_err();
    let request = user.quotas().get().request().unwrap();
    let shown = format!("{user:?} {error} {error:?} {request:?} {:?}", user.authenticate());
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn a_client_comes_from_the_environment() {
    let given = |name: &str| match name {
        "ASTAKOS_AUTH_URL" => Some("https://id.test/identity/v2.0".to_owned()),
        "ASTAKOS_TOKEN" => Some("u".to_owned()),
        "ASTAKOS_SERVICE_TOKEN" => Some("s".to_owned()),
        _ => None,
    };
    let client = Client::from_vars(given).unwrap();
    assert_eq!(client.http().base_url().as_str(), AUTH);
    for (auth, token) in [(AuthUse::Client, "u"), (AuthUse::Service, "s")] {
        let mut headers = HeaderMap::new();
        client.http().credential().apply(auth, &mut headers).unwrap();
        assert_eq!(headers["x-auth-token"], token);
    }
    let error = Client::from_vars(|_| None).unwrap_err();
    assert!(error.to_string().contains("ASTAKOS_AUTH_URL"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn each_call_is_sent_with_the_token_that_it_takes() {
    let tokens = AuthTokens::new().user("u").service("s");
    let (client, transport) = client(tokens, [found(), Reply::json(200, "{}"), Reply::json(200, "[]")]);
    client.quotas().get().await.unwrap();
    client.commissions().list_pending().await.unwrap();
    let sent: Vec<_> =
        transport.requests().iter().map(|request| token(request).unwrap().to_owned()).collect();
    assert_eq!(sent, ["u", "u", "s"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_its_token_is_not_sent() {
    let (user, transport) = user([found()]);
    let error = user.commissions().list_pending().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("a service's token"), "{error}");
    assert_eq!(transport.left(), 0, "only the catalogue was fetched");
}

#[tokio::test(start_paused = true)]
async fn an_empty_token_is_refused_before_anything_is_sent() {
    let (client, transport) = client(AuthTokens::new().user(""), [found()]);
    let error = client.quotas().get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("is empty"), "{error}");
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn the_lack_of_a_body_reaches_the_server() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/identity/v2.0", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut received = vec![0; 4096];
        let mut length = 0;
        while !received[..length].windows(4).any(|end| end == b"\r\n\r\n") {
            length += stream.read(&mut received[length..]).await.unwrap();
        }
        let body = r#"{"access": {"serviceCatalog": []}}"#;
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(received[..length].to_vec()).unwrap().to_ascii_lowercase()
    });
    let endpoints = Client::builder(url).build().unwrap().endpoints().get().await.unwrap();
    assert!(endpoints.entries().is_empty());
    let received = server.await.unwrap();
    assert!(received.starts_with("post /identity/v2.0/tokens http/1.1\r\n"), "{received}");
    assert_eq!(received.matches("content-length: 0\r\n").count(), 1, "{received}");
    assert!(!received.contains("transfer-encoding"), "{received}");
}
