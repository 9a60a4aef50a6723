//! The rows of `calls!`, by which a handle of the facade passes operations on.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The handle and the methods, each with its arguments, of
/// `calls! { service, impl<'c> Handle<'c> via client { name(Operation); … } }`.
pub(crate) fn rows(tokens: TokenStream) -> Option<(String, Vec<(String, TokenStream)>)> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let via = tokens.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "via"));
    // The handle's name is the last word before its arguments: lifetimes are no words, parameters are.
    let mut depth = 0_i32;
    let mut handle = None;
    for token in &tokens[..via.unwrap_or(0)] {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '<' => depth += 1,
            TokenTree::Punct(sign) if sign.as_char() == '>' => depth -= 1,
            TokenTree::Ident(word) if depth == 0 => handle = Some(word.to_string()),
            _ => {}
        }
    }
    let Some(TokenTree::Group(rows)) = tokens.last() else { return None };
    let rows: Vec<_> = rows.stream().into_iter().collect();
    let methods = rows.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(name), TokenTree::Group(arguments)]
            if arguments.delimiter() == Delimiter::Parenthesis =>
        {
            Some((name.to_string(), arguments.stream()))
        }
        _ => None,
    });
    Some((handle?, methods.collect()))
}
