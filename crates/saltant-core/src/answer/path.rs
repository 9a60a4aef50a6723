//! Where in a JSON text a parser stopped, as a path: `rows[1].count`.
//!
//! The parser of each type knows only line and column. To have a second one for each that keeps the path would make
//! programs larger by a tenth.

use std::fmt::Write as _;

/// A step into an object or a list.
enum Step<'a> {
    /// The text of the key, quotes and escapes included; `None` before the first.
    Key(Option<&'a [u8]>),
    Index(usize),
}

/// The path of the value that ends at a position, or that the position lies in. It is empty for the whole text.
///
/// Line and column are those of an error of the parser, which count from 1.
pub(crate) fn path(text: &[u8], line: usize, column: usize) -> String {
    let mut rest = &text[..offset(text, line, column)];
    let mut steps = Vec::new();
    // Whether a text that starts now is a key.
    let mut is_key = false;
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'{' => {
                steps.push(Step::Key(None));
                is_key = true;
            }
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' => {
                steps.pop();
                is_key = false;
            }
            b',' => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(Step::Key(_)) => is_key = true,
                None => {}
            },
            b'"' => {
                let length = string(after);
                if let (true, Some(Step::Key(key))) = (is_key, steps.last_mut()) {
                    *key = after.get(..length);
                    is_key = false;
                }
                rest = after.get(length + 1..).unwrap_or_default();
            }
            _ => {}
        }
    }
    // An object is stepped into with a key.
    if is_key {
        steps.pop();
    }
    written(&steps)
}

/// Where a position is in the text.
pub(crate) fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    let start: usize = lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    start.saturating_add(column).min(text.len())
}

/// The length of a string up to its closing quote.
fn string(text: &[u8]) -> usize {
    let mut is_escaped = false;
    let end = text.iter().position(|byte| {
        let ends = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        ends
    });
    end.unwrap_or(text.len())
}

fn written(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            // Writing to a String cannot fail.
            Step::Index(index) => drop(write!(path, "[{index}]")),
            Step::Key(None) => {}
            Step::Key(Some(key)) => {
                path.push_str(if path.is_empty() { "" } else { "." });
                let quoted = [b"\"", *key, b"\""].concat();
                let key = serde_json::from_slice(&quoted);
                path.push_str(&key.unwrap_or_else(|_| String::from_utf8_lossy(&quoted).into_owned()));
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use super::path;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)] // read by the parser only
    struct Row {
        count: u32,
        #[serde(default)]
        pair: Option<(String, u8)>,
        #[serde(default)]
        more: Vec<Row>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)] // read by the parser only
    struct Flat {
        name: String,
        #[serde(flatten)]
        row: BTreeMap<String, u8>,
    }

    /// The path by a parser that keeps it.
    fn kept<T: DeserializeOwned>(text: &str) -> String {
        let mut parser = serde_json::Deserializer::from_str(text);
        let error = serde_path_to_error::deserialize::<_, T>(&mut parser).err().unwrap();
        let path = error.path().to_string();
        if path == "." { String::new() } else { path }
    }

    fn found<T: DeserializeOwned>(text: &str) -> String {
        let error = serde_json::from_str::<T>(text).err().unwrap();
        path(text.as_bytes(), error.line(), error.column())
    }

    #[test]
    fn f4_the_path_is_that_of_a_parser_that_keeps_it() {
        for text in [
            r#"{"a": [{"count": 1}, {"count": "many"}]}"#,
            r#"{"a": [{"count": 1}, {}]}"#,
            "{\"a\": [\n {\"count\": 1},\n {\"count\": 1,\n \"pair\": [\"x\", 300]}]}",
            r#"{"a": [{"count": 1, "pair": ["x"]}]}"#,
            r#"{"a": [{"count": 1, "pair": "x"}]}"#,
            r#"{"a": [{"count": 1, "more": [{"count": 1}, {"count": -1}]}]}"#,
            r#"{"a": [{"count": 1, "more": {"count": 1}}]}"#,
            r#"{"a": [{"count": [1]}]}"#,
            r#"{"a": [{"count": {}}]}"#,
            r#"{"a": [{"count": 1.5}]}"#,
            r#"{"a": [{"count": null}]}"#,
            r#"{"a": [{"count": true }]}"#,
            r#"{"a": [7]}"#,
            r#"{"a": [{"count": 1}, 7]}"#,
            r#"{"a": [[{"count": 1}]]}"#,
            r#"{"a": [{"count": 1, "pair": []}]}"#,
            r#"{"a": [{"count": 1, "pair": ["x", []]}]}"#,
            r#"{"a": 7}"#,
            r#"{"k\"ä, [{": [{"\u0063ount": "x"}]}"#,
            r#"{"a": [], "b": {"count": 1}}"#,
            r#"{"a": [{"unknown": [{"x": ["}"]}], "count": "x"}]}"#,
            "[1]",
            "7",
        ] {
            assert_eq!(
                found::<BTreeMap<String, Vec<Row>>>(text),
                kept::<BTreeMap<String, Vec<Row>>>(text),
                "{text}"
            );
        }
        for text in
            [r#"{"a": {"name": "n", "x": 1000}}"#, r#"{"a": {"name": 1, "x": 1}}"#, r#"{"a": {"x": 1}}"#]
        {
            assert_eq!(found::<BTreeMap<String, Flat>>(text), kept::<BTreeMap<String, Flat>>(text), "{text}");
        }
    }

    #[test]
    fn f4_the_path_of_a_text_that_breaks_off_is_that_of_the_last_value() {
        for (text, expected) in [
            (r#"{"a": [{"count": 1}], "b": [{"count": 1"#, "b[0].count"),
            (r#"{"a": [{"count": 1}], "b": [{"cou"#, "b[0].cou"),
            (r#"{"a": [{"count": 1, "#, "a[0]"),
        ] {
            assert_eq!(found::<BTreeMap<String, Vec<Row>>>(text), expected, "{text}");
        }
    }
}
