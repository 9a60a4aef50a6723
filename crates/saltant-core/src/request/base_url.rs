use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use http::Uri;
use http::uri::{self, Authority, Scheme};

/// The base address of a service's API: scheme, host and a path prefix that always ends with a slash.
///
/// ```
/// use saltant_core::BaseUrl;
///
/// let base: BaseUrl = "https://example.org/saltant/api".parse()?;
/// assert_eq!(base.as_str(), "https://example.org/saltant/api/");
/// assert!("ftp://example.org/".parse::<BaseUrl>().is_err());
/// # Ok::<(), saltant_core::InvalidBaseUrl>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    text: String,
    scheme: Scheme,
    authority: Authority,
}

impl BaseUrl {
    /// The whole address, with its last slash.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path prefix, with its first and its last slash.
    pub fn path(&self) -> &str {
        let origin = self.scheme.as_str().len() + "://".len() + self.authority.as_str().len();
        self.text.get(origin..).unwrap_or("/")
    }

    /// Scheme, host and port, for addresses of the same origin.
    pub(crate) fn parts(&self) -> uri::Parts {
        let mut parts = uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts
    }

    /// Scheme, host and port: `https://example.org`.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Whether an address has the same scheme, host and port, so that it may get the credential.
    pub fn is_origin_of(&self, uri: &Uri) -> bool {
        let port = |scheme: &Scheme, authority: &Authority| {
            authority.port_u16().unwrap_or(if *scheme == Scheme::HTTPS { 443 } else { 80 })
        };
        match (uri.scheme(), uri.authority()) {
            // Most addresses are written like this one.
            (Some(scheme), Some(authority)) if authority.as_str() == self.authority.as_str() => {
                *scheme == self.scheme
            }
            (Some(scheme), Some(authority)) => {
                *scheme == self.scheme
                    && authority.host().eq_ignore_ascii_case(self.authority.host())
                    && port(scheme, authority) == port(&self.scheme, &self.authority)
                    && !authority.as_str().contains('@')
            }
            _ => false,
        }
    }

    /// Whether requests go unencrypted to another machine, so that a credential could be read on the way.
    pub fn is_exposed(&self) -> bool {
        self.scheme == Scheme::HTTP && !self.is_loopback()
    }

    /// Whether it is this machine's: see [`is_loopback`].
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.authority.host())
    }
}

/// Whether a host of an address is this machine itself: `localhost` or a loopback address.
///
/// What goes there never leaves the machine, so it needs no encryption and must not go through a proxy.
///
/// ```
/// use saltant_core::is_loopback;
///
/// assert!(is_loopback("localhost") && is_loopback("127.8.9.1") && is_loopback("[::1]"));
/// assert!(is_loopback("127.1") && is_loopback("0x7f.1") && is_loopback("2130706433"));
/// assert!(!is_loopback("localhost.example.org") && !is_loopback("0.0.0.0") && !is_loopback("1.127"));
/// ```
pub fn is_loopback(host: &str) -> bool {
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    host.eq_ignore_ascii_case("localhost")
        || ip.or_else(|| short_ip(host)).is_some_and(|ip| ip.to_canonical().is_loopback())
}

/// An IPv4 address as libraries read it too: `127.1`, `0x7f000001`, `017700000001`.
fn short_ip(host: &str) -> Option<IpAddr> {
    let number = |text: &str| match text.strip_prefix(['0']) {
        Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok(),
        Some(octal) if !octal.is_empty() => u32::from_str_radix(octal, 8).ok(),
        _ => text.parse().ok(),
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    if !host.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let numbers = host.split('.').map(number).collect::<Option<Vec<u32>>>()?;
    let (last, first) = numbers.split_last()?;
    let first = first.iter().map(|number| u8::try_from(*number).ok()).collect::<Option<Vec<u8>>>()?;
    // The last number fills the rest of the address.
    let rest = 4_u32.checked_sub(u32::try_from(first.len()).ok()?).filter(|rest| *rest > 0)?;
    if u64::from(*last) >> (8 * rest) != 0 {
        return None;
    }
    let begin = first.iter().enumerate().map(|(at, byte)| u32::from(*byte) << (24 - 8 * at)).sum::<u32>();
    Some(IpAddr::V4(Ipv4Addr::from(begin | last)))
}

/// Why an address cannot be the base of an API. The address itself is left out: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidBaseUrl(String);

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a base URL: {}", self.0)
    }
}

impl std::error::Error for InvalidBaseUrl {}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = |why: &str| Err(InvalidBaseUrl(why.to_owned()));
        let text = text.trim();
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        if !(lower.starts_with("http://") || lower.starts_with("https://")) {
            return refuse("it has to start with https:// or http://");
        }
        if text.contains(['?', '#']) {
            return refuse("it must not have a query or a fragment");
        }
        let uri: Uri = text.parse().map_err(|e| InvalidBaseUrl(format!("{e}")))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return refuse("it has no host");
        };
        if authority.as_str().contains('@') {
            return refuse("it must not hold a user name or password");
        }
        if authority.host().is_empty() {
            return refuse("it has no host");
        }
        let path = parts.path_and_query.as_ref().map_or("/", |path| path.path());
        let slash = if path.ends_with('/') { "" } else { "/" };
        Ok(Self { text: format!("{scheme}://{authority}{path}{slash}"), scheme, authority })
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> BaseUrl {
        text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn a_base_url_ends_with_a_slash_however_it_is_written() {
        for (given, meant) in [
            ("https://h/api/", "https://h/api/"),
            ("https://h/api", "https://h/api/"),
            ("HTTPS://h", "https://h/"),
            (" http://h:8000/pre/fix/api ", "http://h:8000/pre/fix/api/"),
            ("http://[::1]:80/api", "http://[::1]:80/api/"),
        ] {
            assert_eq!(base(given).as_str(), meant);
        }
        assert_eq!(base("https://h/pre/api").path(), "/pre/api/");
        assert_eq!(base("https://h").path(), "/");
        assert_eq!(format!("{:?}", base("https://h")), "BaseUrl(https://h/)");
    }

    #[test]
    fn what_cannot_be_a_base_url_is_refused_without_repeating_it() {
        for bad in
            ["", "h/api", "ftp://h/", "https://", "https://u:canary@h/", "https://h/?a=1", "https://h/#a"]
        {
            let error = bad.parse::<BaseUrl>().unwrap_err().to_string();
            assert!(error.starts_with("not a base URL: "), "{bad}: {error}");
            assert!(!error.contains("canary"), "{error}");
        }
    }

    #[test]
    fn a6_the_origin_is_scheme_host_and_port() {
        let base = base("https://Example.org/api/");
        let same = |text: &str| base.is_origin_of(&text.parse().unwrap());
        assert!(same("https://example.org/other"));
        assert!(same("https://EXAMPLE.org:443/"));
        assert!(!same("http://example.org/"));
        assert!(!same("https://example.org:8443/"));
        assert!(!same("https://example.org.evil.test/"));
        assert!(!same("https://example.org@evil.test/"));
        assert!(!same("https://u@example.org/"));
        assert!(!same("/relative"));
    }

    #[test]
    fn a6_only_clear_text_to_another_machine_is_exposed() {
        assert!(base("http://example.org/").is_exposed());
        assert!(base("http://127.0.0.1.evil.test/").is_exposed());
        for safe in [
            "https://example.org/",
            "http://localhost:8000/",
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert!(!base(safe).is_exposed(), "{safe}");
        }
    }

    #[test]
    fn a6_loopback_is_recognized_in_every_way_to_write_an_address() {
        for own in
            ["LocalHost", "127.1", "127.0.1", "0x7f.1", "0X7F000001", "0177.1", "017700000001", "2130706433"]
        {
            assert!(is_loopback(own), "{own}");
        }
        assert!(is_loopback("127.0.0.1.") && is_loopback("127.255.255.255") && is_loopback("127.16777215"));
        for other in [
            "",
            ".",
            "0",
            "0.0.0.0",
            "1.127",
            "128.1",
            "0x80.1",
            "127.0.0.256",
            "127.16777216",
            "127.0.0.0.0",
            "127.0.0.0.1",
            "256.0.0.1",
            "0x",
            "08.1",
            "localhost.example.org",
        ] {
            assert!(!is_loopback(other), "{other}");
        }
    }
}
