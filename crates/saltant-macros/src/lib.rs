//! The derives of saltant's crates: `Operation` describes a request once, `Fields` describes arguments that
//! operations share, `HasSchema` says what a type looks like as JSON. `saltant-core` and `saltant-types`
//! re-export and document them.

mod answer;
mod calls;
mod describe;
mod expand;
mod field;
mod fields;
mod paged;
mod parse;
mod schema;
mod setters;
mod syntax;

use proc_macro::TokenStream;
use quote::quote;

/// Implements `saltant_core::Operation` for a struct whose fields say where they go.
///
/// See `saltant_core::Operation` for the attributes.
#[proc_macro_derive(
    Operation,
    attributes(operation, segment, query, json, body, form, header, fields, page, custom)
)]
pub fn derive_operation(input: TokenStream) -> TokenStream {
    operation(input, &expand::Home { root: quote!(::saltant_core), in_catalog: false })
}

/// The same for an operation of the catalog, whose arguments are described too.
#[doc(hidden)]
#[proc_macro_derive(
    CatalogOperation,
    attributes(operation, segment, query, json, body, form, header, fields, page, custom)
)]
pub fn derive_catalog_operation(input: TokenStream) -> TokenStream {
    operation(input, &expand::Home { root: quote!(::saltant_core), in_catalog: true })
}

/// The same for a program that depends on the facade alone.
#[doc(hidden)]
#[proc_macro_derive(
    FacadeOperation,
    attributes(operation, segment, query, json, body, form, header, fields, page, custom)
)]
pub fn derive_facade_operation(input: TokenStream) -> TokenStream {
    operation(input, &expand::Home { root: quote!(::saltant::core), in_catalog: false })
}

fn operation(input: TokenStream, home: &expand::Home) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    let expanded = parse::Declaration::parse(&input).map(|declaration| expand::expand(&declaration, home));
    expanded.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Implements `saltant_core::Fields` for a struct of arguments that operations share.
#[proc_macro_derive(Fields, attributes(query, json, header, form, custom))]
pub fn derive_fields(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    fields::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Implements `saltant_types::schema::HasSchema` for a type that is read and written by serde.
#[proc_macro_derive(HasSchema, attributes(serde, schema))]
pub fn derive_has_schema(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    schema::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares the methods of a handle that pass an operation on, a row each:
///
/// ```text
/// calls! { inmanta, impl<'c> Agents<'c> via self.0.http() {
///     list(ListAgents);                                             // takes the operation
///     act(name: AgentName, action: AgentAction) -> DoAgentAction;   // takes its required arguments
///     /// In a halted environment this is refused.
///     status() -> GetStatus;                                        // takes nothing, and says more
///     halt() -> HaltAgents(self.0.id());                            // gives `new` its own arguments
/// } }
/// ```
///
/// A handle has the lifetime `'c` of its client and is taken by value. For a client, which has no lifetime,
/// the methods take `&self`.
///
/// A method's doc begins with the first paragraph of the operation's, so that no text stands twice. What is
/// said before a row is added to it. The operation is named as it is called below the service's module:
/// `v1::CreateProject`.
#[proc_macro]
pub fn calls(input: TokenStream) -> TokenStream {
    let calls = syn::parse_macro_input!(input as calls::Calls);
    calls::expand(&calls).into()
}
