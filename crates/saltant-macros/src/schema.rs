//! `derive(HasSchema)`: what a type looks like as JSON, by what serde is told about it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Fields, LitStr, Result, Type};

use crate::syntax::{doc_text, wrapped};

/// What `#[serde(…)]` and `#[schema(…)]` say.
#[derive(Default)]
struct Words {
    rename: Option<String>,
    rename_all: Option<String>,
    default: bool,
    flatten: bool,
    transparent: bool,
    skip: bool,
    /// The schema is that of any JSON, or of a text: for what the derive cannot follow.
    instead: Option<TokenStream>,
}

impl Words {
    fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut words = Self::default();
        for attribute in attributes.iter().filter(|a| a.path().is_ident("schema")) {
            let word: syn::Ident = attribute.parse_args()?;
            words.instead = Some(quote!(::saltant_types::schema::Schema::#word));
        }
        for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                let word = meta.path.require_ident()?.to_string();
                let text = |meta: &syn::meta::ParseNestedMeta<'_>| {
                    if meta.input.peek(syn::token::Paren) {
                        let inner;
                        syn::parenthesized!(inner in meta.input);
                        inner.parse::<TokenStream>().map(|_| None)
                    } else if meta.input.peek(syn::Token![=]) {
                        Ok(Some(meta.value()?.parse::<LitStr>()?.value()))
                    } else {
                        Ok(None)
                    }
                };
                let value = text(&meta)?;
                match word.as_str() {
                    "rename" => words.rename = value,
                    "rename_all" => words.rename_all = value,
                    "default" => words.default = true,
                    "flatten" => words.flatten = true,
                    "transparent" => words.transparent = true,
                    "skip" | "skip_deserializing" => words.skip = true,
                    _ => {}
                }
                Ok(())
            })?;
        }
        Ok(words)
    }
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let words = Words::of(&input.attrs)?;
    let schema = match (&words.instead, &input.data) {
        (Some(schema), _) => schema.clone(),
        (None, Data::Struct(data)) => of_struct(&data.fields, &words)?,
        (None, Data::Enum(data)) => of_enum(data, &words)?,
        (None, Data::Union(_)) => quote!(::saltant_types::schema::Schema::Json),
    };
    let ident = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in input.generics.type_params() {
        let name = &parameter.ident;
        let bound = quote!(#name: ::saltant_types::schema::HasSchema);
        generics.make_where_clause().predicates.push(syn::parse2(bound)?);
    }
    let (impl_generics, type_generics, bounds) = generics.split_for_impl();
    Ok(quote! {
        impl #impl_generics ::saltant_types::schema::HasSchema for #ident #type_generics #bounds {
            const SCHEMA: ::saltant_types::schema::Schema = #schema;
        }
    })
}

fn of_struct(fields: &Fields, words: &Words) -> Result<TokenStream> {
    match fields {
        Fields::Named(_) if !words.transparent => record(fields, words),
        _ => match fields.iter().next() {
            Some(field) if fields.len() == 1 || words.transparent => Ok(of_type(&field.ty)),
            _ => Ok(quote!(::saltant_types::schema::Schema::Json)),
        },
    }
}

fn record(fields: &Fields, words: &Words) -> Result<TokenStream> {
    let mut rows = Vec::new();
    for field in fields {
        let own = Words::of(&field.attrs)?;
        // Flattened fields are a map of everything else: they have no names to show.
        if own.skip || own.flatten {
            continue;
        }
        let Some(ident) = &field.ident else { continue };
        let plain = ident.to_string();
        let plain = plain.strip_prefix("r#").unwrap_or(&plain).to_owned();
        let name = own.rename.unwrap_or_else(|| cased(&plain, words.rename_all.as_deref()));
        let doc = doc_text(&field.attrs);
        let optional = wrapped(&field.ty, "Option").or_else(|| wrapped(&field.ty, "Settable"));
        let required = optional.is_none() && !own.default && !words.default;
        let schema = own.instead.unwrap_or_else(|| of_type(optional.unwrap_or(&field.ty)));
        rows.push(quote! {
            ::saltant_types::schema::Field { name: #name, doc: #doc, required: #required, schema: #schema }
        });
    }
    Ok(quote!(::saltant_types::schema::Schema::Record(&[#(#rows),*])))
}

fn of_enum(data: &syn::DataEnum, words: &Words) -> Result<TokenStream> {
    let mut known = Vec::new();
    let mut forms = Vec::new();
    for variant in &data.variants {
        let own = Words::of(&variant.attrs)?;
        if own.skip {
            continue;
        }
        match &variant.fields {
            Fields::Unit => {
                let plain = variant.ident.to_string();
                let word = words.rename_all.as_deref().map(|rule| cased(&snake(&plain), Some(rule)));
                known.push(own.rename.or(word).unwrap_or(plain));
            }
            fields => forms.push(of_struct(fields, &own)?),
        }
    }
    let words = quote!(::saltant_types::schema::Schema::Words { known: &[#(#known),*], open: false });
    if forms.is_empty() {
        return Ok(words);
    }
    let words = (!known.is_empty()).then_some(words).into_iter();
    Ok(quote!(::saltant_types::schema::Schema::OneOf(&[#(#words,)* #(#forms),*])))
}

fn of_type(ty: &Type) -> TokenStream {
    quote!(<#ty as ::saltant_types::schema::HasSchema>::SCHEMA)
}

/// A name in snake case, in the case that serde is told to use.
fn cased(name: &str, rule: Option<&str>) -> String {
    let words = || name.split('_').filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    match rule {
        Some("camelCase") => {
            let mut parts = words();
            let first = parts.next().unwrap_or_default().to_owned();
            first + &parts.filter_map(capital).collect::<String>()
        }
        Some("PascalCase") => words().filter_map(capital).collect(),
        Some("lowercase") => name.replace('_', ""),
        Some("UPPERCASE") => name.replace('_', "").to_uppercase(),
        Some("SCREAMING_SNAKE_CASE") => name.to_uppercase(),
        Some("kebab-case") => name.replace('_', "-"),
        _ => name.to_owned(),
    }
}

/// The name of a variant in snake case.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
