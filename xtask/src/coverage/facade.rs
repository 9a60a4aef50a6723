use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use saltant_tests::sources::for_each_source;

use crate::root;
use crate::rows::rows;

/// The public methods in some folders of sources, as `Type::method`, by service: the first folder or file
/// below. A version of an API is a module of its own: `v1::Type::method`.
pub(super) fn methods(sources: &[&str]) -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let mut methods: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        for entry in std::fs::read_dir(root().join(source))? {
            let path = entry?.path();
            let service = path
                .file_stem()
                .and_then(std::ffi::OsStr::to_str)
                .context("a file name that is not UTF-8")?;
            collect(&path, methods.entry(service.to_owned()).or_default())?;
        }
    }
    Ok(methods)
}

fn collect(path: &Path, methods: &mut BTreeSet<String>) -> anyhow::Result<()> {
    let mut outcome = Ok(());
    for_each_source(path, &mut |path, text| match syn::parse_file(text) {
        Ok(file) => {
            let mut own = BTreeSet::new();
            of_items(&file.items, &mut own);
            // The folder of the workspace may be named like a version.
            let version = version(path.strip_prefix(root()).unwrap_or(path));
            methods.extend(own.into_iter().map(|method| version.clone() + &method));
        }
        Err(error) => outcome = Err(error).with_context(|| format!("{} cannot be parsed", path.display())),
    })?;
    outcome
}

/// The module of a version: `v1::` for a file `v1.rs` or one in a folder `v1`.
fn version(path: &Path) -> String {
    let is_version = |word: &str| {
        word.strip_prefix('v')
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|c| c.is_ascii_digit()))
    };
    let mut words = path.iter().filter_map(|part| Path::new(part).file_stem()?.to_str());
    words.find(|word| is_version(word)).map(|word| format!("{word}::")).unwrap_or_default()
}

fn of_items(items: &[syn::Item], methods: &mut BTreeSet<String>) {
    for item in items {
        match item {
            syn::Item::Impl(block) => of_impl(block, methods),
            syn::Item::Macro(call) if call.mac.path.is_ident("calls") => {
                let (handle, rows) = rows(call.mac.tokens.clone()).unwrap_or_default();
                methods.extend(rows.into_iter().map(|(name, _)| format!("{handle}::{name}")));
            }
            syn::Item::Mod(module) => {
                of_items(module.content.as_ref().map_or(&[][..], |(_, items)| items), methods);
            }
            _ => {}
        }
    }
}

fn of_impl(block: &syn::ItemImpl, methods: &mut BTreeSet<String>) {
    let syn::Type::Path(own) = &*block.self_ty else { return };
    let Some(own) = own.path.segments.last() else { return };
    for item in &block.items {
        let syn::ImplItem::Fn(method) = item else { continue };
        if matches!(method.vis, syn::Visibility::Public(_)) {
            methods.insert(format!("{}::{}", own.ident, method.sig.ident));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_methods_are_found_and_private_ones_are_not() {
        let file = syn::parse_file(
            "impl<'c, K: Class> Things<'c, K> { pub fn list(self) {} pub(super) fn new() {} fn own() {} }
             mod inner { impl super::Things<'_> { pub async fn get_by_name(self) {} } }",
        );
        let mut methods = BTreeSet::new();
        of_items(&file.unwrap().items, &mut methods);
        assert_eq!(methods.into_iter().collect::<Vec<_>>(), ["Things::get_by_name", "Things::list"]);
    }

    #[test]
    fn a_version_is_a_module() {
        let version_of = |path| version(Path::new(path));
        assert_eq!(version_of("src/inmanta/v1.rs"), "v1::");
        assert_eq!(version_of("src/inmanta/v1/project.rs"), "v1::");
        assert_eq!(version_of("src/vantage6/version.rs"), "");
    }

    #[test]
    fn rows_of_a_handle_are_methods() {
        let file = syn::parse_file(
            "calls! { inmanta, impl<'c, K: Class> Things<'c, K> via self.0.http() {
                list(v1::ListThings);
                /// More.
                get(id: ThingId<K>) -> GetThing<K>;
                status() -> GetStatus;
            } }",
        );
        let mut methods = BTreeSet::new();
        of_items(&file.unwrap().items, &mut methods);
        let found: Vec<_> = methods.into_iter().collect();
        assert_eq!(found, ["Things::get", "Things::list", "Things::status"]);
    }
}
