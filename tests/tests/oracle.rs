//! An operation written by hand behaves like the derived one.

use saltant::core::catalog::find;
use saltant::core::http::Method;
use saltant::core::saltant::{Saltant, UpdateTaskInstanceStatus};
use saltant::core::{Answer, Declared, Effect, EncodeError, Encoder, Metadata, ReadError, Service};
use saltant::saltant::TaskInstanceStatus;
use saltant::{BaseUrl, Bytes, Operation, TaskState, Uuid};

/// Stores the state of a task instance, by hand.
#[derive(Clone, Debug)]
struct ByHand {
    uuid: Uuid,
    state: TaskState,
}

impl Operation for ByHand {
    type Output = TaskInstanceStatus;

    fn metadata(&self) -> &'static Metadata {
        const METADATA: &Metadata = &Metadata::new::<Saltant>(
            "saltant.task_instances.update_status",
            Method::PATCH,
            "updatetaskinstancestatus/{uuid}/",
        )
        .effect(Effect::Idempotent)
        .has_body(true);
        METADATA
    }

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        request.path("uuid", &self.uuid)?;
        request.json("state", &self.state)
    }

    fn decode(&self, answer: &Answer) -> Result<TaskInstanceStatus, ReadError> {
        Saltant::read(answer)
    }
}

fn both(uuid: &str, state: &str) -> (ByHand, UpdateTaskInstanceStatus) {
    let uuid: Uuid = uuid.parse().unwrap();
    (ByHand { uuid, state: state.into() }, UpdateTaskInstanceStatus::new(uuid, state))
}

const UUID: &str = "8c93e8b4-cf1a-4387-9dc4-78be37627356";

#[test]
fn the_metadata_is_the_same() {
    let (by_hand, derived) = both(UUID, "running");
    let (by_hand, derived) = (by_hand.metadata(), derived.metadata());
    assert_eq!(derived.name, UpdateTaskInstanceStatus::METADATA.name);
    assert_eq!(by_hand.name, derived.name);
    assert_eq!((&by_hand.method, by_hand.path), (&derived.method, derived.path));
    assert_eq!((by_hand.effect, by_hand.auth), (derived.effect, derived.auth));
    assert_eq!(by_hand.has_body, derived.has_body);
    assert_eq!(by_hand.accept, derived.accept);
    assert_eq!(by_hand.service(), "saltant");
    assert!(find(derived.name).is_some(), "the catalog has the derived one");
}

#[test]
fn the_requests_are_the_same() {
    let base: BaseUrl = "https://saltant.test/api".parse().unwrap();
    for (uuid, state) in
        [(UUID, "running"), (UUID, "ünknown \"word\""), ("00000000-0000-0000-0000-000000000000", "")]
    {
        let (by_hand, derived) = both(uuid, state);
        let (by_hand, derived) = (by_hand.to_request(&base).unwrap(), derived.to_request(&base).unwrap());
        assert_eq!(by_hand.method(), derived.method());
        assert_eq!(by_hand.uri().to_string(), derived.uri().to_string());
        assert_eq!(by_hand.headers(), derived.headers());
        let bytes = by_hand.body().as_bytes().unwrap();
        assert!(!bytes.is_empty());
        assert_eq!(bytes, derived.body().as_bytes().unwrap());
    }
}

#[test]
fn the_answers_are_read_in_the_same_way() {
    let good = format!(r#"{{"uuid": "{UUID}", "state": "running", "new": 1}}"#);
    for (status, body) in [
        (200, good.as_str()),
        (200, r#"{"uuid": 7}"#),
        (200, "<html>"),
        (400, r#""No task instance""#),
        (403, r#"{"detail": "Invalid token."}"#),
        (500, "<title>Server Error (500)</title>"),
    ] {
        let body = Bytes::copy_from_slice(body.as_bytes());
        let answer = http::Response::builder().status(status).body(body).unwrap();
        let (by_hand, derived) = both(UUID, "running");
        match (by_hand.read(&answer), derived.read(&answer)) {
            (Ok(by_hand), Ok(derived)) => assert_eq!(by_hand, derived),
            (Err(by_hand), Err(derived)) => {
                assert_eq!((by_hand.kind(), by_hand.to_string()), (derived.kind(), derived.to_string()));
            }
            (by_hand, derived) => panic!("{by_hand:?} is not {derived:?}"),
        }
    }
}
