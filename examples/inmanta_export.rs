//! Makes a version without a compile: resources and the code of their handlers.
//!
//! `cargo run -p saltant-examples -- inmanta_export` prints:
//!
//! ```text
//! version 8 is exported
//! ```

use std::error::Error;

use saltant::inmanta::{Client, Export, ExportedResource, HandlerModule};

const HANDLERS: &str = "from inmanta.agent.handler import CRUDHandler, provider\n";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let environment = client.environment_named("web/production").await?;
    // With authentication, `environment.for_export()` gets the token that the server wants for this.

    let motd = ExportedResource::new("std::File[web1,path=/etc/motd]")
        .attribute("path", "/etc/motd")
        .attribute("content", "welcome");
    let hosts = ExportedResource::new("std::File[web1,path=/etc/hosts]")
        .attribute("path", "/etc/hosts")
        .requires("std::File[web1,path=/etc/motd]"); // deployed after it
    let handlers = HandlerModule::new("web").file("inmanta_plugins.web", HANDLERS);

    // Files that the server has already are not sent again.
    let export = Export::new().resource(motd).resource(hosts).module(handlers);
    let version = environment.versions().export(export).await?;
    println!("version {version} is exported");
    Ok(())
}
