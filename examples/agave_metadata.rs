//! Stores values as metadata, and finds them with a query of MongoDB.
//!
//! `cargo run -p saltant-examples -- agave_metadata` prints:
//!
//! ```text
//! sample-2 has 80 reads, sample-3 has 95 reads
//! now sample-2 has 81 reads
//! ```

use std::error::Error;

use saltant::agave::{Client, ListMetadata, Metadata, MetadataRequest};
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    for (sample, reads) in [("sample-1", 12), ("sample-2", 80), ("sample-3", 95)] {
        let value = json!({"sample": sample, "reads": reads});
        client.metadata().create(MetadataRequest::new().name("sequencing").value(value)).await?;
    }

    let query = json!({"name": "sequencing", "value.reads": {"$gte": 80}}).to_string();
    let mut found = client.metadata().list(ListMetadata::new().q(query)).items().all().await?;
    found.sort_by_key(text);
    println!("{}", found.iter().map(text).collect::<Vec<_>>().join(", "));

    let second = found.first().ok_or("nothing was found")?;
    let change = MetadataRequest::new().name("sequencing").value(json!({"sample": "sample-2", "reads": 81}));
    let id = second.uuid.clone().ok_or("the item has no uuid")?;
    println!("now {}", text(&client.metadata().update(id, change).await?));
    Ok(())
}

fn text(item: &Metadata) -> String {
    let value = item.value.clone().unwrap_or_default();
    format!("{} has {} reads", value["sample"].as_str().unwrap_or("?"), value["reads"])
}
