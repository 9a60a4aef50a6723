//! Things with a name that are taken where they are and created where they are not.

use std::fmt;

use saltant_core::{Error, Operation};
use saltant_http::Client;
use serde::Serialize;
use serde_json::{Map, Value};

/// A thing with a name that is there now: created, or found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ensured<T> {
    /// The thing as the server has it.
    pub value: T,
    /// Whether this call has created it. If a create's outcome stayed unknown and the thing is there, it is false.
    pub is_new: bool,
    /// Where the thing that was found is not as it was asked for. Nothing is changed.
    pub differences: Vec<Difference>,
}

/// A field of a thing that is not as it was asked for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The field of the thing.
    pub field: String,
    /// What was asked for.
    pub asked: Value,
    /// What is there.
    pub there: Value,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: asked for {}, there is {}", self.field, self.asked, self.there)
    }
}

/// Finds a thing, or creates it. If somebody else creates it in the same moment, theirs is taken.
///
/// `renamed` has the arguments of the create that the thing itself has under another name.
pub(crate) async fn ensure<O, F>(
    client: &Client,
    create: O,
    renamed: &[(&str, &str)],
    find: impl Fn() -> F,
) -> Result<Ensured<O::Output>, Error>
where
    O: Operation,
    O::Output: Serialize,
    F: Future<Output = Result<Option<O::Output>, Error>>,
{
    let request = create.to_request(client.base_url())?;
    let body = request.body().as_bytes().map_or(&[][..], |bytes| bytes);
    let asked: Map<String, Value> = serde_json::from_slice(body).unwrap_or_default();
    let found = |value: O::Output| {
        let differences = differences(asked.clone(), &value, renamed);
        Ensured { value, is_new: false, differences }
    };
    if let Some(value) = find().await? {
        return Ok(found(value));
    }
    let error = match client.call(create).await {
        Ok(value) => return Ok(Ensured { value, is_new: true, differences: Vec::new() }),
        Err(error) => error,
    };
    // The refusal may mean that it has been created meanwhile; a lost answer, that this call has created it.
    let may_be_there = error.may_have_happened() || error.is_invalid() || error.is_conflict();
    if may_be_there && let Ok(Some(value)) = find().await {
        return Ok(found(value));
    }
    Err(error)
}

/// Nothing was found.
#[cfg(feature = "saltant")]
pub(crate) fn if_there<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(error) if error.kind() == saltant_core::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

fn differences(
    asked: Map<String, Value>,
    there: &impl Serialize,
    renamed: &[(&str, &str)],
) -> Vec<Difference> {
    let Ok(Value::Object(there)) = serde_json::to_value(there) else { return Vec::new() };
    let compare = |(name, asked): (String, Value)| {
        let own = renamed.iter().find(|(argument, _)| *argument == name).map(|(_, own)| (*own).to_owned());
        let field = own.unwrap_or(name);
        let there = there.get(&field)?.clone();
        (!is_same(&asked, &there)).then_some(Difference { field, asked, there })
    };
    asked.into_iter().filter_map(compare).collect()
}

/// The order of a list of ids or names says nothing.
fn is_same(asked: &Value, there: &Value) -> bool {
    let sorted = |items: &[Value]| {
        let mut items: Vec<_> = items.iter().map(Value::to_string).collect();
        items.sort_unstable();
        items
    };
    match (asked, there) {
        (Value::Array(asked), Value::Array(there)) => sorted(asked) == sorted(there),
        _ => asked == there,
    }
}
