//! Astakos: identity, quotas and projects.
