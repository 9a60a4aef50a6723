//! The executor's promises. The ids in the names of the tests are defined in `docs/promises.md`. No test
//! sleeps: time is tokio's paused clock, and the transport is scripted. Only tests with sockets, and blocking
//! ones, have real, short time limits.

mod executor {
    mod auth;
    mod blocking;
    mod common;
    mod elsewhere;
    mod faults;
    mod over_hyper;
    mod over_reqwest;
    mod paging;
    mod properties;
    mod redirect;
    mod retry;
    mod secret_walk;
    mod secrets;
    mod shape;
    mod stream;
    mod submit_once;
    mod timeout;
    mod token_store;
    mod transports;
    mod unsteady_lists;
    mod waiting;
    mod wire;
}
