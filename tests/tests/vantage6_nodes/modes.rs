use std::time::Duration;

use saltant::vantage6::{Client, Login};
use saltant_dev_server::vantage6::{DevServer, NewUser};

use super::setup::log_in;

#[tokio::test]
async fn two_factor_codes_are_set_up_at_the_first_login_and_then_needed() {
    let server =
        DevServer::builder().user(NewUser::new("root").password("p")).two_factor().start().await.unwrap();
    let anonymous = Client::new(server.url()).unwrap();
    assert!(server.two_factor_code("root").is_none());
    let first = anonymous.authenticate("root", "p").await.unwrap();
    assert!(matches!(first, Login::SetUpTwoFactor(_)));
    let without = anonymous.authenticate("root", "p").await.unwrap();
    assert!(matches!(without, Login::CodeNeeded { .. }));
    let code = server.two_factor_code("root").unwrap();
    let login = anonymous.authenticate("root", "p").mfa_code(code.clone()).await.unwrap();
    assert_eq!(login.into_client().unwrap().users().own().await.unwrap().username, "root");
    // A code is good for its step and the ones next to it.
    server.advance_clock(Duration::from_secs(90));
    assert!(anonymous.authenticate("root", "p").mfa_code(code).await.unwrap_err().is_auth());
    server.shutdown().await;
}

#[tokio::test]
async fn a_lost_password_is_set_with_the_token_of_a_mail() {
    let server = DevServer::builder().user(NewUser::new("root").password("p")).start().await.unwrap();
    let anonymous = Client::new(server.url()).unwrap();
    let lost = || saltant::vantage6::ResetMyPassword::new().username("root");
    anonymous.passwords().reset(lost()).await.unwrap();
    anonymous.passwords().reset(lost()).await.unwrap();
    let [mail] = &server.mails()[..] else { panic!("one mail an hour") };
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("root@example.org", "Password reset vantage6"));
    anonymous.passwords().set(mail.token.as_str(), "N3w!Pass").await.unwrap();
    let login = anonymous.authenticate("root", "N3w!Pass").await.unwrap();
    assert!(login.into_client().is_ok());
    server.advance_clock(Duration::from_secs(3600));
    let expired = anonymous.passwords().set(mail.token.as_str(), "0ther!Pass").await.unwrap_err();
    assert!(expired.is_auth(), "{expired}");
    anonymous.passwords().reset(lost()).await.unwrap();
    assert_eq!(server.mails().len(), 2);
    server.shutdown().await;
}

#[tokio::test]
async fn five_wrong_passwords_lock_a_user_for_a_quarter_of_an_hour() {
    let server = DevServer::builder().user(NewUser::new("root").password("p")).start().await.unwrap();
    let anonymous = Client::new(server.url()).unwrap();
    for _ in 0..5 {
        assert!(anonymous.authenticate("root", "wrong").await.unwrap_err().is_auth());
    }
    assert!(anonymous.authenticate("root", "p").await.unwrap_err().is_auth());
    server.advance_clock(Duration::from_secs(15 * 60));
    log_in(&server, "root").await;
    server.shutdown().await;
}

#[tokio::test]
async fn an_expired_token_is_renewed_in_between() {
    let server = DevServer::builder().user("root").start().await.unwrap();
    let root = log_in(&server, "root").await;
    server.advance_clock(Duration::from_secs(6 * 3600));
    assert_eq!(root.users().own().await.unwrap().username, "root");
    let renewals = server.requests().into_iter().filter(|request| request.path == "/api/token/refresh");
    assert_eq!(renewals.count(), 1);
    server.shutdown().await;
}
