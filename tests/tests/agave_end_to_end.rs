//! Agave's client against the dev server, over real connections.

mod agave_end_to_end {
    mod actors;
    mod blocking;
    mod every_operation;
    mod files;
    mod jobs;
    mod notifications;
    mod renewals;
    mod setup;
    mod transfers;
}
