use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Provision;
use crate::Value;
use crate::open_enum::open_enum;

open_enum! {
    /// The server's name for a refusal. Each name has a status of its own.
    pub enum FaultName {
        /// 400: the request is malformed, or the path unknown.
        BadRequest = "badRequest",
        /// 401: the token is missing, wrong or expired.
        Unauthorized = "unauthorized",
        /// 403: the caller may not do this.
        Forbidden = "forbidden",
        /// 404: it does not exist.
        ItemNotFound = "itemNotFound",
        /// 405: the path does not take this method.
        NotAllowed = "notAllowed",
        /// 409: it does not fit the present state.
        Conflict = "conflict",
        /// 413: a quota does not allow it.
        OverLimit = "overLimit",
        /// 500: the server has failed.
        InternalServerError = "internalServerError",
        /// 503: the server is unavailable for now.
        ServiceUnavailable = "serviceUnavailable",
    }
}

open_enum! {
    /// The server's name for the reason why a quantity cannot be charged.
    pub enum QuotaErrorName {
        /// The quantity would go beyond the limit.
        NoCapacity = "NoCapacityError",
        /// The quantity would go below zero.
        NoQuantity = "NoQuantityError",
        /// The holder has no quota of this resource from this source.
        NoHolding = "NoHoldingError",
    }
}

/// A refusal: on the wire an object with the name as its only key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// The kind of refusal.
    pub name: FaultName,
    /// The HTTP status of the name.
    pub code: u16,
    /// The reason, for people.
    pub message: String,
    /// Details, such as a traceback if the server is configured to show them; may be empty.
    pub details: Option<String>,
    /// The provision that could not be made, as the server sends it.
    pub data: Option<Value>,
}

/// Why a quantity cannot be charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct QuotaFault {
    /// The kind of refusal.
    pub name: QuotaErrorName,
    /// The provision that could not be made.
    pub provision: Provision,
    /// The limit as the server sends it: 0 for [`NoQuantity`](QuotaErrorName::NoQuantity), and nothing that
    /// counts for [`NoHolding`](QuotaErrorName::NoHolding).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// The usage as the server sends it: with pending quantities for
    /// [`NoCapacity`](QuotaErrorName::NoCapacity), without them for
    /// [`NoQuantity`](QuotaErrorName::NoQuantity).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<i64>,
}

impl QuotaFault {
    /// How much could still be charged, at least 0; `None` if the reason is another one than a lack of
    /// capacity.
    pub fn available(&self) -> Option<i64> {
        if self.name != QuotaErrorName::NoCapacity {
            return None;
        }
        Some(self.limit?.saturating_sub(self.usage?).max(0))
    }

    /// How much could be released; `None` if the reason is another one than a release of too much.
    pub fn releasable(&self) -> Option<i64> {
        self.usage.filter(|_| self.name == QuotaErrorName::NoQuantity)
    }

    /// How much was asked for; negative for a release.
    pub fn requested(&self) -> i64 {
        self.provision.quantity
    }
}

impl Fault {
    /// The refused quantity, if the fault is about a quota.
    pub fn quota(&self) -> Option<QuotaFault> {
        serde_json::from_value(self.data.clone()?).ok()
    }
}

/// The value under the name.
#[derive(Serialize, Deserialize)]
struct Content {
    #[serde(default)]
    code: u16,
    #[serde(default)]
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { name, code, message, details, data } = self.clone();
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(&name, &Content { code, message, details, data })?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Fault;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a fault: an object with its name as the only key")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Fault, A::Error> {
                let wrong = |what| serde::de::Error::invalid_value(what, &self);
                let Some((name, content)) = map.next_entry::<FaultName, Content>()? else {
                    return Err(wrong(serde::de::Unexpected::Map));
                };
                if map.next_key::<String>()?.is_some() {
                    return Err(wrong(serde::de::Unexpected::Map));
                }
                let Content { code, message, details, data } = content;
                Ok(Fault { name, code, message, details, data })
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_read_and_written_as_an_object_with_one_key() {
        for text in [
            r#"{"badRequest":{"code":400,"message":"no","details":""}}"#,
            r#"{"somethingNew":{"code":418,"message":""}}"#,
        ] {
            let fault: Fault = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&fault).unwrap(), text);
            assert_eq!(fault.quota(), None);
        }
        for wrong in ["{}", "[]", r#"{"a": 1}"#, r#"{"a": {}, "b": {}}"#] {
            assert!(serde_json::from_str::<Fault>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_quota_fault_has_its_fields() {
        let text = r#"{"overLimit": {"message": "There is not enough capacity", "code": 413, "data": {
            "provision": {"holder": "user:u", "source": null, "resource": "cyclades.vm", "quantity": 3},
            "name": "NoCapacityError", "limit": 7, "usage": 5}}}"#;
        let fault: Fault = serde_json::from_str(text).unwrap();
        let quota = fault.quota().unwrap();
        assert_eq!(quota.name, QuotaErrorName::NoCapacity);
        assert_eq!((quota.limit, quota.usage), (Some(7), Some(5)));
        assert_eq!((quota.available(), quota.requested()), (Some(2), 3));
        assert_eq!(quota.provision.resource, "cyclades.vm");
    }

    #[test]
    fn what_is_free_and_what_can_be_released_is_said_only_where_it_is_the_reason() {
        // (reason, limit, usage, free, releasable)
        for (name, limit, usage, free, releasable) in [
            ("NoCapacityError", Some(7), Some(5), Some(2), None),
            // The limit was lowered below the usage.
            ("NoCapacityError", Some(0), Some(5), Some(0), None),
            ("NoQuantityError", Some(0), Some(5), None, Some(5)),
            // Servers send what an earlier provision left in these fields.
            ("NoHoldingError", Some(9), Some(0), None, None),
            ("NoHoldingError", None, None, None, None),
            ("NewError", Some(9), Some(0), None, None),
        ] {
            let provision = Provision {
                holder: "user:u".into(),
                source: Some("project:p".into()),
                resource: "r".into(),
                quantity: 1,
            };
            let quota = QuotaFault { name: name.into(), provision, limit, usage };
            assert_eq!((quota.available(), quota.releasable()), (free, releasable), "{quota:?}");
        }
    }
}
