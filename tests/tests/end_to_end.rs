//! The saltant client against the dev server, over real connections.

mod end_to_end {
    mod over_hyper;
    mod over_reqwest;
}
