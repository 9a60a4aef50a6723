//! `saltant agave files …` and `saltant agave job outputs …`.

pub(crate) mod address;
mod bar;
pub(crate) mod changes;
pub(crate) mod copies;
pub(crate) mod import;
pub(crate) mod lists;
pub(crate) mod outputs;

use saltant::agave::{Client, ListSystems, SystemId, SystemType};

use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::service;
use address::Address;

/// How addresses are written, for the help.
const ADDRESSES: &str = "\
An ADDRESS is SYSTEM:PATH or agave://SYSTEM/PATH, where PATH is relative to the home directory of the system. \
SYSTEM:/PATH and agave://SYSTEM//PATH are relative to its root directory. A PATH alone is on your default \
storage system.";

/// A client of Agave.
async fn client(connect: &ConnectArgs) -> Result<Client, Failure> {
    let client = connect.connect(service::named("agave")?, Purpose::Authenticated, None).await?;
    Ok(Client::from(client))
}

/// The system of an address: the one that it names, or the default storage system.
async fn system(client: &Client, address: &Address) -> Result<SystemId, Failure> {
    if let Some(system) = &address.system {
        return Ok(system.as_str().into());
    }
    let list = ListSystems::new().r#type(SystemType::Storage).default(true);
    let found = client.systems().list(list).items().all().await?;
    // A server that ignores the filter sends other systems too.
    let defaults: Vec<_> = found.into_iter().filter(|system| system.default != Some(false)).collect();
    let [system] = &defaults[..] else {
        let text = format!("{:?} names no system, and you have no default storage system", address.text());
        return Err(Failure::usage(text).hint("write SYSTEM:PATH; `saltant agave system list` lists systems"));
    };
    system.id.clone().ok_or_else(|| Failure::new(Exit::Refused, "the default system has no id"))
}
