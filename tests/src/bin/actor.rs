//! A program for an actor: it answers a binary message with its bytes in reverse, and counts its runs.

fn main() -> anyhow::Result<()> {
    #[cfg(unix)]
    run()?;
    Ok(())
}

#[cfg(unix)]
fn run() -> anyhow::Result<()> {
    use saltant::agave::ActorContext;

    let context = ActorContext::from_env()?;
    let user = context.username().map(|user| user.to_string()).unwrap_or_default();
    let Some(mut message) = context.take_binary_message()? else {
        println!("{user} said {}", context.message().unwrap_or_default());
        return Ok(());
    };
    println!("{user} sent {} bytes", message.len());
    message.reverse();
    context.send_result(message)?;
    context.send_result("done")?;
    let runs = context.state().and_then(|state| state["runs"].as_u64()).unwrap_or(0);
    let client = context.client()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(context.update_state(&client, serde_json::json!({"runs": runs + 1})).into_future())?;
    Ok(())
}
