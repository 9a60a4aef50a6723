//! vantage6: federated analysis.
