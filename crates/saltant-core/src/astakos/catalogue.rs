use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use saltant_types::astakos::{EndpointFilter, Endpoints};

use super::{Authenticate, GetEndpoints, endpoint};
use crate::answer::{Answer, Error, ErrorKind};
use crate::metadata::Metadata;
use crate::operation::Declared as _;
use crate::operation::Operation as _;
use crate::request::{BaseUrl, Body};
use crate::rules::Directory;

/// The addresses of Astakos's parts, from its own catalogue.
///
/// The whole address in the catalogue is used, host and port included. The catalogue is requested without a
/// body, which needs no valid token, so a bad token shows at the call after it. The answer to an authentication
/// has the catalogue too, and saves the request.
#[derive(Debug, Default)]
pub struct Catalogue(RwLock<BTreeMap<&'static str, BaseUrl>>);

impl Catalogue {
    /// A catalogue that is requested before the first call that needs it.
    pub fn new() -> Self {
        Self::default()
    }

    /// A catalogue that the program has kept.
    pub fn from_endpoints(endpoints: &Endpoints) -> Self {
        Self(RwLock::new(places(endpoints)))
    }
}

impl Directory for Catalogue {
    fn base(&self, part: &str) -> Option<BaseUrl> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(part).cloned()
    }

    fn question(&self, base: &BaseUrl) -> Result<(&'static Metadata, http::Request<Body>), Error> {
        Ok((GetEndpoints::METADATA, GetEndpoints::new().to_request(base)?))
    }

    fn learn(&self, metadata: &Metadata, answer: &Answer) {
        if ![GetEndpoints::METADATA.name, Authenticate::METADATA.name].contains(&metadata.name) {
            return;
        }
        // An answer that cannot be read is an error of the call that it answers.
        if let Ok(endpoints) = endpoint::read(answer) {
            let places = places(&endpoints);
            if !places.is_empty() {
                *self.0.write().unwrap_or_else(PoisonError::into_inner) = places;
            }
        }
    }

    fn missing(&self, part: &str) -> Error {
        let text = format!(
            "the catalogue of services does not say where `{part}` is; is this Astakos's identity service?"
        );
        Error::new(ErrorKind::NotThisApi, text)
    }
}

/// The addresses of Astakos's own parts.
fn places(endpoints: &Endpoints) -> BTreeMap<&'static str, BaseUrl> {
    let find = |filter: EndpointFilter| {
        let found = endpoints.parse_endpoints(&filter).ok()?;
        found.entries().iter().flat_map(|entry| &entry.endpoints).next().cloned()
    };
    let account = find(EndpointFilter::new().name("astakos_account").version_id("v1.0"));
    let oauth2 = find(EndpointFilter::new().name("astakos_oauth2"));
    let addresses = [
        ("account", account.as_ref().map(|endpoint| endpoint.public_url.clone())),
        ("ui", account.as_ref().and_then(|endpoint| endpoint.ui_url.value().cloned())),
        ("oauth2", oauth2.map(|endpoint| endpoint.public_url)),
    ];
    addresses.into_iter().filter_map(|(part, url)| Some((part, url?.parse().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(endpoints: &str) -> Answer {
        http::Response::new(format!(r#"{{"access": {{"serviceCatalog": {endpoints}}}}}"#).into())
    }

    const CATALOGUE: &str = r#"[
        {"name": "astakos_account", "type": "account", "endpoints": [
            {"publicURL": "https://other/v2", "versionId": "v2.0"},
            {"publicURL": "https://h/astakos/account/v1.0/", "versionId": "v1.0", "SNF:uiURL": "https://h/ui"}]},
        {"name": "astakos_oauth2", "endpoints": [{"publicURL": "https://h/oauth2", "versionId": ""}]},
        {"name": "pithos", "endpoints": [{"publicURL": "not an address"}]}]"#;

    #[test]
    fn the_parts_are_found_by_name_and_version() {
        let catalogue = Catalogue::new();
        assert_eq!(catalogue.base("account"), None);
        catalogue.learn(GetEndpoints::METADATA, &answer(CATALOGUE));
        let base = |part| catalogue.base(part).map(|base| base.to_string());
        assert_eq!(base("account").as_deref(), Some("https://h/astakos/account/v1.0/"));
        assert_eq!(base("ui").as_deref(), Some("https://h/ui/"));
        assert_eq!(base("oauth2").as_deref(), Some("https://h/oauth2/"));
        assert_eq!(base("pithos"), None);
    }

    #[test]
    fn an_answer_without_the_account_does_not_make_it_forget() {
        let catalogue = Catalogue::new();
        catalogue.learn(Authenticate::METADATA, &answer(CATALOGUE));
        for useless in ["[]", "5", r#"[{"name": "astakos_account"}]"#] {
            catalogue.learn(GetEndpoints::METADATA, &answer(useless));
        }
        catalogue.learn(super::super::GetQuotas::METADATA, &answer(r"[]"));
        assert!(catalogue.base("account").is_some());
    }
}
