use std::marker::PhantomData;

use saltant_types::Value;

use super::Vantage6;
use crate::{Answer, Effect, EncodeError, Encoder, Facts, Method, Operation, ReadError, decode};

/// A request of any method to any path, for what has no operation of its own. Its answer is JSON.
#[derive(Clone, Debug)]
pub struct Request<V: Verb> {
    /// The path below the base URL; slashes stay, everything else is encoded.
    pub endpoint: String,
    /// The query parameters, in order; a name may come several times.
    pub params: Vec<(String, String)>,
    /// The JSON body.
    pub json: Option<Value>,
    verb: PhantomData<fn(V)>,
}

/// An HTTP method, as a type.
pub trait Verb: Clone + std::fmt::Debug + Send + Sync + 'static {
    /// The method.
    const METHOD: Method;
}

/// The HTTP methods, as types.
pub mod verb {
    use super::{Method, Verb};

    macro_rules! verbs {
        ($( $(#[$meta:meta])* $name:ident; )+) => { $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl Verb for $name {
                const METHOD: Method = Method::$name;
            }
        )+ };
    }

    verbs! {
        /// Reads.
        Get;
        /// Reads the head alone.
        Head;
        /// Creates, or acts.
        Post;
        /// Replaces.
        Put;
        /// Changes a part.
        Patch;
        /// Removes.
        Delete;
    }
}

impl<V: Verb> Request<V> {
    /// A request to a path.
    pub fn new(endpoint: impl Into<String>) -> Self {
        Self { endpoint: endpoint.into(), params: Vec::new(), json: None, verb: PhantomData }
    }
}

impl<V: Verb> Operation for Request<V> {
    type Output = Value;

    const FACTS: &'static Facts = &facts(V::METHOD);

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        request.path_tail("endpoint", &self.endpoint)?;
        for (name, value) in &self.params {
            request.query(name, value);
        }
        match &self.json {
            Some(value) => request.json_body("json", value),
            None => Ok(()),
        }
    }

    fn decode(&self, answer: &Answer) -> Result<Value, ReadError> {
        if answer.body().is_empty() {
            return Ok(Value::Null);
        }
        decode::json(answer)
    }
}

const fn facts(method: Method) -> Facts {
    let facts = Facts::new::<Vantage6>("vantage6.request", method, "{endpoint}");
    // Nothing is known about what is removed, and ids may be given anew.
    if matches!(method, Method::Delete) { facts.effect(Effect::Once) } else { facts }
}
