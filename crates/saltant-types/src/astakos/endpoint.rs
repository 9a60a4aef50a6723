use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Map, Settable, Value};

/// The services of a cloud and their addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Endpoints(Vec<CatalogEntry>);

/// A service of a cloud.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CatalogEntry {
    /// The service's name, such as `cyclades_compute`.
    #[serde(default)]
    pub name: String,
    /// The service's type, such as `compute`.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// Links; always empty so far.
    #[serde(default)]
    pub endpoints_links: Vec<Value>,
    /// The service's addresses, one per version and region.
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
}

/// An address of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Endpoint {
    /// The address of the API.
    #[serde(rename = "publicURL", default)]
    pub public_url: String,
    /// The version of the API; may be empty.
    #[serde(rename = "versionId", default)]
    pub version_id: String,
    /// The region; older servers have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The address of the service's web pages: null for a service without such pages.
    #[serde(rename = "SNF:uiURL", default, skip_serializing_if = "Settable::is_unset")]
    pub ui_url: Settable<String>,
    /// The address of the login by browser.
    #[serde(rename = "SNF:webloginURL", default, skip_serializing_if = "Option::is_none")]
    pub weblogin_url: Option<String>,
    /// Further keys: administrators may add to those of an endpoint.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Which endpoint is meant: all that is set has to match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointFilter {
    /// The service's name.
    pub name: Option<String>,
    /// The service's type.
    pub kind: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The version of the API.
    pub version_id: Option<String>,
}

impl EndpointFilter {
    /// A filter that everything passes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the service's name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the service's type.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Sets the region. An endpoint without a region does not match.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the version of the API.
    #[must_use]
    pub fn version_id(mut self, version: impl Into<String>) -> Self {
        self.version_id = Some(version.into());
        self
    }

    fn fits_entry(&self, entry: &CatalogEntry) -> bool {
        is(self.name.as_deref(), &entry.name) && is(self.kind.as_deref(), &entry.kind)
    }

    fn fits(&self, endpoint: &Endpoint) -> bool {
        let region = self.region.is_none() || self.region == endpoint.region;
        region && is(self.version_id.as_deref(), &endpoint.version_id)
    }

    fn is_about_endpoints(&self) -> bool {
        self.region.is_some() || self.version_id.is_some()
    }
}

fn is(wanted: Option<&str>, found: &str) -> bool {
    wanted.is_none_or(|wanted| wanted == found)
}

impl Endpoints {
    /// The services, in the server's order.
    pub fn entries(&self) -> &[CatalogEntry] {
        &self.0
    }

    /// The services that match, each with only the endpoints that match. That nothing matches is an error.
    ///
    /// ```
    /// use saltant_types::astakos::{EndpointFilter, Endpoints};
    ///
    /// let endpoints: Endpoints = serde_json::from_str(
    ///     r#"[{"name": "cyclades_compute", "type": "compute", "endpoints": [
    ///         {"publicURL": "https://example.org/compute/v2.0", "versionId": "v2.0"}]}]"#,
    /// )?;
    /// let compute = endpoints.parse_endpoints(&EndpointFilter::new().kind("compute"))?;
    /// assert_eq!(compute.entries()[0].endpoints[0].public_url, "https://example.org/compute/v2.0");
    /// let error = endpoints.parse_endpoints(&EndpointFilter::new().kind("image")).unwrap_err();
    /// assert_eq!(error.to_string(), "no endpoint matches type = image");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse_endpoints(&self, filter: &EndpointFilter) -> Result<Self, NoEndpoints> {
        let entries = self.0.iter().filter(|entry| filter.fits_entry(entry)).filter_map(|entry| {
            let endpoints: Vec<_> = entry.endpoints.iter().filter(|e| filter.fits(e)).cloned().collect();
            // A service without endpoints is dropped only if the filter is about endpoints.
            let kept = !endpoints.is_empty() || !filter.is_about_endpoints();
            kept.then(|| CatalogEntry {
                name: entry.name.clone(),
                kind: entry.kind.clone(),
                endpoints_links: entry.endpoints_links.clone(),
                endpoints,
            })
        });
        let found: Vec<_> = entries.collect();
        if found.is_empty() { Err(NoEndpoints(filter.clone())) } else { Ok(Self(found)) }
    }
}

/// No endpoint of a catalogue matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoEndpoints(EndpointFilter);

impl NoEndpoints {
    /// The filter that nothing matches.
    pub fn filter(&self) -> &EndpointFilter {
        &self.0
    }
}

impl fmt::Display for NoEndpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let EndpointFilter { name, kind, region, version_id } = &self.0;
        let criteria = [("name", name), ("type", kind), ("region", region), ("version", version_id)];
        let set = criteria.iter().filter_map(|(word, value)| Some(format!("{word} = {}", value.as_ref()?)));
        let set: Vec<_> = set.collect();
        if set.is_empty() {
            return f.write_str("the catalogue has no endpoint");
        }
        write!(f, "no endpoint matches {}", set.join(", "))
    }
}

impl std::error::Error for NoEndpoints {}
