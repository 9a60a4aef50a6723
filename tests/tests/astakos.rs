//! Astakos's clients on a scripted transport: discovery, tokens, and requests that are not repeated.

use std::time::Duration;

use http::HeaderMap;
use saltant::astakos::{
    ActOnApplication, ActOnProject, AuthTokens, Authenticate, Client, Commission, CommissionSerial,
    GetUserQuotas, IssueOneCommission, ListProjects, ObtainToken, ProjectProvision, ProjectSpec,
    QuotaErrorName, ResourceProvision, SendFeedback, UnknownUser, ValidateToken, fault, quota_fault, v015,
};
use saltant::{ErrorKind, Operation, Settable, TimeoutKind};
use saltant_core::catalog::find;
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
async fn a_service_of_the_cloud_without_web_pages_does_not_lose_the_list() {
    let services = json!([
        {"name": "astakos", "url": "https://id.test/ui", "verbose_name": "Astakos"},
        {"name": "worker", "url": null, "verbose_name": "Worker"}]);
    let (user, _) = user([found(), Reply::json(200, services.to_string())]);
    let list = user.services().list().await.unwrap();
    assert_eq!(
        list.iter().map(|service| service.url.as_deref()).collect::<Vec<_>>(),
        [Some("https://id.test/ui"), None]
    );
    assert_eq!(serde_json::to_value(list).unwrap(), services);
}

#[tokio::test(start_paused = true)]
async fn an_address_of_web_pages_that_is_null_stays_null() {
    let mut catalogue = catalogue("https://id.test/account/v1.0", "https://id.test/ui");
    catalogue[1]["endpoints"][0]["SNF:uiURL"] = Value::Null;
    let answer = json!({"access": {"serviceCatalog": catalogue}});
    let (user, _) = user([Reply::json(200, answer.to_string())]);
    let endpoints = user.endpoints().get().await.unwrap();
    let addresses: Vec<_> =
        endpoints.entries().iter().map(|entry| entry.endpoints[0].ui_url.clone()).collect();
    assert_eq!(addresses, ["https://id.test/ui".into(), Settable::Null]);
    assert_eq!(serde_json::to_value(endpoints).unwrap()[1]["endpoints"][0], catalogue[1]["endpoints"][0]);
}

/// The login of the only request.
async fn login(tokens: AuthTokens, operation: impl Operation) -> Result<(Value, Option<String>), ErrorKind> {
    let refused = Reply::json(401, r#"{"unauthorized": {"code": 401, "message": "Invalid token"}}"#);
    let (client, transport) = client(tokens, [refused]);
    match client.call(operation).await.map(|_| ()).unwrap_err().kind() {
        ErrorKind::Auth => {}
        kind => return Err(kind),
    }
    let request = &transport.requests()[0];
    Ok((serde_json::from_slice(&request.body).unwrap(), token(request).map(str::to_owned)))
}

#[tokio::test(start_paused = true)]
async fn an_authentication_takes_the_configured_token_or_the_one_it_is_given() {
    let body = |token: &str| json!({"auth": {"token": {"id": token}}});
    let both = || AuthTokens::new().user("u").service("s");
    let by_name = |arguments| find("astakos.authenticate").unwrap().operation(arguments).unwrap();
    let own = (body("u"), Some("u".to_owned()));
    assert_eq!(login(both(), Authenticate::new()).await, Ok(own.clone()));
    assert_eq!(login(both(), by_name(json!({}))).await, Ok(own));
    let tenant = json!({"auth": {"token": {"id": "u"}, "tenantName": UUID}});
    let login_as = Authenticate::new().tenant_name(UUID);
    assert_eq!(login(both(), login_as).await.unwrap().0, tenant);
    // A token that is given is enough, and is the one that counts.
    assert_eq!(login(AuthTokens::new(), Authenticate::new().token("x")).await, Ok((body("x"), None)));
    assert_eq!(login(both(), by_name(json!({"token": "x"}))).await.unwrap().0, body("x"));
    for tokens in [AuthTokens::new(), AuthTokens::new().service("s")] {
        assert_eq!(login(tokens, Authenticate::new()).await, Err(ErrorKind::Usage));
    }
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

/// The request of a call after the addresses are known.
async fn sent<T>(call: impl AsyncFnOnce(Client) -> Result<T, saltant::Error>) -> SentRequest {
    let (user, transport) = user([found(), Reply::json(200, "")]);
    let _ = call(user).await;
    transport.requests().pop().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_login_is_good_whatever_the_catalogue_says() {
    let access = json!({"access": {"token": {"id": "t"}, "user": {"id": UUID}, "serviceCatalog": []}});
    let (user, _) = user([Reply::json(200, access.to_string()), Reply::json(200, access.to_string())]);
    assert_eq!(user.authenticate().await.unwrap().user.id, UUID);
    assert_eq!(user.quotas().get().await.unwrap_err().kind(), ErrorKind::NotThisApi);
}

#[tokio::test(start_paused = true)]
async fn a_value_in_a_path_is_one_segment_whatever_is_in_it() {
    let request = sent(async |user| user.projects().get("a b/ü").await).await;
    assert_eq!(address(&request), "GET https://id.test/account/v1.0/projects/a%20b%2F%C3%BC");
    let (user, transport) = user([]);
    assert!(user.tokens().validate(ValidateToken::new("a/b+c==")).await.is_err());
    assert_eq!(address(&transport.requests()[0]), format!("GET {AUTH}tokens/a%2Fb%2Bc%3D%3D"));
}

#[test]
fn arguments_that_mean_nothing_are_refused_before_anything_is_sent() {
    for (name, arguments) in [
        ("astakos.get_usernames", json!({})),
        ("astakos.get_usernames", json!({"uuids": null})),
        ("astakos.set_default_project", json!({"project_id": null})),
        ("astakos.resolve_commissions", json!({"accept_serials": ["57"], "reject_serials": []})),
    ] {
        let entry = saltant::catalog::find(name).unwrap();
        assert!(entry.operation(arguments.clone()).is_err(), "{name} {arguments}");
    }
}

#[tokio::test(start_paused = true)]
async fn feedback_is_a_form_and_needs_a_message_only() {
    let request =
        sent(async |user| user.feedback().send(SendFeedback::new("it works").data("{\"a\": 1}")).await).await;
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.body, "feedback_msg=it+works&feedback_data=%7B%22a%22%3A+1%7D");
    let request = sent(async |user| user.feedback().send(SendFeedback::new("m")).await).await;
    assert_eq!(request.body, "feedback_msg=m");
}

#[tokio::test(start_paused = true)]
async fn an_application_is_acted_on_for_a_reason_that_the_server_reads() {
    let deny = ActOnApplication::new("p", 12, "deny").reason("because");
    let request = sent(async |user| user.applications().act(deny).await).await;
    assert_eq!(address(&request), "POST https://id.test/account/v1.0/projects/p/action");
    assert_eq!(request.body, r#"{"deny":{"reason":"because","app_id":12}}"#);
}

#[tokio::test(start_paused = true)]
async fn requests_are_those_of_releases_since_0_16() {
    let list = ListProjects::new().name("p").state("active");
    let request = sent(async |user| user.projects().list(list).await).await;
    assert_eq!(address(&request), "GET https://id.test/account/v1.0/projects?name=p&state=active");
    assert!(request.body.is_empty());
    let request = sent(async |user| user.projects().update("p", ProjectSpec::default()).await).await;
    assert_eq!((request.method.as_str(), &request.body[..]), ("PUT", &b"{}"[..]));
    let suspend = ActOnProject::new("p", "suspend").reason("r");
    let request = sent(async |user| user.projects().act(suspend).await).await;
    assert_eq!(request.body, r#"{"suspend":{"reason":"r"}}"#);
}

#[tokio::test(start_paused = true)]
async fn a_commission_of_the_form_of_0_15_is_sent_to_servers_of_that_release() {
    let old = json!({"name": "", "force": false, "auto_accept": false, "provisions": [
        {"holder": UUID, "source": "system", "resource": "cyclades.vm", "quantity": 1}]});
    let serial = || Reply::json(200, r#"{"serial": 57}"#);
    let (service, transport) = service([found(), serial(), serial()]);
    let commission: Commission = serde_json::from_value(old.clone()).unwrap();
    let one = v015::IssueOneCommission::new(UUID, "system", [ResourceProvision::new("cyclades.vm", 1)]);
    assert_eq!(service.commissions().issue(commission).await.unwrap(), CommissionSerial::new(57));
    assert_eq!(service.commissions().issue_one_v015(one).await.unwrap(), CommissionSerial::new(57));
    for request in &transport.requests()[1..] {
        assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), old);
        assert_eq!(address(request), "POST https://id.test/account/v1.0/commissions");
    }
}

#[tokio::test(start_paused = true)]
async fn r1_a_refusal_and_an_unreadable_answer_are_final() {
    let fault = |name: &str| format!(r#"{{"{name}": {{"code": 0, "message": "no", "details": ""}}}}"#);
    for reply in [
        Reply::json(403, fault("forbidden")),
        Reply::json(409, fault("conflict")),
        Reply::json(413, fault("overLimit")),
        Reply::json(500, fault("internalServerError")),
        Reply::json(200, "oops"),
    ] {
        let (user, transport) = user([found(), reply, Reply::json(200, "{}")]);
        assert!(user.quotas().get().await.is_err());
        assert_eq!(transport.left(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_quotas_is_an_error() {
    for (status, body, kind) in [(204, "", ErrorKind::NotThisApi), (200, "5", ErrorKind::Decode)] {
        let (user, _) = user([found(), Reply::json(status, body)]);
        assert_eq!(user.quotas().get().await.unwrap_err().kind(), kind);
    }
}
