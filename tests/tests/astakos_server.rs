//! The Astakos client on the Astakos dev server, over real connections.

mod astakos_server {
    mod over_hyper;
    mod over_reqwest;
}
