//! The vantage6 client against the dev server with nodes that run algorithms, over real connections.

mod vantage6_nodes {
    mod blobs;
    mod commands;
    mod functions;
    mod hostile;
    mod modes;
    mod policies;
    mod setup;
}
