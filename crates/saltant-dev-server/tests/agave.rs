//! Agave's dev server over plain HTTP.

#[path = "support/http.rs"]
mod http;

mod agave {
    mod actors;
    mod files;
    mod jobs;
    mod records;
    mod sign_in;
    mod stage;
    mod systems;
}
