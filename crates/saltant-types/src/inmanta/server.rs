use crate::open_enum::open_enum;

open_enum! {
    /// The format of the API's description.
    pub enum ApiDocsFormat {
        /// A JSON object.
        Openapi = "openapi",
        /// An HTML page.
        Swagger = "swagger",
    }
}
