//! Gives another user the right to read a file, and an item of metadata.
//!
//! `cargo run -p saltant-examples -- agave_share` prints:
//!
//! ```text
//! daniel may read the file: true
//! daniel may read the item: true
//! ```

use std::error::Error;

use saltant::agave::{Client, ListMetadataPermissions, MetadataRequest, PermissionRequest, PermissionType};
use saltant::core::http::Method;
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let read = PermissionRequest::new().username("daniel").permission(PermissionType::Read);

    client.files().update_permissions("data.example", "texts/ada.txt", read.clone()).await?;
    // The document has no operation for this list.
    let path = "files/v2/pems/system/data.example/texts/ada.txt";
    let answer = client.request(Method::GET, path).await?;
    let answer: Value = serde_json::from_slice(answer.body())?;
    let rows = answer["result"].as_array().ok_or("no list")?;
    let of_daniel = |row: &&Value| row["username"] == "daniel" && row["permission"]["read"] == true;
    println!("daniel may read the file: {}", rows.iter().any(|row| of_daniel(&row)));

    let item = MetadataRequest::new().name("note").value(json!("for both of us"));
    let item = client.metadata().create(item).await?.uuid.ok_or("the item has no uuid")?;
    client.metadata().update_permissions(item.clone(), read).await?;
    let list = client.metadata().list_permissions(ListMetadataPermissions::new(item));
    let rows = list.items().all().await?;
    let is_there = rows.iter().any(|row| row.username.as_ref().is_some_and(|name| name == "daniel"));
    println!("daniel may read the item: {is_there}");
    Ok(())
}
