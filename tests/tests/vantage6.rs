//! vantage6's facade against a scripted server.

mod vantage6 {
    mod accounts;
    mod clear_inputs;
    mod encryption;
    mod login;
    mod setup;
    mod tasks;
    mod vectors;
}
