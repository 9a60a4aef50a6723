//! What servers of release 0.15 take in another form than later ones.

mod application;
mod commission;

use crate::operations::operations;

operations! {
    application { ActOnApplication }
    commission { IssueOneCommission }
}
