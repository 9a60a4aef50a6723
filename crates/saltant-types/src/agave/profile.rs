use super::Username;
use super::record::record;

record! {
    /// A user's profile.
    pub struct Profile {
        /// The user's name.
        username: Username,
        /// The e-mail address.
        email: String,
        /// The first name.
        first_name: String,
        /// The last name.
        last_name: String,
        /// The position.
        position: String,
        /// The institution.
        institution: String,
        /// The department in it.
        department: String,
        /// The field of research.
        research_area: String,
        /// The city.
        city: String,
        /// The state or province.
        state: String,
        /// The country.
        country: String,
        /// The telephone number.
        phone: String,
        /// The fax number.
        fax: String,
        /// The gender.
        gender: String,
    }
}
