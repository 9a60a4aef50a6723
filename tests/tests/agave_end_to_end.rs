//! Agave's client against the dev server, over real connections.

mod agave_end_to_end {
    mod over_hyper;
    mod over_reqwest;
}
