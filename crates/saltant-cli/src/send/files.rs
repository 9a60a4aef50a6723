//! Arguments that take a file: `@FILE`, or `@-` for standard input.

use std::collections::BTreeMap;
use std::path::Path;

use saltant::Body;
use saltant::core::types::schema::Schema;
use serde_json::{Value, json};

use crate::exit::Failure;
use crate::stdin;

/// The bodies that stand for texts in the arguments, by the text.
pub(crate) type Bodies = BTreeMap<String, Body>;

/// The value of an argument that `@FILE` is given for, if the argument takes a file.
///
/// A file that needs a name gets that of the file.
pub(super) fn value(schema: &Schema, text: &str) -> Option<Value> {
    let path = text.strip_prefix('@')?;
    match schema.without_null() {
        Schema::File => Some(text.into()),
        Schema::Record(fields) => {
            let content = fields.iter().find(|field| *field.schema.without_null() == Schema::File)?;
            let named = fields.iter().find(|field| field.name == "name")?;
            let name =
                if path == "-" { "stdin".into() } else { Path::new(path).file_name()?.to_string_lossy() };
            Some(json!({content.name: text, named.name: name}))
        }
        _ => None,
    }
}

/// Opens the file that `@FILE` names. It is read while it is sent; standard input is read now.
pub(super) async fn open(bodies: &mut Bodies, text: &str) -> Result<(), Failure> {
    let Some(path) = text.strip_prefix('@') else { return Ok(()) };
    if bodies.contains_key(text) {
        return Ok(());
    }
    bodies.insert(text.to_owned(), body(path).await?);
    Ok(())
}

/// The content of a file, or of standard input for `-`.
pub(crate) async fn body(path: &str) -> Result<Body, Failure> {
    if path == "-" {
        return Ok(Body::from(stdin::bytes("@-")?));
    }
    saltant::file_body(path).await.map_err(|error| Failure::usage(error.to_string()))
}
