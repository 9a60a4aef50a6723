//! `example-federated-average COLLABORATION IMAGE COLUMN [KEY_FILE]`: the environment names the server and the user.

use std::error::Error;

use saltant::vantage6::{Client, CollaborationId, PrivateKey};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [collaboration, image, column, key @ ..] = words.as_slice() else {
        return Err("usage: example-federated-average COLLABORATION IMAGE COLUMN [KEY_FILE]".into());
    };
    let key = key.first().map(PrivateKey::load).transpose()?;
    let client = Client::login_from_env().await?;
    let collaboration = CollaborationId::new(collaboration.parse()?);
    println!("{}", example_federated_average::average(&client, collaboration, image, column, key).await?);
    Ok(())
}
