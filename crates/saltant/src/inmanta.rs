//! Inmanta: orchestration.
