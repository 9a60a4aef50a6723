//! Lists that change while they are read, and servers whose pages repeat or never end.

use saltant_core::saltant::ListUsers;
use saltant_core::{Error, ErrorKind};
use saltant_http::testing::{Reply, ScriptedTransport};

use super::common::{builder, status};
use super::paging::{ListLetters, letters};

/// A page of users, each with an e-mail address of its own on each page.
fn user_names(names: &[&str], count: u64, next: &str, page: u64) -> Reply {
    let users = names.iter().map(|name| format!(r#"{{"username": "{name}", "email": "{page}@test"}}"#));
    let users = users.collect::<Vec<_>>().join(",");
    Reply::json(200, format!(r#"{{"count": {count}, "next": {next}, "results": [{users}]}}"#))
}

/// All items of the list of users: with its type, and by its name.
async fn both(transport: impl Fn() -> ScriptedTransport) -> [(Result<usize, Error>, usize); 2] {
    let typed = transport();
    let client = builder(&typed).build().unwrap();
    let items = client.call(ListUsers::new()).items().max_items(200).all().await;
    let first = (items.map(|items| items.len()), typed.requests().len());

    let named = transport();
    let client = builder(&named).build().unwrap();
    let entry = saltant_core::catalog::find("saltant.users.list").unwrap();
    let list = entry.operation(serde_json::Value::Null).unwrap().into_list().unwrap();
    let items = client.call(list).items().max_items(200).all().await;
    [first, (items.map(|items| items.len()), named.requests().len())]
}

#[tokio::test(start_paused = true)]
async fn p7_a_server_that_answers_the_first_page_to_every_number_is_an_error() {
    for count in [10, 1000] {
        let first = move || user_names(&["a", "b"], count, r#""https://saltant.test/api/users/?page=1""#, 1);
        for (outcome, requests) in both(|| ScriptedTransport::answering(move |_| first())).await {
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::RepeatedPage);
            assert!(requests <= 10, "{requests}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn p7_the_same_items_on_page_after_page_are_an_error() {
    let transport = || {
        let mut page = 0;
        ScriptedTransport::answering(move |_| {
            page += 1;
            user_names(&["a", "b"], 10, "\"x\"", page)
        })
    };
    for (outcome, requests) in both(transport).await {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::RepeatedPage);
        assert!(requests <= 10, "{requests}");
    }
}

#[tokio::test(start_paused = true)]
async fn p7_pages_that_are_empty_without_end_are_an_error() {
    let transport = || ScriptedTransport::answering(|_| user_names(&[], 10, "\"x\"", 1));
    for (outcome, requests) in both(transport).await {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::RepeatedPage);
        assert!(requests <= 10, "{requests}");
    }
    let mut page = 0;
    let transport = ScriptedTransport::answering(move |_| {
        page += 1;
        letters(&[], Some(&page.to_string()))
    });
    let client = builder(&transport).build().unwrap();
    let mut pages = client.call(ListLetters::new()).pages().max_pages(200);
    let mut error = None;
    while let Some(page) = pages.next().await {
        error = page.err();
    }
    assert_eq!(error.unwrap().kind(), ErrorKind::RepeatedPage);
    assert!(transport.requests().len() <= 10);
}

#[tokio::test(start_paused = true)]
async fn p8_a_list_that_ends_before_its_count_is_an_error() {
    let transport = || {
        ScriptedTransport::new([
            user_names(&["a", "b"], 700, "\"x\"", 1),
            user_names(&["c"], 650, "null", 2),
            status(404),
            status(404),
            status(404),
            status(404),
        ])
    };
    for (outcome, _) in both(transport).await {
        let error = outcome.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::IncompleteList, Some("saltant.users.list"))
        );
        assert!(error.to_string().contains("650"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn p8_a_list_that_changes_while_it_is_read_is_no_error() {
    // One more user than at first, then fewer.
    for counts in [[4, 5], [4, 3], [5, 4]] {
        let transport = || {
            ScriptedTransport::new([
                user_names(&["a", "b"], counts[0], "\"x\"", 1),
                user_names(&["c", "d"], counts[1], "null", 2),
            ])
        };
        for (outcome, _) in both(transport).await {
            assert_eq!(outcome.unwrap(), 4);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn p1_an_item_that_moves_by_several_pages_is_given_once() {
    let transport = || {
        ScriptedTransport::new([
            user_names(&["a", "b"], 6, "\"x\"", 1),
            user_names(&["c", "d"], 6, "\"x\"", 2),
            user_names(&["e", "f"], 6, "\"x\"", 3),
            user_names(&["a", "g"], 6, "null", 4),
        ])
    };
    for (outcome, _) in both(transport).await {
        assert_eq!(outcome.unwrap(), 7);
    }
}

#[tokio::test(start_paused = true)]
async fn p1_an_item_that_moves_to_the_next_page_meanwhile_is_given_once() {
    use saltant_core::saltant::ListTaskInstances;
    use saltant_core::types::saltant::Executable;
    let page = |ids: &[u32], next: &str| {
        let instances = ids.iter().map(|id| {
            let text = super::waiting::instance("running");
            text.replace(
                "8c93e8b4-cf1a-4387-9dc4-78be37627356",
                &format!("{id:08x}-cf1a-4387-9dc4-78be37627356"),
            )
        });
        let instances = instances.collect::<Vec<_>>().join(",");
        Reply::json(200, format!(r#"{{"count": 6, "next": {next}, "results": [{instances}]}}"#))
    };
    let transport = || {
        ScriptedTransport::new([
            page(&[1, 2], "\"x\""),
            page(&[2, 3], "\"x\""),
            page(&[3, 4], "\"x\""),
            page(&[4, 5], "null"),
        ])
    };
    let client = builder(&transport()).build().unwrap();
    let items = client.call(ListTaskInstances::<Executable>::new()).items().prefetch(0);
    let ids: Vec<_> = items.all().await.unwrap().iter().map(|item| item.uuid.get().as_u128() >> 96).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5]);

    let client = builder(&transport()).build().unwrap();
    let entry = saltant_core::catalog::find("saltant.executable_task_instances.list").unwrap();
    let list = entry.operation(serde_json::Value::Null).unwrap().into_list().unwrap();
    let items = client.call(list).items().prefetch(0).all().await.unwrap();
    let ids: Vec<_> =
        items.iter().map(|item| item.value["uuid"].as_str().unwrap()[7..8].to_owned()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
}
