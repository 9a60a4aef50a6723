//! The shape of the public types, as the sources show it.
//!
//! Promise F2: what is only received, and what tells an error, is `#[non_exhaustive]`; words of a server are an
//! `open_enum!`. Promise S7: no public signature of the lower crates names a type of a crate below version 1.0, except
//! behind a feature that names this version.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use saltant_tests::sources::for_each_source;
use syn::{Attribute, Fields, ImplItem, Item, TraitItem, UseTree, Visibility};

use crate::root;

/// The crates whose types programs match and make.
const CRATES: [&str; 4] = ["saltant-types", "saltant-core", "saltant-http", "saltant"];

/// The crate with the wire models.
const WIRE: &str = "saltant-types";

/// Wire models that are sent, whose schema is implemented in another file.
const SENT: &[&str] = &["Settable"];

/// What is wrong. `unstable` has the dependencies below 1.0 of each crate that keeps S7.
pub(super) fn problems(unstable: &BTreeMap<String, BTreeSet<String>>) -> anyhow::Result<Vec<String>> {
    let (mut problems, mut unreadable) = (Vec::new(), None);
    for name in CRATES {
        for_each_source(&root().join("crates").join(name).join("src"), &mut |path, text| {
            let file = match syn::parse_file(text) {
                Ok(file) => file,
                Err(error) => {
                    unreadable = Some(anyhow::Error::new(error).context(path.display().to_string()));
                    return;
                }
            };
            let mut found = open(&file.items, name == WIRE);
            found.extend(unstable.get(name).into_iter().flat_map(|unstable| named(&file.items, unstable)));
            let path = path.strip_prefix(root()).unwrap_or(path).display();
            problems.extend(found.into_iter().map(|what| format!("{path}: {what}")));
        })?;
    }
    unreadable.map_or(Ok(problems), Err).context("a source cannot be parsed")
}

/// F2: the types of a file that a new field or variant would break programs with. Only wire models are received.
fn open(items: &[Item], is_wire: bool) -> Vec<String> {
    let implements = |name: &syn::Ident, of: &str| {
        items.iter().any(|item| match item {
            Item::Impl(block) => {
                let of_it = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
                of_it.is_some_and(|last| last.ident == of)
                    && words(&block.self_ty.to_token_stream()).first() == Some(&name.to_string())
            }
            _ => false,
        })
    };
    let is = |name: &syn::Ident, attributes: &[Attribute], of: &str| {
        derives(attributes).contains(of) || implements(name, of)
    };
    let mut found = Vec::new();
    for item in items {
        let (name, attributes, visibility, is_seen, are_words) = match item {
            Item::Struct(own) => {
                let is_seen = own.fields.iter().any(|field| matches!(field.vis, Visibility::Public(_)));
                (&own.ident, &own.attrs, &own.vis, is_seen, false)
            }
            Item::Enum(own) => {
                let are_words = own.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit));
                (&own.ident, &own.attrs, &own.vis, true, are_words)
            }
            Item::Mod(module) if !is_test(&module.attrs) => {
                found.extend(open(module.content.as_ref().map_or(&[][..], |(_, items)| items), is_wire));
                continue;
            }
            _ => continue,
        };
        let is_open = attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
        if !matches!(visibility, Visibility::Public(_)) || !is_seen {
            continue;
        }
        let is_read = is_wire && is(name, attributes, "Deserialize");
        let is_sent = is(name, attributes, "HasSchema") || SENT.contains(&name.to_string().as_str());
        let is_received = is_read && !is_sent;
        let is_error = is(name, attributes, "Error") || name.to_string().ends_with("ErrorKind");
        if (is_received || is_error) && !is_open {
            found.push(format!("{name} is only received or tells an error, and is not #[non_exhaustive]"));
        }
        if is_read && are_words {
            found.push(format!("{name} has words of a server, and drops those that it does not know"));
        }
    }
    found
}

/// S7: what the public signatures of a file name of other crates below 1.0.
fn named(items: &[Item], unstable: &BTreeSet<String>) -> Vec<String> {
    // A module of this name is not the crate.
    let is_module =
        |name: &String| items.iter().any(|item| matches!(item, Item::Mod(own) if own.ident == *name));
    let crates: BTreeSet<_> = unstable.iter().filter(|name| !is_module(name)).cloned().collect();
    let mut imported = BTreeMap::new();
    for item in items {
        if let Item::Use(own) = item {
            bound(&own.tree, None, &crates, &mut imported);
        }
    }
    let mut found = Vec::new();
    for item in items {
        for (attributes, signature) in signatures(item) {
            let words = words(&signature);
            let by_path = words.windows(2).filter(|pair| pair[1] == ":").map(|pair| &pair[0]);
            let by_path = by_path.filter(|word| crates.contains(*word));
            let by_name = words.iter().filter_map(|word| imported.get(word));
            let allowed = words_of(&attributes);
            for name in by_path.chain(by_name).collect::<BTreeSet<_>>() {
                let feature = format!("\"{}-0_", name.replace('_', "-"));
                if !allowed.iter().any(|word| word.starts_with(&feature)) {
                    found.push(format!("a public signature names {name}: {signature}"));
                }
            }
        }
    }
    found
}

/// The names that an import binds, each with the crate that it comes from.
fn bound(
    tree: &UseTree,
    of: Option<&String>,
    crates: &BTreeSet<String>,
    names: &mut BTreeMap<String, String>,
) {
    match tree {
        UseTree::Path(path) => {
            let word = path.ident.to_string();
            let of = of.or_else(|| crates.get(&word));
            if of.is_some() {
                bound(&path.tree, of, crates, names);
            }
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| bound(tree, of, crates, names)),
        UseTree::Name(name) => {
            names.extend(of.map(|of| (name.ident.to_string(), of.clone())));
        }
        // `as _` binds nothing.
        UseTree::Rename(rename) if rename.rename == "_" => {}
        UseTree::Rename(rename) => {
            names.extend(of.map(|of| (rename.rename.to_string(), of.clone())));
        }
        UseTree::Glob(_) => {}
    }
}

/// What the users of a crate see of an item, each part with the attributes that it stands behind.
fn signatures(item: &Item) -> Vec<(Vec<Attribute>, TokenStream)> {
    let is_public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
    match item {
        Item::Fn(own) if is_public(&own.vis) => vec![(own.attrs.clone(), own.sig.to_token_stream())],
        Item::Type(own) if is_public(&own.vis) => vec![(own.attrs.clone(), own.ty.to_token_stream())],
        Item::Const(own) if is_public(&own.vis) => vec![(own.attrs.clone(), own.ty.to_token_stream())],
        Item::Use(own) if is_public(&own.vis) => vec![(own.attrs.clone(), own.tree.to_token_stream())],
        Item::Struct(own) if is_public(&own.vis) => {
            let fields = own.fields.iter().filter(|field| is_public(&field.vis));
            fields.map(|field| (own.attrs.clone(), field.ty.to_token_stream())).collect()
        }
        Item::Enum(own) if is_public(&own.vis) => {
            let fields = own.variants.iter().flat_map(|variant| &variant.fields);
            fields.map(|field| (own.attrs.clone(), field.ty.to_token_stream())).collect()
        }
        Item::Trait(own) if is_public(&own.vis) => {
            let methods = own.items.iter().filter_map(|item| match item {
                TraitItem::Fn(method) => Some((own.attrs.clone(), method.sig.to_token_stream())),
                _ => None,
            });
            methods.collect()
        }
        Item::Impl(block) => {
            let of = block.trait_.as_ref().map(|(path, _)| path);
            let own = &block.self_ty;
            let mut all = vec![(block.attrs.clone(), quote!(#of #own))];
            for item in &block.items {
                if let ImplItem::Fn(method) = item
                    && (of.is_some() || is_public(&method.vis))
                {
                    let attributes = block.attrs.iter().chain(&method.attrs).cloned().collect();
                    all.push((attributes, method.sig.to_token_stream()));
                }
            }
            all
        }
        Item::Mod(module) if !is_test(&module.attrs) => {
            let items = module.content.iter().flat_map(|(_, items)| items);
            items.flat_map(signatures).collect()
        }
        _ => Vec::new(),
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    words_of(attributes).iter().any(|word| word == "test")
}

fn derives(attributes: &[Attribute]) -> BTreeSet<String> {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    derives.flat_map(|attribute| words(&attribute.meta.to_token_stream())).collect()
}

fn words_of(attributes: &[Attribute]) -> Vec<String> {
    attributes.iter().flat_map(|attribute| words(&attribute.meta.to_token_stream())).collect()
}

/// The words and signs of some code, groups included.
fn words(tokens: &TokenStream) -> Vec<String> {
    let word = |token: TokenTree| match token {
        TokenTree::Group(group) => words(&group.stream()),
        other => vec![other.to_string()],
    };
    tokens.clone().into_iter().flat_map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<Item> {
        syn::parse_file(text).unwrap().items
    }

    #[test]
    fn what_is_received_or_an_error_is_open() {
        let wrong = [
            "#[derive(Deserialize)] pub struct Queue { pub id: u64 }",
            "#[derive(thiserror::Error)] pub enum Trouble { A(u8) }",
            "pub enum Trouble { A(u8) } impl std::error::Error for Trouble {}",
            "pub enum WhatErrorKind { A }",
            "mod inner { #[derive(Deserialize)] pub enum State { A(u8) } }",
        ];
        for text in wrong {
            assert_eq!(open(&items(text), true).len(), 1, "{text}");
        }
        let words = "#[derive(Deserialize, HasSchema)] pub enum State { Running, Failed }";
        assert_eq!(
            open(&items(words), true),
            ["State has words of a server, and drops those that it does not know"]
        );
        let good = [
            "#[derive(Deserialize)] #[non_exhaustive] pub struct Queue { pub id: u64 }",
            "#[derive(Deserialize)] pub struct Id(u64);",
            "#[derive(Deserialize, HasSchema)] pub struct Sent { pub id: u64 }",
            "#[derive(Deserialize)] pub(crate) struct Own { pub id: u64 }",
            "#[cfg(test)] mod tests { #[derive(Deserialize)] pub struct T { pub id: u64 } }",
        ];
        for text in good {
            assert_eq!(open(&items(text), true), <[String; 0]>::default(), "{text}");
        }
    }

    #[test]
    fn a_crate_below_one_is_not_named_without_its_feature() {
        let unstable = BTreeSet::from(["jiff".to_owned()]);
        for text in [
            "pub fn at() -> jiff::Timestamp { todo!() }",
            "use jiff::Timestamp as T; pub struct A { pub at: Option<T> }",
            "pub use jiff::Zoned;",
            "impl From<jiff::Timestamp> for A { }",
            "pub trait Clock { fn now(&self) -> jiff::Timestamp; }",
        ] {
            assert_eq!(named(&items(text), &unstable).len(), 1, "{text}");
        }
        for text in [
            "pub struct A(jiff::Timestamp);",
            "fn at() -> jiff::Timestamp { todo!() }",
            "#[cfg(feature = \"jiff-0_2\")] impl From<jiff::Timestamp> for A { }",
            "mod jiff; pub use jiff::Own;",
            "pub fn at() -> u64 { jiff::Timestamp::now().as_second() }",
        ] {
            assert_eq!(named(&items(text), &unstable), <[String; 0]>::default(), "{text}");
        }
    }
}
