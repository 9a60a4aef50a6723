//! The methods that give a field a value.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use crate::field::{Field, Shape};

/// The argument of a setter, and the value that the field gets from `value`. `None` where the field has to
/// be given to `new`.
pub(crate) fn setter(field: &Field<'_>) -> Option<(TokenStream, TokenStream)> {
    let into_list =
        |item: &Type| quote!(impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>>);
    let collected = quote!(value.into_iter().map(::core::convert::Into::into).collect());
    Some(match field.shape {
        Shape::Required | Shape::RequiredVec(_) => return None,
        Shape::Option(inner) if is_plain(inner) => {
            (quote!(#inner), quote!(::core::option::Option::Some(value)))
        }
        Shape::Option(inner) => {
            (quote!(impl ::core::convert::Into<#inner>), quote!(::core::option::Option::Some(value.into())))
        }
        Shape::OptionVec(item) => (into_list(item), quote!(::core::option::Option::Some(#collected))),
        Shape::Vec(item) => (into_list(item), collected),
        Shape::Flag => (quote!(bool), quote!(value)),
        Shape::Settable | Shape::Group => {
            let ty = field.ty;
            (quote!(impl ::core::convert::Into<#ty>), quote!(value.into()))
        }
    })
}

/// The argument of `new` for a field that has to be given, and its value.
pub(crate) fn required(field: &Field<'_>) -> Option<(TokenStream, TokenStream)> {
    let (ident, ty) = (field.ident, field.ty);
    match field.shape {
        Shape::RequiredVec(item) => Some((
            quote!(#ident: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>>),
            quote!(#ident.into_iter().map(::core::convert::Into::into).collect()),
        )),
        Shape::Required if is_plain(ty) => Some((quote!(#ident: #ty), quote!(#ident))),
        Shape::Required => Some((quote!(#ident: impl ::core::convert::Into<#ty>), quote!(#ident.into()))),
        _ => None,
    }
}

/// Whether a type is a number or a flag. These are taken as they are, so that a literal needs no suffix.
pub(crate) fn is_plain(ty: &Type) -> bool {
    const PLAIN: [&str; 13] =
        ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "f32", "f64", "bool"];
    matches!(ty, Type::Path(path) if PLAIN.iter().any(|word| path.path.is_ident(word)))
}
