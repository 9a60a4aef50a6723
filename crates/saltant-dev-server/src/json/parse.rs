//! Reading JSON, with the error texts of Python's reader.

use std::collections::HashMap;

use super::python;
use super::value::Json;

/// Deeper nesting than this ends in an error page on the real server too: Python gives up near here.
const MAX_DEPTH: usize = 900;

/// Whether `NaN` and `Infinity` are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Constants {
    /// In request bodies and form fields.
    Refused,
    /// Where the models read a string again.
    Allowed,
}

/// Why a text is not JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ParseError {
    /// The message of Python's reader.
    Invalid(String),
    /// Python reads it and then fails: it is nested too deeply, or has half a surrogate pair.
    Unreadable,
}

/// Reads one JSON value that fills the whole text.
pub(crate) fn parse(text: &str, constants: Constants) -> Result<Json, ParseError> {
    if text.starts_with('\u{feff}') {
        let message = "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)";
        return Err(ParseError::Invalid(message.to_owned()));
    }
    let mut reader = Reader { text, at: 0, constants };
    reader.skip_space();
    let value = reader.value(0)?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.error("Extra data", reader.at));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    constants: Constants,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Messages give the place in characters, from the start and within the line.
    fn error(&self, message: &str, at: usize) -> ParseError {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        ParseError::Invalid(format!(
            "{message}: line {line} column {column} (char {})",
            before.chars().count()
        ))
    }

    fn value(&mut self, depth: usize) -> Result<Json, ParseError> {
        if depth > MAX_DEPTH {
            return Err(ParseError::Unreadable);
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Json, ParseError> {
        let rest = &self.text[self.at..];
        for (word, value) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))]
        {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.constant()
    }

    fn constant(&mut self) -> Result<Json, ParseError> {
        let rest = &self.text[self.at..];
        for (word, text) in [("NaN", "nan"), ("Infinity", "inf"), ("-Infinity", "-inf")] {
            if rest.starts_with(word) {
                if self.constants == Constants::Refused {
                    let message = format!("Out of range float values are not JSON compliant: {word}");
                    return Err(ParseError::Invalid(message));
                }
                self.at += word.len();
                return Ok(Json::Number(text.to_owned()));
            }
        }
        Err(self.error("Expecting value", self.at))
    }

    fn number(&mut self) -> Result<Json, ParseError> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut end = start + usize::from(bytes[start] == b'-');
        let whole = digits(end);
        if whole == 0 {
            return self.constant();
        }
        // A leading zero stands alone: what follows is extra data.
        end += if bytes[end] == b'0' { 1 } else { whole };
        let mut float = false;
        if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
            float = true;
            end += 1 + digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > 0 {
                float = true;
                end += 1 + sign + exponent;
            }
        }
        self.at = end;
        let literal = &self.text[start..end];
        Ok(Json::Number(match literal {
            "-0" => "0".to_owned(),
            _ if float => python::float_text(literal.parse().unwrap_or(f64::NAN)),
            _ => literal.to_owned(),
        }))
    }

    fn array(&mut self, depth: usize) -> Result<Json, ParseError> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::Array(items));
        }
        loop {
            self.skip_space();
            items.push(self.value(depth + 1)?);
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Json::Array(items));
                }
                _ => return Err(self.error("Expecting ',' delimiter", self.at)),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, ParseError> {
        self.at += 1;
        let mut entries: Vec<(String, Json)> = Vec::new();
        let mut places = HashMap::new();
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Json::Object(entries));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.error("Expecting property name enclosed in double quotes", self.at));
            }
            let key = self.string()?;
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.error("Expecting ':' delimiter", self.at));
            }
            self.at += 1;
            self.skip_space();
            let value = self.value(depth + 1)?;
            // The last of equal keys wins, in the place of the first.
            if let Some(&place) = places.get(&key) {
                let entry: &mut (String, Json) = &mut entries[place];
                entry.1 = value;
            } else {
                places.insert(key.clone(), entries.len());
                entries.push((key, value));
            }
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Json::Object(entries));
                }
                _ => return Err(self.error("Expecting ',' delimiter", self.at)),
            }
        }
    }

    fn string(&mut self) -> Result<String, ParseError> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(character) = rest.chars().next() else {
                return Err(self.error("Unterminated string starting at", start));
            };
            match character {
                '"' => {
                    self.at += 1;
                    return Ok(out);
                }
                '\\' => out.push(self.escape(start)?),
                '\0'..='\u{1f}' => return Err(self.error("Invalid control character at", self.at)),
                other => {
                    out.push(other);
                    self.at += other.len_utf8();
                }
            }
        }
    }

    fn escape(&mut self, string_start: usize) -> Result<char, ParseError> {
        let Some(kind) = self.text[self.at + 1..].chars().next() else {
            return Err(self.error("Unterminated string starting at", string_start));
        };
        let plain = match kind {
            '"' | '\\' | '/' => kind,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.hex(self.at + 2)?;
                self.at += 6;
                if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
                    let second = self.hex(self.at + 2)?;
                    if (0xdc00..0xe000).contains(&second) {
                        self.at += 6;
                        let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                        return char::from_u32(code).ok_or(ParseError::Unreadable);
                    }
                }
                return char::from_u32(first).ok_or(ParseError::Unreadable);
            }
            _ => return Err(self.error("Invalid \\escape", self.at)),
        };
        self.at += 2;
        Ok(plain)
    }

    fn hex(&self, at: usize) -> Result<u32, ParseError> {
        self.text
            .get(at..at + 4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.error("Invalid \\uXXXX escape", at - 1))
    }
}
