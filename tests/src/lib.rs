//! What the project's tests share: the replay of recorded calls and the tables that it and the snapshots go
//! by.

pub mod contract;
