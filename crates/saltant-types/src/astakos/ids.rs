use crate::id::id;

id! {
    /// A user's id: a UUID as a text.
    UserId(String)
}

id! {
    /// A user's name, also called display name: an e-mail address in lower case.
    ///
    /// A lookup of ids by name ignores the case; an enrolment compares exactly.
    Username(String)
}

id! {
    /// A project's id: a UUID as a text; servers of 0.15 write a number.
    ///
    /// A user's own system project has the user's id.
    ProjectId(String or number)
}

id! {
    /// The id of an application for a project, or for a change of one.
    ApplicationId(u64)
}

id! {
    /// The id of a user's membership in a project.
    MembershipId(u64)
}

id! {
    /// The serial number of a commission.
    CommissionSerial(u64)
}

id! {
    /// The name of a resource that has quotas, such as `cyclades.vm`.
    ResourceName(String)
}

/// A user's system project has the user's id.
impl From<UserId> for ProjectId {
    fn from(user: UserId) -> Self {
        Self::new(user.as_str())
    }
}
