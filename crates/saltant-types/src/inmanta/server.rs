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
