//! Values as Python writes them: Abaco hands objects to an actor in this form.

use std::iter::Peekable;
use std::str::Chars;

use saltant_types::{Map, Value};

/// How deep lists and objects may lie in each other.
const DEEPEST: usize = 100;

/// Reads a value that Python has written with `repr`: `{'a': [1, None, True]}`. Tuples are lists.
///
/// Keys that are not texts are written as texts. `None` for anything that is no such value.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text.trim().chars().peekable(), depth: 0 };
    let value = reader.value()?;
    reader.skip_blanks();
    reader.rest.next().is_none().then_some(value)
}

struct Reader<'t> {
    rest: Peekable<Chars<'t>>,
    depth: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Option<Value> {
        self.skip_blanks();
        match *self.rest.peek()? {
            '{' => self.nested(Self::object),
            '[' => self.nested(|reader| reader.list(']')),
            '(' => self.nested(|reader| reader.list(')')),
            '\'' | '"' => self.text().map(Value::String),
            _ => self.word(),
        }
    }

    /// Reads what begins with the next bracket.
    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Option<Value>) -> Option<Value> {
        self.rest.next();
        self.depth += 1;
        let value = if self.depth > DEEPEST { None } else { read(self) };
        self.depth -= 1;
        value
    }

    fn list(&mut self, end: char) -> Option<Value> {
        let mut items = Vec::new();
        loop {
            if self.take(end) {
                return Some(Value::Array(items));
            }
            items.push(self.value()?);
            if !self.take(',') {
                return self.take(end).then_some(Value::Array(items));
            }
        }
    }

    fn object(&mut self) -> Option<Value> {
        let mut fields = Map::new();
        loop {
            if self.take('}') {
                return Some(Value::Object(fields));
            }
            let key = match self.value()? {
                Value::String(text) => text,
                Value::Array(_) | Value::Object(_) => return None,
                other => other.to_string(),
            };
            if !self.take(':') {
                return None;
            }
            fields.insert(key, self.value()?);
            if !self.take(',') {
                return self.take('}').then_some(Value::Object(fields));
            }
        }
    }

    /// A text in quotes, with Python's escapes.
    fn text(&mut self) -> Option<String> {
        let quote = self.rest.next()?;
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                end if end == quote => return Some(text),
                '\\' => text.push(match self.rest.next()? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'x' => self.code(2)?,
                    'u' => self.code(4)?,
                    'U' => self.code(8)?,
                    same @ ('\\' | '\'' | '"') => same,
                    _ => return None,
                }),
                other => text.push(other),
            }
        }
    }

    /// The character with a number of hexadecimal digits.
    fn code(&mut self, digits: usize) -> Option<char> {
        let mut code = 0;
        for _ in 0..digits {
            code = code * 16 + self.rest.next()?.to_digit(16)?;
        }
        char::from_u32(code)
    }

    /// A number, `True`, `False` or `None`.
    fn word(&mut self) -> Option<Value> {
        let mut word = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) {
            word.push(c);
        }
        match word.as_str() {
            "True" => Some(Value::Bool(true)),
            "False" => Some(Value::Bool(false)),
            "None" => Some(Value::Null),
            number => serde_json::from_str(number).ok().filter(Value::is_number),
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        self.skip_blanks();
        self.rest.next_if_eq(&wanted).is_some()
    }

    fn skip_blanks(&mut self) {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    #[test]
    fn what_python_writes_is_read_as_what_it_means() {
        for (text, value) in [
            ("{}", json!({})),
            (
                "{'a': 1, 'b': [1.5, -2, 1e+20, None, True, False]}",
                json!({"a": 1, "b": [1.5, -2, 1e20, null, true, false]}),
            ),
            ("{\"it's\": 'a \"b\"'}", json!({"it's": "a \"b\""})),
            (r"'a\n\t\\\'\x41\u00fc\U0001f600'", json!("a\n\t\\'Aü😀")),
            ("{1: (1, 2), None: ()}", json!({"1": [1, 2], "null": []})),
            (" [ 1 , ] ", json!([1])),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_value_and_no_crash() {
        let deep = "[".repeat(100_000);
        for text in [
            "",
            "hello",
            "{'a'}",
            "{'a': }",
            "{[1]: 2}",
            "[1",
            "'a",
            "1 2",
            "nan",
            r"'\q'",
            r"'\ud800'",
            &deep,
        ] {
            assert_eq!(read(text), None, "{}", &text[..text.len().min(20)]);
        }
    }
}
