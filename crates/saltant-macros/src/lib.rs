//! `derive(Operation)`: describes a request once. The crate `saltant-core` re-exports it and documents it.

mod describe;
mod expand;
mod field;
mod parse;
mod syntax;

use proc_macro::TokenStream;

/// Implements `saltant_core::Operation` for a struct whose fields say where they go.
///
/// See `saltant_core::Operation` for the attributes.
#[proc_macro_derive(Operation, attributes(operation, segment, query, json, body, form, header, custom))]
pub fn derive_operation(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    let expanded = parse::Declaration::parse(&input).map(|declaration| expand::expand(&declaration));
    expanded.unwrap_or_else(syn::Error::into_compile_error).into()
}
