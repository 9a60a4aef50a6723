//! A field of an operation, and what its attributes say.

use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Expr, Ident, Meta, Result, Type};

use crate::syntax::{doc_text, wrapped};

/// A field and where it goes.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) doc: String,
    pub(crate) docs: Vec<&'a Attribute>,
    pub(crate) place: Place,
    /// The name on the wire.
    pub(crate) wire: String,
    pub(crate) shape: Shape<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    /// A segment that is a secret.
    PathSecret,
    PathTail,
    Query,
    QueryGroup,
    Json,
    /// Fields of the JSON body that have no argument of their own.
    JsonGroup,
    Body,
    Form,
    Header,
    /// Written by the function that `write = …` names.
    Custom,
}

/// Whether and how a field may be left out.
pub(crate) enum Shape<'a> {
    Required,
    /// `Vec<T>` that has to be given.
    RequiredVec(&'a Type),
    /// `Option<T>`
    Option(&'a Type),
    /// `Option<Vec<T>>`
    OptionVec(&'a Type),
    /// `Settable<T>`
    Settable,
    /// `Vec<T>` in a query: nothing is sent when it is empty.
    Vec(&'a Type),
    /// A query group: nothing is sent when it is the default.
    Group,
}

impl Field<'_> {
    pub(crate) fn is_required(&self) -> bool {
        matches!(self.shape, Shape::Required | Shape::RequiredVec(_))
    }
}

impl<'a> Field<'a> {
    pub(crate) fn parse(field: &'a syn::Field) -> Result<Self> {
        const WORDS: [&str; 7] = ["segment", "query", "json", "body", "form", "header", "custom"];
        let Some(ident) = &field.ident else {
            return Err(Error::new(
                field.span(),
                "an operation's fields have names: they are its arguments'",
            ));
        };
        let is_place = |a: &&Attribute| WORDS.iter().any(|word| a.path().is_ident(word));
        let mut places = field.attrs.iter().filter(is_place);
        let Some(attribute) = places.next() else {
            let text = "where does this field go? #[segment], #[query], #[json], #[body], #[form], #[header = \"…\"] or #[custom]";
            return Err(Error::new(ident.span(), text));
        };
        if let Some(second) = places.next() {
            return Err(Error::new(second.span(), "a field goes to one place"));
        }
        let doc = doc_text(&field.attrs);
        if doc.is_empty() {
            return Err(Error::new(ident.span(), "an argument needs a doc comment: it is its manual"));
        }
        let (place, wire) = parse_place(attribute)?;
        let plain = ident.to_string();
        let plain = plain.strip_prefix("r#").unwrap_or(&plain).to_owned();
        if place == Place::Header && wire.is_none() {
            return Err(Error::new(attribute.span(), "a header needs a name: #[header = \"X-Name\"]"));
        }
        let shape = shape(&field.ty, place);
        if place == Place::Path && !matches!(shape, Shape::Required) {
            let text = "a segment cannot be left out: only a tail may be, which then names the root";
            return Err(Error::new(ident.span(), text));
        }
        Ok(Self {
            ident,
            ty: &field.ty,
            doc,
            docs: field.attrs.iter().filter(|a| a.path().is_ident("doc")).collect(),
            place,
            wire: wire.unwrap_or(plain),
            shape,
        })
    }
}

fn parse_place(attribute: &Attribute) -> Result<(Place, Option<String>)> {
    let word = attribute.path().require_ident()?.to_string();
    let place = match word.as_str() {
        "segment" => Place::Path,
        "query" => Place::Query,
        "json" => Place::Json,
        "body" => Place::Body,
        "form" => Place::Form,
        "custom" => Place::Custom,
        _ => Place::Header,
    };
    match &attribute.meta {
        Meta::Path(_) => Ok((place, None)),
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Ok((place, Some(text.value()))),
            other => Err(Error::new(other.span(), "the name on the wire is a string")),
        },
        Meta::List(list) => {
            let option: Ident = list.parse_args()?;
            match (place, option.to_string().as_str()) {
                (Place::Path, "tail") => Ok((Place::PathTail, None)),
                (Place::Path, "secret") => Ok((Place::PathSecret, None)),
                (Place::Query, "flatten") => Ok((Place::QueryGroup, None)),
                (Place::Json, "flatten") => Ok((Place::JsonGroup, None)),
                _ => Err(Error::new(option.span(), format!("#[{word}] does not know this word"))),
            }
        }
    }
}

fn shape(ty: &Type, place: Place) -> Shape<'_> {
    if matches!(place, Place::QueryGroup | Place::JsonGroup) {
        return Shape::Group;
    }
    if let Some(inner) = wrapped(ty, "Option") {
        return wrapped(inner, "Vec").map_or(Shape::Option(inner), Shape::OptionVec);
    }
    if wrapped(ty, "Settable").is_some() {
        return Shape::Settable;
    }
    match (wrapped(ty, "Vec"), place) {
        (Some(item), Place::Query) => Shape::Vec(item),
        (Some(item), _) => Shape::RequiredVec(item),
        (None, _) => Shape::Required,
    }
}
