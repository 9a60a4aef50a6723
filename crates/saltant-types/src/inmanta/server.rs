use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;

open_enum! {
    /// The form in which the API is described.
    pub enum ApiDocsFormat {
        /// A JSON object.
        Openapi = "openapi",
        /// A page for people.
        Swagger = "swagger",
    }
}

/// What the server warns of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warnings {
    /// A sentence each.
    #[serde(default)]
    pub warnings: Vec<String>,
}
