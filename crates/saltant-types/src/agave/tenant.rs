use super::record::record;

record! {
    /// A tenant: an organization with a gateway of its own.
    pub struct Tenant {
        /// The tenant's UUID.
        id: String,
        /// The short name, such as `tacc.prod`, by which agavepy knows it.
        code: String,
        /// The name that people see.
        name: String,
        /// The address of its gateway, most often with a slash at its end.
        base_url: String,
        /// Whom to ask.
        contact: Vec<TenantContact>,
    }
}

record! {
    /// A person or a group to ask about a tenant.
    pub struct TenantContact {
        /// The name.
        name: String,
        /// The e-mail address.
        email: String,
        /// The address of a web page.
        url: String,
        /// What they are asked about, such as `admin`.
        r#type: String,
        /// Whether they are the first to ask.
        primary: bool,
    }
}
