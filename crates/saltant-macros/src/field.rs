//! A field of an operation, and what its attributes say.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Expr, Ident, LitStr, Meta, Result, Type};

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
    pub(crate) options: Options,
}

/// What a field's attribute says besides its place.
#[derive(Default)]
pub(crate) struct Options {
    /// The name on the wire.
    wire: Option<String>,
    /// What a flag sends when it is true.
    pub(crate) when_true: Option<LitStr>,
    /// Whether a `bool` is sent as 1 or 0.
    pub(crate) as_number: bool,
    /// Writes a value that is several parameters.
    pub(crate) with: Option<syn::Path>,
    /// The page to begin with when all items are wanted.
    pub(crate) all: Option<syn::Path>,
    /// Whether a map of further fields takes every argument that has no field of its own.
    pub(crate) rest: bool,
    /// Whether a list in the query has to be given.
    required: bool,
    /// Whether a `bool` may be left out.
    flag: bool,
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
    /// Arguments that operations share.
    Fields,
    /// The arguments that say which page of a list is meant.
    Page,
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
    /// Several values in one field: nothing is sent when it is the default.
    Group,
    /// A `bool` that is sent only when it is true, or that a function writes.
    Flag,
}

impl Field<'_> {
    /// The name on the wire as an alias, where it is not the field's.
    pub(crate) fn alias(&self) -> Option<TokenStream> {
        let wire = &self.wire;
        (self.ident.unraw() != wire.as_str()).then(|| quote!(#[doc(alias = #wire)]))
    }

    pub(crate) fn is_required(&self) -> bool {
        matches!(self.shape, Shape::Required | Shape::RequiredVec(_))
    }
}

impl<'a> Field<'a> {
    pub(crate) fn parse(field: &'a syn::Field) -> Result<Self> {
        const WORDS: [&str; 9] =
            ["segment", "query", "json", "body", "form", "header", "fields", "page", "custom"];
        let Some(ident) = &field.ident else {
            return Err(Error::new(
                field.span(),
                "an operation's fields have names: they are its arguments'",
            ));
        };
        let is_place = |a: &&Attribute| WORDS.iter().any(|word| a.path().is_ident(word));
        let mut places = field.attrs.iter().filter(is_place);
        let Some(attribute) = places.next() else {
            let text = "say where this field goes: #[segment], #[query], #[json], #[body], #[form], #[header = \"…\"], #[fields], #[page] or #[custom]";
            return Err(Error::new(ident.span(), text));
        };
        if let Some(second) = places.next() {
            return Err(Error::new(second.span(), "a field goes to one place"));
        }
        let doc = doc_text(&field.attrs);
        let (place, options) = parse_place(attribute)?;
        if doc.is_empty() && !matches!(place, Place::Fields | Place::Page) {
            return Err(Error::new(ident.span(), "an argument needs a doc comment: it is its manual"));
        }
        let wire = options.wire.clone();
        if place == Place::Header && wire.is_none() {
            return Err(Error::new(attribute.span(), "a header needs a name: #[header = \"X-Name\"]"));
        }
        let is_flag = options.flag || options.when_true.is_some();
        let shape = match shape(&field.ty, place) {
            _ if is_flag => Shape::Flag,
            Shape::Vec(item) if options.required => Shape::RequiredVec(item),
            shape => shape,
        };
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
            wire: wire.unwrap_or_else(|| ident.unraw().to_string()),
            shape,
            options,
        })
    }
}

fn parse_place(attribute: &Attribute) -> Result<(Place, Options)> {
    let word = attribute.path().require_ident()?.to_string();
    let mut place = match word.as_str() {
        "segment" => Place::Path,
        "query" => Place::Query,
        "json" => Place::Json,
        "body" => Place::Body,
        "form" => Place::Form,
        "fields" => Place::Fields,
        "page" => Place::Page,
        "custom" => Place::Custom,
        _ => Place::Header,
    };
    let mut options = Options::default();
    match &attribute.meta {
        Meta::Path(_) => {}
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => options.wire = Some(text.value()),
            other => return Err(Error::new(other.span(), "the name on the wire is a string")),
        },
        Meta::List(list) => list.parse_nested_meta(|meta| {
            let option = meta.path.require_ident()?.to_string();
            match (place, option.as_str()) {
                (Place::Path, "tail") => place = Place::PathTail,
                (Place::Path, "secret") => place = Place::PathSecret,
                (Place::Query, "flatten") => place = Place::QueryGroup,
                (Place::Json, "flatten") => place = Place::JsonGroup,
                (Place::Json, "rest") => {
                    place = Place::JsonGroup;
                    options.rest = true;
                }
                (Place::Custom, "flag") => options.flag = true,
                (Place::Query, "required") => options.required = true,
                (Place::Query, "as_number") => options.as_number = true,
                (Place::Query, "with") => options.with = Some(meta.value()?.parse()?),
                (Place::Query, "when_true") => options.when_true = Some(meta.value()?.parse()?),
                (Place::Query | Place::Json, "name") => {
                    options.wire = Some(meta.value()?.parse::<LitStr>()?.value());
                }
                (Place::Page, "all") => options.all = Some(meta.value()?.parse()?),
                _ => return Err(meta.error(format!("#[{word}] does not know this word"))),
            }
            Ok(())
        })?,
    }
    Ok((place, options))
}

fn shape(ty: &Type, place: Place) -> Shape<'_> {
    if matches!(place, Place::QueryGroup | Place::JsonGroup | Place::Fields | Place::Page) {
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
