//! The executor's promises, each with the id under which it is listed: retry (r), timeouts (t), credentials
//! (a), paging (p), waiting (w), tolerance on the wire (f), shape (s). Nothing sleeps: time is tokio's paused
//! clock, and the transport is scripted. Only what goes through a socket or blocks has real, short limits.

mod executor {
    mod auth;
    mod blocking;
    mod common;
    mod hostile;
    mod paging;
    mod properties;
    mod redirect;
    mod retry;
    mod secrets;
    mod shape;
    mod stream;
    mod submit_once;
    mod timeout;
    mod transports;
    mod waiting;
    mod wire;
}
