//! Code that several tests and `cargo xtask` share: the replay of recorded calls, the table of the operations
//! that the services' documents name, the requests that snapshots show, the project's sources, and the checks of
//! the clients of vantage6 and Inmanta.

pub mod contract;
pub mod inmanta_suite;
pub mod inventory;
pub mod snapshots;
pub mod sources;
pub mod vantage6_suite;
