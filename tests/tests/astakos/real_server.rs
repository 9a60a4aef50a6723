//! What was seen on a real server: nulls, tokens in the body, and the form of release 0.15.

use saltant::astakos::{AuthTokens, Authenticate, Commission, CommissionSerial, ResourceProvision, v015};
use saltant::{ErrorKind, Operation, Settable};
use saltant_core::catalog::find;
use saltant_http::testing::Reply;
use serde_json::{Value, json};

use super::{UUID, address, catalogue, client, found, service, token, user};

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
