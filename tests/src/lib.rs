//! Code that several tests and `cargo xtask` share: the replay of recorded calls, the table of the operations
//! that the services' documents name, the requests that snapshots show, and the project's sources.

pub mod contract;
pub mod inventory;
pub mod snapshots;
pub mod sources;
