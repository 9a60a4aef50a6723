//! The vantage6 client against the dev server with nodes that run algorithms, over real connections.

mod vantage6_nodes {
    mod over_hyper;
    mod over_reqwest;
}
