//! Gets a first client with a name and a password, and continues its session later.
//!
//! `cargo run -p saltant-examples -- agave_first_client` prints:
//!
//! ```text
//! registered the application notebook
//! matt has 2 systems
//! the same with the stored key: 2 systems
//! ```

use std::error::Error;

use saltant::agave::{ApiClientRequest, Client, ListSystems, OAuthClient};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::var(Client::URL_VARIABLE)?;
    let password = std::env::var("TAPIS_PASSWORD")?;

    let tenant: Client = Client::builder(&*url).build()?;
    let request = ApiClientRequest::new().client_name("notebook");
    let (client, application) = tenant.create_client(request, "matt", &*password).await?;
    println!("registered the application {}", application.name.ok_or("no name")?);
    let systems = client.systems().list(ListSystems::new()).items().all().await?;
    println!("matt has {} systems", systems.len());

    // Store key and secret: the service does not show the secret again.
    let key = application.consumer_key.ok_or("no key")?;
    let secret = application.consumer_secret.ok_or("no secret")?;
    let later = Client::login(url, OAuthClient::new(key, secret), "matt", password).await?;
    let systems = later.systems().list(ListSystems::new()).items().all().await?;
    println!("the same with the stored key: {} systems", systems.len());
    Ok(())
}
