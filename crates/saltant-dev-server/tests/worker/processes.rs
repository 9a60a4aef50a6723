//! Which processes of a job end, and when.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{World, world};

/// Waits until a job has written the number of a process, and returns it.
fn written_process(world: &World, uuid: &str) -> i32 {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        match world.logs(uuid).stdout().unwrap_or_default().trim().parse() {
            Ok(id) => return id,
            Err(_) => assert!(Instant::now() < deadline),
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn alive(process: i32) -> bool {
    // A zombie that nobody has waited for yet is not alive.
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    !status.is_empty() && !status.contains(") Z")
}

fn until_dead(process: i32) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while alive(process) {
        assert!(Instant::now() < deadline, "{process} lives on");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn termination_ends_the_whole_group() {
    for grandchild in ["sleep 60", "(trap \"\" TERM; exec sleep 60)"] {
        let mut world = world();
        let command = format!("sh -c '{grandchild} & echo $!; wait'");
        let task_type = world.task_type(json!({"command_to_run": command}));
        let uuid = world.create(task_type, &json!({}));
        let grandchild = written_process(&world, &uuid);
        assert!(alive(grandchild));
        world.post(&format!("executabletaskinstances/{uuid}/terminate/"), &json!({}));
        world.until(&uuid, &["terminated"]);
        until_dead(grandchild);
    }
}

#[test]
fn what_a_job_leaves_running_is_killed_when_it_ends() {
    let mut world = world();
    let task_type = world.task_type(json!({"command_to_run": "sh -c 'sleep 60 & echo $!'"}));
    let uuid = world.create(task_type, &json!({}));
    world.until(&uuid, &["successful"]);
    until_dead(written_process(&world, &uuid));
}

#[test]
fn a_command_that_ignores_the_request_to_end_is_terminated_at_once_and_killed_later() {
    let mut world = world();
    let command = "sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done'";
    let task_type = world.task_type(json!({"command_to_run": command}));
    let uuid = world.create(task_type, &json!({}));
    let process = written_process(&world, &uuid);
    let start = Instant::now();
    world.post(&format!("executabletaskinstances/{uuid}/terminate/"), &json!({}));
    world.until(&uuid, &["terminated"]);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    until_dead(process);
    assert!(start.elapsed() >= Duration::from_secs(2), "{:?}", start.elapsed());
    assert_eq!(world.get(&uuid)["state"], "terminated");
}
