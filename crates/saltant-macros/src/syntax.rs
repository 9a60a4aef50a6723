//! Small questions to pieces of Rust.

use syn::{Attribute, Error, Expr, LitStr, Meta, Result, Type};

/// The `T` of `Name<T>`.
pub(crate) fn wrapped<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// The placeholders of a path, in order.
pub(crate) fn placeholders(path: &LitStr) -> Result<Vec<String>> {
    let text = path.value();
    let mut names = Vec::new();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            return Err(Error::new(path.span(), "a `{` is not closed"));
        };
        names.push(name.to_owned());
        rest = tail;
    }
    Ok(names)
}

/// The doc comment, a line per line, without the space after the slashes.
pub(crate) fn doc_text(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<_> = lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect();
    lines.join("\n").trim().to_owned()
}

/// Whether an attribute is `#[doc(alias = "…")]`.
pub(crate) fn is_alias(attribute: &Attribute) -> bool {
    let is_alias = |list: &syn::MetaList| {
        list.parse_args::<syn::MetaNameValue>().is_ok_and(|pair| pair.path.is_ident("alias"))
    };
    attribute.path().is_ident("doc") && attribute.meta.require_list().is_ok_and(is_alias)
}

/// The words of a name that say the service: its own, and the version of its API where that is named.
pub(crate) fn service_words(name: &str) -> Vec<&str> {
    let mut words = name.split('.');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let version = |word: &&str| word.strip_prefix('v').is_some_and(digits);
    words.next().into_iter().chain(words.next().filter(version)).collect()
}
