//! Whether each link of the site leads to a file and a place in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;
use percent_encoding::percent_decode_str;

/// The generator's page for unknown addresses: its links depend on where the site is published.
const NOT_FOUND: &str = "404.html";

/// The broken links of all pages, and the number of links that were checked.
pub(super) fn check(site: &Path) -> anyhow::Result<(Vec<String>, usize)> {
    let mut pages = BTreeMap::new();
    collect(site, site, &mut pages)?;
    let places: BTreeMap<&PathBuf, BTreeSet<String>> =
        pages.iter().map(|(page, text)| (page, attributes(text, &["id", "name"]))).collect();
    let (mut broken, mut counted) = (Vec::new(), 0);
    for (page, text) in pages.iter().filter(|(page, _)| !page.ends_with(NOT_FOUND)) {
        for link in attributes(text, &["href", "src"]) {
            if let Some(why) = problem(site, page, &link, &places) {
                broken.push(format!("{}: {link}: {why}", page.display()));
            }
            counted += 1;
        }
    }
    Ok((broken, counted))
}

/// The pages of a folder, by their paths below the site.
fn collect(site: &Path, folder: &Path, pages: &mut BTreeMap<PathBuf, String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(site, &path, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            pages.insert(path.strip_prefix(site)?.to_owned(), text);
        }
    }
    Ok(())
}

/// The values of some attributes of a page's elements.
fn attributes(text: &str, names: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in names {
        for (_, rest) in text.match_indices(&format!(" {name}=\"")).map(|(at, _)| text.split_at(at)) {
            let value = rest.split('"').nth(1).unwrap_or_default();
            found.insert(value.replace("&amp;", "&").replace("&#38;", "&"));
        }
    }
    found
}

fn problem(
    site: &Path,
    page: &Path,
    link: &str,
    places: &BTreeMap<&PathBuf, BTreeSet<String>>,
) -> Option<&'static str> {
    let is_elsewhere = ["http://", "https://", "mailto:", "data:", "javascript:"];
    if is_elsewhere.iter().any(|scheme| link.starts_with(scheme)) {
        return None;
    }
    let (path, place) = link.split_once('#').unwrap_or((link, ""));
    let path = decoded(path.split('?').next().unwrap_or_default());
    let mut target = match path.as_str() {
        "" => page.to_owned(),
        path => normal(&page.parent().unwrap_or(Path::new("")).join(path))?,
    };
    if site.join(&target).is_dir() {
        target.push("index.html");
    }
    if !site.join(&target).is_file() {
        return Some("there is no such file");
    }
    let known = places.get(&target);
    let is_known = place.is_empty() || known.is_none_or(|known| known.contains(&decoded(place)));
    (!is_known).then_some("there is no such place in the page")
}

/// A path without `..`; `None` if it leads out of the site.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if !out.pop() => return None,
            Component::Normal(name) => out.push(name),
            _ => {}
        }
    }
    Some(out)
}

/// A text without percent-encoding.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_missing_file_or_place_is_broken() {
        let site = std::env::temp_dir().join(format!("saltant-links-{}", std::process::id()));
        fs::create_dir_all(site.join("docs")).unwrap();
        let page = r##"<h1 id="top">A</h1><a href="../index.html#here">x</a><a href="#top">x</a>
            <a href="https://example.org">x</a><a href="no.html">x</a><a href="../index.html#no">x</a>"##;
        fs::write(site.join("docs/a.html"), page).unwrap();
        fs::write(site.join("index.html"), r#"<p id="here"><a href="docs/a.html">x</a></p>"#).unwrap();
        let (broken, counted) = check(&site).unwrap();
        fs::remove_dir_all(&site).unwrap();
        let expected = [
            "docs/a.html: ../index.html#no: there is no such place in the page",
            "docs/a.html: no.html: there is no such file",
        ];
        assert_eq!((broken, counted), (expected.map(str::to_owned).into(), 6));
    }
}
