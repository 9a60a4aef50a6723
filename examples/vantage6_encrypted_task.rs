//! Creates a task in an encrypted collaboration, and decrypts its results.
//!
//! `cargo run -p saltant-examples -- vantage6_encrypted_task` prints:
//!
//! ```text
//! the server holds our public key: true
//! unencrypted: refused before anything was sent
//! 47.3 years
//! ```

use std::error::Error;

use saltant::vantage6::{Client, CreateTask, PrivateKey};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::login_from_env().await?;
    // Once: `client.generate_private_key("private_key.pem").await?` makes a key.
    let key = PrivateKey::load("private_key.pem")?;
    let own = client.organizations().own().await?;
    let is_ours = own.public_key == key.public_key().to_wire();
    println!("the server holds our public key: {is_ours}");

    let task = CreateTask::new("average:1", [own.id])
        .collaboration(2)
        .input(json!({"method": "partial"}))
        .databases(["default"]);
    match client.tasks().create(task.clone()).await {
        Err(error) if !error.may_have_happened() => {
            println!("unencrypted: refused before anything was sent");
        }
        other => println!("{other:?}"),
    }

    // Encrypts the input for each organization that runs it.
    let encryption = client.setup_encryption(key).await?;
    let task = encryption.create_task(task).await?;
    let results = client.wait_for_results(&task).await?;
    // Only the organization that created the task can read the results.
    for (_, part) in encryption.json::<Value>(&results)? {
        let sum = part["sum"].as_f64().ok_or("no sum")?;
        println!("{:.1} years", sum / part["count"].as_f64().ok_or("no count")?);
    }
    Ok(())
}
