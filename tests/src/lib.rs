//! What the project's tests share: the replay of recorded calls, the table of operations that the services'
//! documents name, and the requests that snapshots show.

pub mod contract;
pub mod inventory;
pub mod snapshots;
