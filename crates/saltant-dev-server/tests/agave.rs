//! Agave's dev server over plain HTTP.

#[path = "support/agave_class.rs"]
mod agave_class;
#[path = "support/http.rs"]
mod http;

mod agave {
    mod actors;
    mod broken;
    mod classes;
    mod files;
    mod jobs;
    mod records;
    mod refusals;
    mod sign_in;
    mod stage;
    mod systems;
}
