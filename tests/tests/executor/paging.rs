use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{FutureExt as _, StreamExt as _};
use saltant_core::catalog::{Arguments, Described as _};
use saltant_core::saltant::{ListUsers, Saltant};
use saltant_core::{ErrorKind, Operation, Paged, Phase};
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest};
use saltant_http::{Client, Items};

use super::common::{builder, expired, pair, renewed, seconds, status};

/// A list with cursors: each page names the next.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.tests.letters", GET "letters/", output = Letters, service = Saltant)]
pub(super) struct ListLetters {
    /// The page.
    #[query]
    after: Option<String>,
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Letters {
    letters: Vec<String>,
    next: Option<String>,
}

impl Paged for ListLetters {
    type Item = String;

    fn items(page: Letters) -> Vec<String> {
        page.letters
    }

    fn item_count(page: &Letters) -> Option<usize> {
        Some(page.letters.len())
    }

    fn next(&self, page: &Letters) -> Option<Self> {
        page.next.as_ref().map(|next| Self { after: Some(next.clone()) })
    }
}

pub(super) fn letters(letters: &[&str], next: Option<&str>) -> Reply {
    let page = Letters {
        letters: letters.iter().map(|letter| (*letter).to_owned()).collect(),
        next: next.map(str::to_owned),
    };
    Reply::json(200, serde_json::to_string(&page).unwrap())
}

fn page_of(request: &SentRequest) -> (u64, u64) {
    let query = request.uri.query().unwrap_or_default();
    let number = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.map(|value| value.parse().unwrap())
    };
    (number("page").unwrap_or(1), number("page_size").unwrap_or(10))
}

/// `n` users, `u0` to `u<n-1>`, in numbered pages, each answered after a delay.
fn users(count: u64, delay: Duration) -> ScriptedTransport {
    ScriptedTransport::answering(move |request| {
        let (page, size) = page_of(request);
        user_page(count, page, size).after(delay)
    })
}

fn user_page(count: u64, page: u64, size: u64) -> Reply {
    if page > 1 && (page - 1) * size >= count {
        return Reply::json(404, r#"{"detail": "Invalid page."}"#);
    }
    let names = ((page - 1) * size..count.min(page * size))
        .map(|index| format!(r#"{{"username": "u{index}", "email": ""}}"#));
    let next = if page * size < count { "\"https://other.test/?page=2\"" } else { "null" };
    let names = names.collect::<Vec<_>>().join(",");
    Reply::json(200, format!(r#"{{"count": {count}, "next": {next}, "results": [{names}]}}"#))
}

fn list(client: &Client, size: u64) -> Items<'_, ListUsers> {
    client.call(ListUsers::new().page_size(size)).items()
}

async fn names(items: Items<'_, ListUsers>) -> Vec<String> {
    items.all().await.unwrap().into_iter().map(|user| user.username.to_string()).collect()
}

fn numbered(range: std::ops::Range<u64>) -> Vec<String> {
    range.map(|index| format!("u{index}")).collect()
}

#[tokio::test(start_paused = true)]
async fn p1_nothing_is_sent_before_the_first_poll() {
    let transport = users(25, seconds(1));
    let client = builder(&transport).build().unwrap();
    let (mut items, mut pages) = (list(&client, 10), client.call(ListUsers::new()).pages());
    tokio::time::sleep(seconds(10)).await;
    assert_eq!(transport.requests().len(), 0);
    assert_eq!(items.next().await.unwrap().unwrap().username.as_str(), "u0");
    assert_eq!(pages.next().await.unwrap().unwrap().results.len(), 10);
}

#[tokio::test(start_paused = true)]
async fn p1_both_streams_are_over_for_good_after_their_end_or_an_error() {
    let transport = users(25, seconds(1));
    let client = builder(&transport).build().unwrap();
    let items = list(&client, 10);
    assert_eq!(items.count().await, 25);
    let mut pages = client.call(ListUsers::new()).pages();
    for expected in [true, true, true, false, false] {
        assert_eq!(pages.next().await.is_some(), expected);
    }

    let transport = ScriptedTransport::new([letters(&["a"], Some("1")), status(500), letters(&["b"], None)]);
    let client = builder(&transport).build().unwrap();
    let mut items = client.call(ListLetters::new()).items();
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    assert!(items.next().await.unwrap().is_err());
    assert!(items.next().await.is_none() && items.next().await.is_none());
    assert_eq!(transport.left(), 1);
}

#[tokio::test(start_paused = true)]
async fn p2_the_next_operation_goes_through_serde_and_goes_on_from_there() {
    let transport = users(55, seconds(1));
    let client = builder(&transport).build().unwrap();
    let mut pages = client.call(ListUsers::new().page_size(10_u64)).pages();
    assert!(pages.resume().is_some());
    let first = pages.next().await.unwrap().unwrap();
    let second = pages.next().await.unwrap().unwrap();
    assert_eq!((first.results.len(), second.results.len()), (10, 10));
    // All other pages have been requested.
    assert!(transport.requests().len() > 3);
    let token = serde_json::to_string(&pages.resume().unwrap().to_arguments().unwrap()).unwrap();
    assert_eq!(token, r#"{"page":3,"page_size":10}"#);
    drop(pages);

    let mut arguments = Arguments::new(serde_json::from_str(&token).unwrap()).unwrap();
    let rest = client.call(ListUsers::from_arguments(&mut arguments).unwrap()).items();
    assert_eq!(names(rest).await, numbered(20..55));
}

#[tokio::test(start_paused = true)]
async fn p2_after_an_error_one_goes_on_with_the_page_that_failed() {
    let transport = ScriptedTransport::answering({
        let mut broken = true;
        move |request| {
            let (page, size) = page_of(request);
            if page == 4 && std::mem::take(&mut broken) { status(500) } else { user_page(55, page, size) }
        }
    });
    let client = builder(&transport).build().unwrap();
    let mut pages = client.call(ListUsers::new()).pages();
    for _ in 0..3 {
        pages.next().await.unwrap().unwrap();
    }
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    let rest = pages.resume().unwrap().clone();
    assert_eq!(rest.paging.page, Some(4));
    let mut pages = client.call(rest).pages();
    let mut left = 0;
    while let Some(page) = pages.next().await {
        left += page.unwrap().results.len();
    }
    assert_eq!((left, pages.resume().is_none()), (25, true));
}

#[tokio::test(start_paused = true)]
async fn p3_an_empty_page_is_not_the_end() {
    let transport =
        ScriptedTransport::new([letters(&["a"], Some("1")), letters(&[], Some("2")), letters(&["b"], None)]);
    let client = builder(&transport).build().unwrap();
    assert_eq!(client.call(ListLetters::new()).items().all().await.unwrap(), ["a", "b"]);
}

#[tokio::test(start_paused = true)]
async fn p3_a_repeated_cursor_is_an_error_and_not_a_loop() {
    let transport = ScriptedTransport::answering({
        let mut count = 0;
        move |_| {
            count += 1;
            letters(&["x"], Some(if count % 2 == 0 { "even" } else { "odd" }))
        }
    });
    let client = builder(&transport).build().unwrap();
    let mut items = client.call(ListLetters::new()).items();
    let mut error = None;
    // Otherwise this would never end.
    for _ in 0..10 {
        error = error.or(items.next().await.and_then(Result::err));
    }
    let error = error.unwrap();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::RepeatedPage, Some("saltant.tests.letters")));
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn p3_a_list_that_got_shorter_ends_and_a_page_that_is_gone_elsewhere_is_an_error() {
    let transport = ScriptedTransport::answering(|request| {
        let (page, size) = page_of(request);
        user_page(if page == 1 { 55 } else { 25 }, page, size)
    });
    let client = builder(&transport).build().unwrap();
    assert_eq!(names(list(&client, 10)).await, numbered(0..25));

    let transport = ScriptedTransport::new([letters(&["a"], Some("1")), status(404)]);
    let client = builder(&transport).build().unwrap();
    assert!(client.call(ListLetters::new()).items().all().await.unwrap_err().is_not_found());
    // A first page that does not exist is an error too.
    let transport = users(5, seconds(0));
    let client = builder(&transport).build().unwrap();
    let error = client.call(ListUsers::new().page(7_u64)).items().all().await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test(start_paused = true)]
async fn p4_pages_asked_for_ahead_come_in_order_and_are_bounded() {
    // Later pages are answered sooner, so that the answers come out of order.
    let transport = ScriptedTransport::answering(|request| {
        let (page, size) = page_of(request);
        user_page(200, page, size).after(Duration::from_millis(1000 - 40 * page))
    });
    let client = builder(&transport).build().unwrap();
    let most = Arc::new(Mutex::new(0));
    let mut items = list(&client, 10).prefetch(3);
    let mut names = Vec::new();
    while let Some(item) = items.next().await {
        let mut most = most.lock().unwrap();
        *most = transport.under_way().max(*most);
        names.push(item.unwrap().username.to_string());
    }
    assert_eq!(names, numbered(0..200));
    assert_eq!((*most.lock().unwrap(), transport.requests().len()), (3, 20));
}

#[tokio::test(start_paused = true)]
async fn p4_pages_ahead_are_sent_for_before_the_page_at_hand_is_given() {
    let transport = users(100, seconds(1));
    let client = builder(&transport).build().unwrap();
    let mut pages = client.call(ListUsers::new()).pages().prefetch(2);
    pages.next().await.unwrap().unwrap();
    // The requests are under way although nothing polls the stream.
    assert_eq!(transport.requests().len(), 3);

    let start = tokio::time::Instant::now();
    tokio::time::sleep(seconds(5)).await;
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap();
    assert_eq!(start.elapsed(), seconds(5));
}

#[tokio::test(start_paused = true)]
async fn p4_without_looking_ahead_a_page_is_asked_for_when_it_is_wanted() {
    let transport = users(30, seconds(1));
    let client = builder(&transport).build().unwrap();
    let mut pages = client.call(ListUsers::new()).pages().prefetch(0);
    for sent in 1..=3 {
        pages.next().await.unwrap().unwrap();
        assert_eq!(transport.requests().len(), sent);
    }
}

#[tokio::test(start_paused = true)]
async fn p4_dropping_the_stream_cancels_what_was_asked_for_ahead() {
    let transport = users(1000, seconds(1));
    let client = builder(&transport).build().unwrap();
    let mut items = list(&client, 10);
    items.next().await.unwrap().unwrap();
    assert!(transport.under_way() > 0);
    drop(items);
    assert_eq!(transport.under_way(), 0);
}

#[tokio::test(start_paused = true)]
async fn p4_an_error_cancels_what_was_asked_for_ahead() {
    let transport = ScriptedTransport::answering(|request| {
        let (page, size) = page_of(request);
        if page == 2 { status(500) } else { user_page(1000, page, size).after(seconds(u64::from(page > 2))) }
    });
    let client = builder(&transport).build().unwrap();
    let mut pages = client.call(ListUsers::new()).pages();
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap_err();
    assert_eq!(transport.under_way(), 0);
}

#[tokio::test(start_paused = true)]
async fn p5_limits_end_the_streams_and_nothing_is_asked_for_that_nobody_wants() {
    for (items, requests) in [(0, 0), (1, 1), (10, 1), (11, 2), (25, 3), (61, 7)] {
        let transport = users(1000, seconds(1));
        let client = builder(&transport).build().unwrap();
        assert_eq!(names(list(&client, 10).max_items(items)).await, numbered(0..items));
        assert_eq!(transport.requests().len(), requests, "{items}");
    }
    for pages in [0, 1, 2, 7] {
        let transport = users(1000, seconds(1));
        let client = builder(&transport).build().unwrap();
        assert_eq!(names(list(&client, 10).max_pages(pages)).await, numbered(0..pages * 10));
        assert_eq!(transport.requests().len() as u64, pages, "{pages}");
    }
}

#[tokio::test(start_paused = true)]
async fn p5_after_max_pages_one_can_go_on() {
    let transport = users(1000, seconds(1));
    let client = builder(&transport).build().unwrap();
    let mut pages = client.call(ListUsers::new()).pages().max_pages(3);
    while pages.next().await.is_some() {}
    assert_eq!(pages.resume().unwrap().paging.page, Some(4));
}

#[tokio::test(start_paused = true)]
async fn p6_every_page_has_retries_the_credential_and_its_renewal() {
    let transport = ScriptedTransport::new([
        letters(&["a"], Some("1")),
        Reply::fail(Phase::Sent),
        status(503),
        letters(&["b"], Some("2")),
        expired(),
        renewed("new"),
        letters(&["c"], None),
    ]);
    let credential = saltant_core::saltant::JsonWebToken::new(pair("old"));
    let client = builder(&transport).credential(credential).build().unwrap();
    assert_eq!(client.call(ListLetters::new()).items().all().await.unwrap(), ["a", "b", "c"]);
    let tokens: Vec<_> = transport
        .requests()
        .iter()
        .map(|request| request.headers.get("authorization").map(|value| value.to_str().unwrap().to_owned()))
        .collect();
    let (old, new) = (Some("Bearer old".to_owned()), Some("Bearer new".to_owned()));
    assert_eq!(tokens, [old.clone(), old.clone(), old.clone(), old.clone(), old, None, new]);
}

#[tokio::test(start_paused = true)]
async fn p6_an_unreadable_page_is_an_error_with_its_attempts() {
    let transport = ScriptedTransport::new([status(503), Reply::json(200, r#"{"letters": 1}"#)]);
    let client = builder(&transport).build().unwrap();
    let error = client.call(ListLetters::new()).pages().next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Decode, 2));
}

#[tokio::test(start_paused = true)]
async fn t3_polling_a_stream_now_and_then_loses_nothing() {
    let transport = users(35, seconds(1));
    let client = builder(&transport).build().unwrap();
    let mut items = list(&client, 10);
    let mut got = Vec::new();
    loop {
        // A future that is dropped while it waits.
        match items.next().now_or_never() {
            Some(Some(item)) => got.push(item.unwrap().username.to_string()),
            Some(None) => break,
            None => tokio::time::sleep(Duration::from_millis(300)).await,
        }
    }
    assert_eq!(got, numbered(0..35));
}
