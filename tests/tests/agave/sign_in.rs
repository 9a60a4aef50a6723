//! How a user gets a first client, and how a session of agavepy is continued.

use saltant::ErrorKind;
use saltant::agave::{ApiClientRequest, CachedSession, Client, UserPassword};
use saltant::http::testing::{Reply, ScriptedTransport};
use serde_json::json;

use super::{BASE, BASIC, RENEWED, authorizations, good};

/// nryan:pass word
const USER: &str = "Basic bnJ5YW46cGFzcyB3b3Jk";

const CREATED: &str = r#"{"name": "notebook", "consumerKey": "key", "consumerSecret": "secret", "tier": "Unlimited",
    "callbackUrl": "", "_links": {}}"#;

fn anonymous(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let transport = ScriptedTransport::new(replies);
    (Client::builder(BASE).transport(transport.clone()).seed(7).build().unwrap(), transport)
}

#[tokio::test(start_paused = true)]
async fn a_first_client_is_created_in_one_step() {
    let token =
        r#"{"access_token": "first", "refresh_token": "r", "expires_in": 14400, "token_type": "bearer"}"#;
    let (tenant, transport) = anonymous([good(CREATED), Reply::json(200, token), good("[]")]);
    let request = ApiClientRequest::new().client_name("notebook").description("d");
    let (client, application) = tenant.create_client(request, "nryan", "pass word").await.unwrap();
    client.profiles().list(saltant::agave::ListProfiles::new()).await.unwrap();
    let sent = transport.requests();
    assert_eq!(authorizations(&transport), [USER, BASIC, "Bearer first"]);
    assert_eq!(sent[0].uri.to_string(), format!("{BASE}/clients/v2/"));
    assert_eq!(sent[0].body, r#"{"clientName":"notebook","description":"d"}"#);
    assert_eq!(sent[1].body, "grant_type=password&username=nryan&password=pass+word&scope=PRODUCTION");
    assert_eq!(
        (application.consumer_key.as_deref(), application.name),
        (Some("key"), Some("notebook".into()))
    );
    assert_eq!(application.consumer_secret.as_ref().unwrap().expose(), "secret");
    assert!(
        !format!("{client:?} {application:?}", application = application.consumer_secret)
            .contains("secret\"")
    );
}

#[tokio::test(start_paused = true)]
async fn a_registration_without_a_secret_in_its_answer_is_an_error() {
    let (tenant, _) = anonymous([good(r#"{"name": "notebook", "consumerKey": "key"}"#)]);
    let request = ApiClientRequest::new().client_name("notebook");
    let error = tenant.create_client(request, "nryan", "pass word").await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, Some("agave.clients.create")));
}

#[tokio::test(start_paused = true)]
async fn registered_applications_are_managed_with_the_users_password() {
    let subscribed = r#"{"apiName": "Jobs", "apiVersion": "v2"}"#;
    let transport = ScriptedTransport::new([
        good(&format!("[{CREATED}]")),
        good(r#"{"name": "a b", "consumerKey": "k"}"#),
        good(subscribed),
        good(&format!("[{subscribed}, {subscribed}]")),
        good("null"),
        good("{}"),
    ]);
    let user = UserPassword::new("nryan", "pass word");
    let client: Client = Client::builder(BASE).transport(transport.clone()).credential(user).build().unwrap();
    let clients = client.api_clients();
    assert_eq!(clients.list().await.unwrap()[0].consumer_key.as_deref(), Some("key"));
    assert_eq!(clients.get("a b").await.unwrap().name, Some("a b".into()));
    let all = saltant::agave::ApiSubscriptionRequest::new().api_name("*");
    assert_eq!(clients.add_subscription("a b", all).await.unwrap().len(), 1);
    assert_eq!(clients.list_subscriptions("a b").await.unwrap().len(), 2);
    clients.delete_subscriptions("a b").await.unwrap();
    clients.delete("a b").await.unwrap();
    assert!(authorizations(&transport).iter().all(|value| value == USER));
    let paths: Vec<_> = transport.requests().iter().map(|sent| sent.uri.path().to_owned()).collect();
    let (one, subscriptions) = ("/clients/v2/a%20b", "/clients/v2/a%20b/subscriptions");
    assert_eq!(paths, ["/clients/v2/", one, subscriptions, subscriptions, subscriptions, one]);
    // No other call gets the password.
    assert_eq!(client.jobs().get("1").await.unwrap_err().kind(), ErrorKind::Usage);
}

#[tokio::test(start_paused = true)]
async fn tenants_are_listed_without_a_credential() {
    let tenants = r#"[{"id": "1", "code": "3dem", "baseUrl": "https://api.3dem.org/", "contact": [{"primary": true}]}]"#;
    let (client, transport) = super::client([good(tenants)]);
    let found = client.tenants().list().await.unwrap();
    assert_eq!(found[0].base_url.as_deref(), Some("https://api.3dem.org/"));
    assert_eq!(authorizations(&transport), ["none"]);
    assert_eq!(transport.requests()[0].uri.to_string(), format!("{BASE}/tenants"));
}

#[tokio::test(start_paused = true)]
async fn a_session_of_agavepy_is_continued_and_renewed() {
    let text = json!({"tenantid": "t", "baseurl": BASE, "apikey": "key", "apisecret": "secret",
        "access_token": "old", "refresh_token": "refresh", "created_at": "1", "expires_in": "14400"});
    let session = CachedSession::read(&text.to_string()).unwrap().remove(0);
    let transport =
        ScriptedTransport::new([Reply::json(401, super::EXPIRED), Reply::json(200, RENEWED), good("{}")]);
    let credential = session.credential().unwrap();
    let client: Client = Client::builder(&*session.base_url)
        .transport(transport.clone())
        .credential(credential)
        .build()
        .unwrap();
    client.jobs().get("1").await.unwrap();
    assert_eq!(authorizations(&transport), ["Bearer old", BASIC, "Bearer new"]);
}

#[test]
fn a_file_that_holds_no_session_is_named() {
    let folder = std::env::temp_dir().join(format!("saltant-agave-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("current");
    let error = |text: &str| {
        std::fs::write(&file, text).unwrap();
        Client::from_cache_file(&file).map(|_| ()).unwrap_err()
    };
    for text in ["", "[]", "{}", r#"{"baseurl": "https://h"}"#] {
        assert_eq!(error(text).kind(), ErrorKind::Usage, "{text}");
    }
    assert!(error("[]").to_string().contains(&*file.display().to_string()));
    std::fs::write(&file, r#"{"baseurl": "https://h", "access_token": "t"}"#).unwrap();
    assert_eq!(Client::from_cache_file(&file).unwrap().http().base_url().as_str(), "https://h/");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(Client::from_cache_file(&file).unwrap_err().to_string().contains("cannot be read"));
}
