//! Looks up users by name and by id, and the parts of the cloud by kind.
//!
//! `cargo run -p saltant-examples -- astakos_users` prints:
//!
//! ```text
//! I am ada
//! bob@example.org is known, eve@example.org is not
//! the service sees 2 users
//! the account service is at http://…
//! ```

use std::error::Error;

use saltant::astakos::{Client, EndpointFilter, UnknownUser};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let me = client.authenticate().await?.user;
    println!("I am {}", me.name);

    let known = client.users().get_id("bob@example.org").await.is_ok();
    let error = client.users().get_id("eve@example.org").await.unwrap_err();
    let unknown = matches!(UnknownUser::of(&error), Some(UnknownUser::Name(_)));
    if known && unknown {
        println!("bob@example.org is known, eve@example.org is not");
    }
    // With the token of a service, all users can be asked for.
    println!("the service sees {} users", client.users().as_service().get_all_names().await?.len());

    let endpoints = client.endpoints().get().await?;
    let account = endpoints.parse_endpoints(&EndpointFilter::new().kind("account"))?;
    // At least one matches: otherwise it is an error.
    println!("the account service is at {}", account.entries()[0].endpoints[0].public_url);
    Ok(())
}
