//! Agave's client against the dev server, over real connections.

mod agave_end_to_end {
    mod actors;
    mod files;
    mod jobs;
    mod renewals;
    mod setup;
    mod transfers;
}
