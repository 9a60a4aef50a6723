//! Actors: messages of all kinds, state, nonces, and the program's own side.

use saltant::agave::{
    Actor, ActorContext, ActorId, ActorLevel, ActorStatus, Client, CreateNonce, Environment, ExecutionId,
    ExecutionStatus, GetExecutionsSummary, Nonce, SendBinaryMessage, SendMessage,
};
use saltant::http::WaitStatus;
use saltant_dev_server::agave::{ActorInvocation, ActorReport};
use serde_json::json;

use super::OVER_HYPER;
use super::setup::{builder, server_with};

/// What the actors of these tests do: they read their context as a program with our library does.
pub(crate) fn program(invocation: &ActorInvocation) -> ActorReport {
    let context = ActorContext::from_vars(invocation.environment.clone()).unwrap();
    let runs = context.state().and_then(|state| state["runs"].as_u64()).unwrap_or(0);
    let said = match context.message() {
        Some(message) => message.to_string(),
        None => format!("{} bytes", invocation.message.len()),
    };
    ActorReport::new()
        .log(format!("{} {} {}", context.username().unwrap(), context.content_type().unwrap_or("?"), said))
        .result(said)
        .result("the end")
        .state(json!({"runs": runs + 1}).to_string())
}

async fn actor(client: &Client) -> ActorId {
    let create = Actor::new().image("program").name("n").stateless(false);
    let id = client.actors().create(create).await.unwrap().id.unwrap();
    let ready = client.actors().get(id.clone()).wait_until(|actor| match &actor.status {
        Some(ActorStatus::Ready) => WaitStatus::Succeeded,
        Some(ActorStatus::Error) => WaitStatus::Failed("ERROR".to_owned()),
        _ => WaitStatus::InProgress("not ready".to_owned()),
    });
    ready.await.unwrap();
    id
}

async fn wait(client: &Client, actor: &ActorId, execution: &ExecutionId) {
    let execution = client.actors().get_execution(actor.clone(), execution.clone());
    let done = execution.wait_until(|execution| {
        let is_final = execution.status.as_ref().is_some_and(ExecutionStatus::is_final);
        if is_final { WaitStatus::Succeeded } else { WaitStatus::InProgress("unfinished".to_owned()) }
    });
    assert_eq!(done.await.unwrap().status, Some(ExecutionStatus::Complete));
}

#[tokio::test]
async fn an_actor_gets_messages_and_gives_results_logs_and_state() {
    let (_server, client) = server_with(builder().actor_function("program", program)).await;
    let id = actor(&client).await;
    let message = SendMessage::new(id.clone(), json!({"a": [1, true, null]}));
    let execution = client.actors().send_message(message).await.unwrap().execution_id.unwrap();
    wait(&client, &id, &execution).await;
    let logs = client.actors().get_execution_logs(id.clone(), execution.clone()).await.unwrap();
    assert_eq!(logs.logs.unwrap(), "matt str {\"a\":[1,true,null]}\n");
    let mut results = Vec::new();
    loop {
        let result = client.actors().take_execution_result(id.clone(), execution.clone()).await.unwrap();
        if result.is_empty() {
            break;
        }
        results.push(String::from_utf8(result.to_vec()).unwrap());
    }
    assert_eq!(results, ["{\"a\":[1,true,null]}", "the end"]);
    assert_eq!(client.actors().get_state(id.clone()).await.unwrap().state.unwrap(), json!({"runs": 1}));

    let binary = SendBinaryMessage::new(id.clone(), vec![0_u8, 159, 146, 150]);
    let sent = client.actors().send_binary_message(binary).await.unwrap();
    assert_eq!(sent.msg, Some(json!("binary - omitted")));
    let execution = sent.execution_id.unwrap();
    wait(&client, &id, &execution).await;
    let result = client.actors().take_execution_result(id.clone(), execution).await.unwrap();
    assert_eq!(&result[..], b"4 bytes");
    client.actors().update_state(id.clone(), json!({"runs": 10})).await.unwrap();
    assert_eq!(client.actors().get_state(id.clone()).await.unwrap().state.unwrap(), json!({"runs": 10}));
    client.actors().delete(id.clone()).await.unwrap();
    assert!(client.actors().get(id).await.unwrap_err().is_not_found());
}

/// The command is a program of this workspace that uses the library.
#[cfg(unix)]
#[tokio::test]
async fn a_command_reads_a_binary_message_and_sends_results_and_its_state_is_kept() {
    let command = [env!("CARGO_BIN_EXE_actor")];
    let (_server, client) = server_with(builder().actor_command("program", command)).await;
    let id = actor(&client).await;
    let message: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let sent = client.actors().send_binary_message(SendBinaryMessage::new(id.clone(), message.clone())).await;
    let execution = sent.unwrap().execution_id.unwrap();
    wait(&client, &id, &execution).await;
    let logs = client.actors().get_execution_logs(id.clone(), execution.clone()).await.unwrap();
    assert_eq!(logs.logs.unwrap(), "matt sent 100000 bytes\n");
    let mut reversed = message;
    reversed.reverse();
    for wanted in [&reversed[..], b"done", b""] {
        let result = client.actors().take_execution_result(id.clone(), execution.clone()).await.unwrap();
        assert_eq!(&result[..], wanted);
    }
    assert_eq!(client.actors().get_state(id.clone()).await.unwrap().state.unwrap(), json!({"runs": 1}));
    let measured = client.actors().get_execution(id.clone(), execution.clone()).await.unwrap();
    assert_eq!(measured.io.unwrap().to_string(), "200004");
    assert_eq!((measured.exit_code, measured.executor.unwrap().as_str()), (Some(0), "matt"));
    assert!(measured.start_time.unwrap() <= measured.finish_time.unwrap());
    if cfg!(target_os = "linux") {
        assert_ne!(measured.cpu.as_ref().unwrap().to_string(), "0");
    }
    let all = client.actors().get_executions_summary(GetExecutionsSummary::new(id.clone())).await.unwrap();
    assert_eq!(all.execution_ids().collect::<Vec<_>>(), [&execution]);
    assert_eq!(
        (all.total_executions, all.total_io, all.total_cpu),
        (Some(1), Some(200_004.into()), measured.cpu)
    );

    // A sender cannot lead the program to other files.
    let text = SendMessage::new(id.clone(), "hi").environment(
        Environment::new().var("_abaco_binary_data", "/etc/passwd").var("_abaco_results", "/tmp/elsewhere"),
    );
    let execution = client.actors().send_message(text).await.unwrap().execution_id.unwrap();
    wait(&client, &id, &execution).await;
    let logs = client.actors().get_execution_logs(id.clone(), execution).await.unwrap();
    assert_eq!(logs.logs.unwrap(), "matt said \"hi\"\n");
}

#[tokio::test]
async fn a_nonce_stands_for_a_login_as_often_as_it_may_be_used() {
    let (server, client) = server_with(builder().actor_function("program", program)).await;
    let id = actor(&client).await;
    let create = CreateNonce::new(id.clone()).level(ActorLevel::Execute).max_uses(2);
    let nonce = client.actors().create_nonce(create).await.unwrap();
    assert_eq!((nonce.remaining_uses, nonce.actor_id.as_ref()), (Some(2), Some(&id)));
    let nonce = nonce.id.unwrap();
    let guest =
        Client::builder(server.url()).over_hyper(OVER_HYPER).credential(Nonce::new(nonce)).build().unwrap();
    let execution = guest.actors().send_message(SendMessage::new(id.clone(), "hi")).await.unwrap();
    wait(&client, &id, &execution.execution_id.unwrap()).await;
    assert!(guest.actors().delete(id.clone()).await.is_err());
    guest.actors().get(id.clone()).await.unwrap();
    assert!(guest.actors().get(id).await.is_err(), "it is used up");
}
