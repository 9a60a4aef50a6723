//! The sources of the book: the pages of the repository with their links, the examples, and what they link to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::root;

const SETTINGS: &str = r#"[book]
title = "saltant"
language = "en"
[output.html]
default-theme = "light"
additional-css = ["site.css"]
additional-js = ["site.js"]
[output.html.playground]
runnable = false
[output.html.print]
enable = false
[output.html.fold]
enable = true
[output.html.search.chapter]
"operations.md" = { enable = false }
"#;

/// The pages with their titles, in the order of the table of contents.
const PAGES: &[(&str, &str)] = &[
    ("README.md", "saltant"),
    ("docs/guide.md", "What holds for all services"),
    ("docs/saltant.md", "saltant, the service"),
    ("docs/vantage6.md", "vantage6"),
    ("docs/inmanta.md", "Inmanta"),
    ("docs/agave.md", "Agave / Tapis v2"),
    ("docs/astakos.md", "Astakos"),
    ("docs/command.md", "The command"),
    ("docs/command-reference.md", "The command: reference"),
    ("docs/command-compared.md", "The command: compared"),
    ("operations.md", "All operations"),
    ("examples/README.md", "Examples"),
    ("docs/performance.md", "Performance"),
    ("docs/promises.md", "Promises"),
    ("docs/architecture.md", "Architecture"),
    ("CONTRIBUTING.md", "Contributing"),
    ("SECURITY.md", "Security"),
    ("CHANGELOG.md", "Changelog"),
];

/// Writes the book's sources into a folder.
pub(super) fn write(folder: &Path, operations: &str) -> anyhow::Result<()> {
    let source = folder.join("src");
    fs::create_dir_all(&source)?;
    fs::write(folder.join("book.toml"), SETTINGS)?;
    fs::write(folder.join("site.css"), include_str!("site.css"))?;
    fs::write(folder.join("site.js"), include_str!("site.js"))?;
    fs::write(source.join("operations.md"), operations)?;

    let examples = examples()?;
    let mut contents = String::from("# Summary\n\n");
    let mut linked = BTreeMap::new();
    for (page, title) in PAGES {
        writeln!(contents, "- [{title}]({})", place(page))?;
        if *page == "operations.md" {
            continue;
        }
        let text = fs::read_to_string(root().join(page)).with_context(|| (*page).to_owned())?;
        save(&source.join(place(page)), &rewritten(&text, Path::new(page), &examples, &mut linked)?)?;
        if page.starts_with("examples/") {
            for (name, code) in &examples {
                writeln!(contents, "  - [{name}](examples/{name}.md)")?;
                let page = format!("# {name}\n\n```rust,ignore\n{code}```\n");
                save(&source.join(format!("examples/{name}.md")), &page)?;
            }
        }
    }
    fs::write(source.join("SUMMARY.md"), contents)?;
    for (path, copy) in linked {
        save(&source.join(copy), &as_text(&path)?)?;
    }
    Ok(())
}

/// Where a page of the repository is in the book.
fn place(page: &str) -> String {
    page.replace("README.md", "index.md")
}

fn save(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::create_dir_all(path.parent().context("a file without a folder")?)?;
    Ok(fs::write(path, text)?)
}

/// The examples' sources, by name.
fn examples() -> anyhow::Result<BTreeMap<String, String>> {
    let mut examples = BTreeMap::new();
    let folder = root().join("examples");
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let is_other = ["main", "scene"].contains(&name);
        if path.extension().is_some_and(|extension| extension == "rs") && !is_other {
            examples.insert(name.to_owned(), fs::read_to_string(&path)?);
        }
    }
    Ok(examples)
}

/// A page with the links that work in the book. What is not in the book is noted, to be copied as a text.
fn rewritten(
    text: &str,
    page: &Path,
    examples: &BTreeMap<String, String>,
    linked: &mut BTreeMap<PathBuf, PathBuf>,
) -> anyhow::Result<String> {
    let folder = page.parent().unwrap_or(Path::new(""));
    let up = "../".repeat(folder.components().count());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let (target, tail) = after.split_once(')').unwrap_or((after, ""));
        write!(out, "{before}](")?;
        rest = tail;
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let is_local = !path.is_empty() && !path.contains(':') && !path.contains(char::is_whitespace);
        let resolved = root().join(folder).join(path).canonicalize();
        let Some(resolved) = resolved.ok().filter(|_| is_local) else {
            write!(out, "{target})")?;
            continue;
        };
        let own = resolved.strip_prefix(root().canonicalize()?)?.to_owned();
        let example = own.strip_prefix("examples").ok().and_then(|name| name.to_str()?.strip_suffix(".rs"));
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        if let Some((page, _)) = PAGES.iter().find(|(page, _)| own == Path::new(page)) {
            write!(out, "{up}{}{anchor})", place(page))?;
        } else if let Some(name) = example.filter(|name| examples.contains_key(*name)) {
            write!(out, "{up}examples/{name}.md)")?;
        } else {
            let copy = PathBuf::from(format!("files/{}.txt", own.display()));
            write!(out, "{up}{})", copy.display())?;
            linked.insert(resolved, copy);
        }
    }
    Ok(out + rest)
}

/// A file as it is; a folder as its files, one after the other.
fn as_text(path: &Path) -> anyhow::Result<String> {
    if !path.is_dir() {
        return fs::read_to_string(path).with_context(|| path.display().to_string());
    }
    let mut files: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    let mut text = String::new();
    for file in files {
        let path = file.path();
        if !path.is_dir() {
            write!(text, "==== {}\n\n", path.strip_prefix(root())?.display())?;
        }
        text += &as_text(&path)?;
    }
    Ok(text)
}
