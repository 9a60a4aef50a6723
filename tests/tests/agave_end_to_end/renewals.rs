//! Tokens that expire: in the middle of lists and streams, in uploads, and for several callers at once.

use std::time::Duration;

use saltant::agave::{Client, ListMetadata, MetadataRequest, OAuthClient};
use saltant_dev_server::agave::DevServerBuilder;

use super::OVER_HYPER;
use super::setup::{STORAGE, builder, client, requests, server, server_with, upload};

const FOUR_HOURS: Duration = Duration::from_secs(4 * 3600);

#[tokio::test]
async fn a_token_that_expires_between_two_pages_is_renewed_once() {
    for xml in [false, true] {
        let builder = if xml { DevServerBuilder::xml_faults(builder()) } else { builder() };
        let (server, client) = server_with(builder).await;
        for number in 0..5 {
            let item = MetadataRequest::new().name(format!("item-{number}")).value(number);
            client.metadata().create(item).await.unwrap();
        }
        let mut items = client.metadata().list(ListMetadata::new().limit(2)).items();
        let mut names = Vec::new();
        while let Some(item) = items.next().await {
            names.push(item.unwrap().name.unwrap());
            if names.len() == 2 {
                server.advance_clock(FOUR_HOURS);
            }
        }
        assert_eq!(names, ["item-0", "item-1", "item-2", "item-3", "item-4"], "XML: {xml}");
        assert_eq!(requests(&server, "POST", "/token"), 1, "XML: {xml}");
    }
}

#[tokio::test]
async fn a_download_that_has_begun_goes_on_when_the_token_expires() {
    let (server, client) = server().await;
    let content = "a line of the file\n".repeat(70_000);
    client.files().import(upload("", "big.txt", content.clone())).await.unwrap();
    let download = saltant::agave::DownloadFile::new(STORAGE, "big.txt");
    let mut stream = client.files().download(download).stream().await.unwrap();
    let mut bytes = stream.next().await.unwrap().unwrap().to_vec();
    server.advance_clock(FOUR_HOURS);
    while let Some(part) = stream.next().await {
        bytes.extend_from_slice(&part.unwrap());
    }
    assert_eq!(bytes, content.into_bytes());
    assert_eq!(requests(&server, "POST", "/token"), 0);
    client.profiles().me().await.unwrap();
    assert_eq!(requests(&server, "POST", "/token"), 1);
}

#[tokio::test]
async fn an_upload_whose_token_has_expired_is_sent_again_whole() {
    let (server, client) = server().await;
    server.advance_clock(FOUR_HOURS);
    client.files().import(upload("", "f.txt", "the whole content")).await.unwrap();
    assert_eq!(requests(&server, "POST", &format!("/files/v2/media/system/{STORAGE}/")), 2);
    assert_eq!(super::files::content(&client, "f.txt").await, "the whole content");
}

#[tokio::test]
async fn calls_that_need_a_renewal_at_once_share_one() {
    let (server, client) = server().await;
    server.advance_clock(FOUR_HOURS);
    let calls = (0..8).map(|_| async { client.profiles().me().await.unwrap() });
    let all = futures_util::future::join_all(calls).await;
    assert_eq!((all.len(), requests(&server, "POST", "/token")), (8, 1));
}

#[tokio::test]
async fn of_two_programs_with_the_same_refresh_token_one_is_told_to_log_in() {
    let (server, first) = server().await;
    let second = client(&server);
    server.advance_clock(FOUR_HOURS);
    let (one, other) = tokio::join!(first.profiles().me(), second.profiles().me());
    let refused = match (one, other) {
        (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
        both => panic!("one of them renews: {both:?}"),
    };
    assert!(refused.is_auth(), "{refused}");
    assert!(refused.to_string().contains("Provided Authorization Grant is invalid."), "{refused}");
    assert_eq!(requests(&server, "POST", "/token"), 2, "neither asks again");
    // The winner's new tokens are good for another renewal.
    server.advance_clock(FOUR_HOURS);
    let calls = [first.profiles().me().await.is_ok(), second.profiles().me().await.is_ok()];
    assert_eq!(calls.iter().filter(|good| **good).count(), 1);
}

#[tokio::test]
async fn a_login_with_a_new_client_renews_itself_and_a_wrong_password_is_an_error() {
    let (server, _) = server().await;
    let tenant: Client = Client::builder(server.url()).over_hyper(OVER_HYPER).build().unwrap();
    let request = saltant::agave::ApiClientRequest::new().client_name("notebook");
    let (client, made) = tenant.create_client(request.clone(), "matt", "secret").await.unwrap();
    server.advance_clock(FOUR_HOURS);
    assert_eq!(client.profiles().me().await.unwrap().username.unwrap().as_str(), "matt");
    let application = OAuthClient::new(made.consumer_key.unwrap(), made.consumer_secret.unwrap());
    let refused = Client::login(server.url(), application, "matt", "wrong").await.unwrap_err();
    assert!(refused.is_auth(), "{refused}");
    assert!(tenant.create_client(request, "matt", "wrong").await.unwrap_err().is_auth());
}
