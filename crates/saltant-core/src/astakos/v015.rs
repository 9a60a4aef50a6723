//! What servers of release 0.15 take in another form than later ones.

mod application;

use crate::operations::operations;

operations! {
    application { ActOnApplication }
}
