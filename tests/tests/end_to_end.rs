//! The saltant client against the dev server, over real connections.

mod end_to_end {
    mod client;
    mod ensure;
    mod instances;
    mod resources;
    mod setup;
    mod waiting;
}
