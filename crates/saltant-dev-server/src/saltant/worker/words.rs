//! The words of a command, as Python's `expandvars` and `shlex.split` make them from its text.
//!
//! The usual crate, `shlex`, is not used: for it `#` starts a comment, while here it is plain text.

/// Replaces `$NAME` and `${NAME}`; an unknown variable stays as it is written.
pub(super) fn expanded(command: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = command;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let after = &rest[1..];
        let (name, length) = if let Some(inside) = after.strip_prefix('{') {
            inside.find('}').map_or(("", 1), |end| (&inside[..end], end + 3))
        } else {
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
            (&after[..end], end + 1)
        };
        match value(name).filter(|_| !name.is_empty()) {
            Some(value) => out.push_str(&value),
            None => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out + rest
}

/// Splits a command into words. No shell is involved, so `|` and `&&` are ordinary words.
pub(super) fn split(command: &str) -> Result<Vec<String>, &'static str> {
    const OPEN_QUOTE: &str = "No closing quotation";
    const OPEN_ESCAPE: &str = "No escaped character";
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = command.chars();
    while let Some(character) = characters.next() {
        match character {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next().ok_or(OPEN_QUOTE)? {
                        '\'' => break,
                        other => word.push(other),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next().ok_or(OPEN_QUOTE)? {
                        '"' => break,
                        '\\' => match characters.next().ok_or(OPEN_ESCAPE)? {
                            escaped @ ('"' | '\\') => word.push(escaped),
                            // Within quotes the backslash itself is kept before anything else.
                            other => word.extend(['\\', other]),
                        },
                        other => word.push(other),
                    }
                }
            }
            '\\' => word.get_or_insert_default().push(characters.next().ok_or(OPEN_ESCAPE)?),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_replaced_where_they_are_known() {
        let value = |name: &str| (name == "A").then(|| "x y".to_owned());
        assert_eq!(expanded("e $A ${A} $NOPE ${NOPE} $ $A_ ${", value), "e x y x y $NOPE ${NOPE} $ $A_ ${");
    }

    #[test]
    fn words_are_split_without_a_shell() {
        let words = split(r#"echo 'a b' "c \"d\" \e" f\ g '' | cat && # x"#).unwrap();
        assert_eq!(words, ["echo", "a b", r#"c "d" \e"#, "f g", "", "|", "cat", "&&", "#", "x"]);
        assert!(split("echo 'oops").is_err() && split("echo \"oops").is_err() && split("echo \\").is_err());
    }
}
