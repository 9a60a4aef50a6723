//! The example against the dev server.

use example_own_transport::BlockingClient;
use saltant_core::saltant::{CreateTaskQueue, GetTaskQueue, ListTaskQueues};
use saltant_dev_server::saltant::DevServer;

#[test]
fn a_blocking_library_can_carry_every_operation() {
    let server = DevServer::builder().user("matt").start_blocking().unwrap();
    let client = BlockingClient::new(&server.url(), &server.user("matt").unwrap().token).unwrap();
    for name in ["a", "b", "c"] {
        client.call(&CreateTaskQueue::new(name)).unwrap();
    }
    let names: Vec<_> = client.all(ListTaskQueues::new().page_size(2_u64)).unwrap();
    assert_eq!(names.iter().map(|queue| &*queue.name).collect::<Vec<_>>(), ["a", "b", "c"]);
    let error = client.call(&GetTaskQueue::new(99)).unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let stranger = BlockingClient::new(&server.url(), "nobody").unwrap();
    assert!(stranger.call(&ListTaskQueues::new()).unwrap_err().is_auth());
}
