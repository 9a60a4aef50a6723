use saltant::saltant::{AuthenticationError, CreateTaskQueue, GetUser, JsonWebToken, TokenPair};
use saltant::{Client, ErrorKind};
use saltant_dev_server::Fault;

use super::OVER_HYPER;
use super::setup::{TOKEN, builder, client, server, with_token};

#[tokio::test]
async fn a_base_url_works_with_and_without_its_last_slash() {
    let server = server().await;
    let with = server.url();
    for url in [&*with, with.trim_end_matches('/')] {
        let user = with_token(url, TOKEN).users().get("matt").await.unwrap();
        assert_eq!(user.username, "matt");
    }
}

#[tokio::test]
async fn the_environment_names_the_server_and_what_is_missing() {
    let server = server().await;
    let vars = |name: &str| match name {
        Client::URL_VARIABLE => Some(server.url()),
        Client::TOKEN_VARIABLE => Some(TOKEN.to_owned()),
        _ => None,
    };
    Client::from_vars(vars).unwrap().test_authentication().await.unwrap();
    let error = Client::from_vars(|name| vars(name).filter(|_| name != Client::TOKEN_VARIABLE)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert_eq!(error.to_string(), "the environment variable SALTANT_AUTH_TOKEN is not set");
}

#[tokio::test]
async fn a_bad_token_a_wrong_url_and_a_server_in_trouble_are_told_apart() {
    let server = server().await;
    let bad_token = with_token(server.url(), "nobody").test_authentication().await;
    assert!(matches!(bad_token, Err(AuthenticationError::BadToken(_))), "{bad_token:?}");

    let host = server.url().trim_end_matches("api/").to_owned();
    for wrong in [host.clone(), format!("{host}nothing/"), format!("{host}api/v2/")] {
        let wrong_url = with_token(&*wrong, TOKEN).test_authentication().await;
        assert!(matches!(wrong_url, Err(AuthenticationError::WrongUrl(_))), "{wrong}: {wrong_url:?}");
    }

    server.inject(Fault::status(500).on("GET", "/api/users/*").always());
    let trouble = client(&server).test_authentication().await;
    assert!(matches!(trouble, Err(AuthenticationError::Trouble(_))), "{trouble:?}");

    let nobody_listens = with_token("http://127.0.0.1:9/api", TOKEN);
    let trouble = nobody_listens.call(GetUser::new("matt")).retry(saltant::RetryPolicy::never()).await;
    assert_eq!(trouble.unwrap_err().kind(), ErrorKind::Connect);
}

#[tokio::test]
async fn a_json_web_token_is_obtained_used_and_renewed_when_it_has_expired() {
    let server = server().await;
    let client = Client::login(server.url(), "matt", "secret").await.unwrap();
    assert_eq!(client.users().get("daniel").await.unwrap().username, "daniel");

    let wrong = Client::login(server.url(), "matt", "wrong").await.unwrap_err();
    assert!(wrong.is_auth() && wrong.status().unwrap() == 401, "{wrong}");

    let pair = client.tokens().obtain("matt", "secret").await.unwrap();
    let stale = JsonWebToken::new(TokenPair::new("e30.e30.stale", pair.refresh));
    let client: Client =
        Client::builder(server.url()).over_hyper(OVER_HYPER).credential(stale).build().unwrap();
    assert_eq!(client.users().get("matt").await.unwrap().username, "matt");
    let paths: Vec<_> = server.requests().iter().rev().take(3).map(|request| request.path.clone()).collect();
    assert_eq!(paths, ["/api/users/matt/", "/api/token/refresh/", "/api/users/matt/"]);
}

#[tokio::test]
async fn clear_text_to_another_machine_has_to_be_allowed() {
    let refused = Client::new("http://saltant.example.org/api", "t").unwrap_err();
    assert!(refused.to_string().contains("not encrypted"), "{refused}");
    let allowed: Result<Client, _> =
        Client::builder("http://saltant.example.org/api").allow_http(true).build();
    assert!(allowed.is_ok());
}

#[tokio::test]
async fn get_is_repeated_and_post_is_not_when_a_connection_breaks() {
    let server = builder().start().await.unwrap();
    let client = client(&server);
    server.inject(Fault::drop_connection().on("GET", "/api/users/*").times(1));
    assert_eq!(client.users().get("matt").await.unwrap().username, "matt");

    server.inject(Fault::lose_answer().on("POST", "/api/taskqueues/*").times(1));
    let error = client.task_queues().create(CreateTaskQueue::new("q")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert_eq!(error.attempts().len(), 1);
    // It happened exactly once.
    assert_eq!(client.task_queues().get_by_name("q").await.unwrap().name, "q");
}
