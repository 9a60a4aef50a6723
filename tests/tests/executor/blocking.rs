//! The blocking clients.

use std::io::Read as _;

use saltant::blocking::{Blocking, Client};
use saltant::saltant::ListUsers;
use saltant::{Error, ErrorKind, WaitPolicy};
use saltant_core::saltant::StaticToken;
use saltant_http::testing::{Reply, ScriptedTransport};

use super::common::{QUEUE, UUID, status};

fn client(transport: &ScriptedTransport) -> Client {
    let builder = saltant::Client::builder("https://saltant.test/api").transport(transport.clone());
    Client::new(builder.credential(StaticToken::new("t")).build().unwrap()).unwrap()
}

fn users() -> ScriptedTransport {
    ScriptedTransport::answering(|request| {
        let query = request.uri.query().unwrap_or_default();
        let page = query.split('&').find_map(|pair| pair.strip_prefix("page=")).unwrap_or("1");
        let next = if page == "3" { "null" } else { "\"x\"" };
        let user = format!(r#"{{"username": "u{page}", "email": ""}}"#);
        Reply::json(200, format!(r#"{{"count": 3, "next": {next}, "results": [{user}]}}"#))
    })
}

#[test]
fn s1_calls_lists_and_waits_work_without_async() {
    let client_ = client(&ScriptedTransport::new([Reply::json(200, QUEUE), status(404)]));
    assert_eq!(client_.run(client_.task_queues().get(7)).unwrap().name, "q");
    assert!(client_.run(client_.task_queues().get(8).with_response()).unwrap_err().is_not_found());

    let client_ = client(&users());
    let names = client_.iter(client_.users().list(ListUsers::new()).items());
    let names: Result<Vec<_>, Error> = names.map(|user| Ok(user?.username.to_string())).collect();
    assert_eq!(names.unwrap(), ["u1", "u2", "u3"]);
    assert_eq!(client_.iter(client_.users().list(ListUsers::new()).pages()).count(), 3);

    let states = ["created", "successful"].map(|state| Reply::json(200, super::waiting::instance(state)));
    let client_ = client(&ScriptedTransport::new(states));
    let quick = WaitPolicy::default().every(std::time::Duration::from_millis(1));
    let job =
        client_.run(client_.executable_task_instances().wait_until_finished(UUID).policy(quick)).unwrap();
    assert!(job.state.is_final());

    let client_ =
        client(&ScriptedTransport::answering(|_| Reply::json(200, super::waiting::instance("created"))));
    let clones = client_.executable_task_instances().clone_many([UUID, UUID]);
    assert_eq!(client_.try_run(clones).unwrap().len(), 2);
}

#[test]
fn p1_an_error_of_a_list_comes_once_and_ends_it() {
    let client = client(&ScriptedTransport::new([status(403)]));
    let items: Vec<_> = client.iter(client.users().list(ListUsers::new()).items()).collect();
    assert_eq!(items.len(), 1);
    assert!(items[0].as_ref().unwrap_err().is_forbidden());
}

#[test]
fn s6_inside_a_runtime_it_is_an_error_and_no_panic() {
    let transport = users();
    let client_ = client(&transport);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let error = client_.run(client_.users().get("u")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(error.to_string().contains("inside an async runtime"), "{error}");
        let items: Vec<_> = client_.iter(client_.users().list(ListUsers::new()).items()).collect();
        assert!(items.len() == 1 && items[0].is_err());
        let wait = client_.executable_task_instances().wait_until_finished(UUID);
        assert!(client_.run(wait).is_err());
        assert!(client_.try_run(client_.users().get("u").into_future()).is_err());
        // A client can be created and dropped there.
        drop(client(&transport));
    });
    assert_eq!(transport.requests().len(), 0);
    client_.run(client_.users().list(ListUsers::new())).unwrap();
}

#[test]
fn s1_several_threads_share_a_client() {
    let transport =
        ScriptedTransport::answering(|_| Reply::json(200, QUEUE).after(std::time::Duration::from_millis(20)));
    let client = client(&transport);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let client = client.clone();
                scope.spawn(move || client.run(client.task_queues().get(7)).unwrap().name)
            })
            .collect();
        assert!(threads.into_iter().all(|thread| thread.join().unwrap() == "q"));
    });
    assert_eq!(transport.requests().len(), 8);
}

#[test]
fn f6_a_download_is_read_like_a_file() {
    let body = super::common::pieces(
        ["one ", "two ", "three"].map(|text| (std::time::Duration::from_millis(1), Ok(text))),
    );
    let transport = ScriptedTransport::new([super::common::slow(200, body)]);
    let http = super::common::builder(&transport).clock(saltant_http::SystemClock::new()).build().unwrap();
    let client = Blocking::new(http).unwrap();
    let download = client.run(client.call(super::stream::Fetch::new("a")).stream()).unwrap();
    let (mut reader, mut text) = (client.reader(download), String::new());
    reader.read_to_string(&mut text).unwrap();
    assert_eq!((text.as_str(), reader.download().received()), ("one two three", 13));
}

#[test]
fn t3_a_wait_that_is_given_up_leaves_the_client_usable() {
    let transport = ScriptedTransport::new([Reply::hang(), Reply::json(200, QUEUE)]);
    let client = client(&transport);
    let call = client.task_queues().get(7).timeout(std::time::Duration::from_millis(20));
    assert!(client.run(call).unwrap_err().is_timeout());
    assert!(client.run(client.task_queues().get(7)).is_ok());
}
