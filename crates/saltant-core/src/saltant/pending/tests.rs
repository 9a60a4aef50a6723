//! Waits against a server that knows just the filters that a wait uses.

use std::collections::BTreeMap;

use saltant_types::saltant::Executable;
use saltant_types::{Timestamp, Uuid};
use serde_json::json;

use super::*;
use crate::operation::Operation as _;

const PAGE: u64 = 100;

#[derive(Clone)]
struct Row {
    uuid: Uuid,
    state: String,
    created: Timestamp,
    finished: Option<Timestamp>,
}

/// A server with instances created a second apart, and the time in seconds.
struct Server {
    rows: Vec<Row>,
    now: i64,
    requests: u64,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_microsecond(1_700_000_000_000_000 + second * 1_000_000).unwrap()
}

impl Server {
    fn new(count: u32) -> Self {
        let row = |index: u32| Row {
            uuid: Uuid::from_u128(u128::from(index)),
            state: "published".to_owned(),
            created: at(i64::from(index)),
            finished: None,
        };
        Self { rows: (0..count).map(row).collect(), now: i64::from(count), requests: 0 }
    }

    fn set(&mut self, index: usize, state: &str) {
        let row = &mut self.rows[index];
        row.state = state.to_owned();
        row.finished = matches!(state, "successful" | "failed").then(|| at(self.now));
    }

    fn instance(row: &Row) -> TaskInstance<Executable> {
        serde_json::from_value(json!({
            "uuid": row.uuid, "user": "matt", "name": "", "state": row.state, "datetime_created": row.created,
            "datetime_finished": row.finished, "arguments": {}, "task_queue": 1, "task_type": 1
        }))
        .unwrap()
    }

    fn all(&self) -> Vec<TaskInstance<Executable>> {
        self.rows.iter().map(Self::instance).collect()
    }

    fn list(&self, list: &ListTaskInstances<Executable>) -> Page<TaskInstance<Executable>> {
        let request = list.to_request(&"http://localhost".parse().unwrap()).unwrap();
        let query: BTreeMap<String, String> =
            form_urlencoded::parse(request.uri().query().unwrap_or("").as_bytes()).into_owned().collect();
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let matches = |row: &&Row| {
            query.iter().all(|(name, value)| match name.as_str() {
                "state__in" => value.split(',').any(|state| state == row.state),
                "datetime_created__range" => {
                    let (from, to) = value.split_once(',').unwrap();
                    (time(from)..=time(to)).contains(&row.created)
                }
                "datetime_finished__gte" => row.finished.is_some_and(|finished| finished >= time(value)),
                "page" | "page_size" => true,
                other => panic!("the server knows no filter {other}"),
            })
        };
        let mut rows: Vec<_> = self.rows.iter().filter(matches).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.created));
        let number = |name, default| query.get(name).map_or(default, |text: &String| text.parse().unwrap());
        let (page, size): (usize, usize) = (number("page", 1), number("page_size", 10));
        let shown: Vec<_> =
            rows.iter().skip((page - 1) * size).take(size).map(|row| Self::instance(row)).collect();
        let next = (page * size < rows.len()).then_some("http://elsewhere/");
        serde_json::from_value(json!({"count": rows.len(), "next": next, "previous": null, "results": shown}))
            .unwrap()
    }

    /// Runs a tick and returns what finished, and how many requests it took.
    fn tick(&mut self, pending: &mut PendingInstances<Executable>) -> (Vec<TaskInstance<Executable>>, u64) {
        let before = self.requests;
        let mut finished = Vec::new();
        pending.begin();
        while let Some(request) = pending.request() {
            self.requests += 1;
            match request {
                PendingRequest::List(list) => finished.extend(pending.take_page(self.list(&list))),
                PendingRequest::Single(get) => {
                    match self.rows.iter().find(|row| row.uuid == get.uuid.get()).map(Self::instance) {
                        Some(instance) => finished.extend(pending.take_instance(instance)),
                        None => assert_eq!(pending.take_missing(), Some(get.uuid)),
                    }
                }
            }
        }
        self.now += 30;
        (finished, self.requests - before)
    }
}

#[test]
fn w5_requests_per_tick_go_with_the_unfinished_pages() {
    let mut server = Server::new(1_000);
    let mut pending: PendingInstances<Executable> = server.all().into_iter().collect();
    pending = pending.with_page_size(PAGE);
    let mut finished = 0;
    let mut step = 0;
    while pending.count() > 0 {
        let unfinished = pending.count() as u64;
        let (settled, requests) = server.tick(&mut pending);
        finished += settled.len();
        assert!(requests <= unfinished.div_ceil(PAGE) + 1, "{requests} requests for {unfinished} unfinished");
        // Every so-manyth of what is left finishes before the next tick: not in the order of creation.
        let open: Vec<_> =
            (0..server.rows.len()).filter(|row| server.rows[*row].finished.is_none()).collect();
        let most = if open.len() > 60 { 100 } else { open.len() };
        for index in open.into_iter().skip(step % 7).step_by(3).take(most) {
            server.set(index, if index % 5 == 0 { "failed" } else { "successful" });
        }
        step += 1;
    }
    assert_eq!(finished, 1_000);
}

#[test]
fn w5_terminated_and_unknown_states_are_told_apart() {
    let mut server = Server::new(6);
    let mut pending: PendingInstances<Executable> = server.all().into_iter().collect();
    server.set(1, "terminated");
    server.set(2, "paused");
    server.set(3, "successful");
    let (settled, _) = server.tick(&mut pending);
    let mut states: Vec<_> = settled.iter().map(|instance| instance.state.as_str()).collect();
    states.sort_unstable();
    assert_eq!((states, pending.count()), (vec!["successful", "terminated"], 4));
    // The state that was not known is asked for by its name from now on: one request shows all.
    let (settled, requests) = server.tick(&mut pending);
    assert_eq!((settled.len(), requests), (0, 1));
    server.set(2, "failed");
    assert_eq!(server.tick(&mut pending).0.len(), 1);
}

#[test]
fn w5_ids_alone_are_located_first_and_a_gone_one_is_told() {
    let mut server = Server::new(250);
    server.set(7, "successful");
    let ids = [7, 240, 999].map(|index: u128| TaskInstanceId::new(Uuid::from_u128(index)));
    let mut pending: PendingInstances<Executable> = PendingInstances::new(ids).with_page_size(PAGE);
    let (settled, requests) = server.tick(&mut pending);
    assert_eq!(settled[0].uuid, ids[0]);
    // No more list requests than there are ids, then the ones that no page showed.
    assert!(requests <= 6, "{requests}");
    assert_eq!(pending.count(), 1);
    server.set(240, "failed");
    assert_eq!(server.tick(&mut pending).0[0].uuid, ids[1]);
}

#[test]
fn w5_a_finish_that_was_written_late_is_not_missed() {
    let mut server = Server::new(3);
    let mut pending: PendingInstances<Executable> = server.all().into_iter().collect();
    server.now += 1000;
    server.set(0, "successful");
    server.tick(&mut pending);
    // The other process commits only now what it stamped long ago.
    server.now = 10;
    server.set(1, "successful");
    let (settled, _) = server.tick(&mut pending);
    assert_eq!(settled.len(), 1);
    assert_eq!(pending.count(), 1);
}

#[test]
fn w5_the_same_request_is_asked_until_it_is_answered() {
    let server = Server::new(3);
    let pending: PendingInstances<Executable> = server.all().into_iter().collect();
    assert_eq!(format!("{:?}", pending.request()), format!("{:?}", pending.request()));
}
