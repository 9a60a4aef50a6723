//! Requests as they are made, and answers that are no success.

use saltant::ErrorKind;
use saltant::astakos::{
    ActOnApplication, ActOnProject, Client, ListProjects, ProjectSpec, SendFeedback, ValidateToken,
};
use saltant_http::testing::{Reply, SentRequest};
use serde_json::json;

use super::{AUTH, UUID, address, found, user};

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
