//! How Python writes values: in error messages, as arguments of commands, and numbers everywhere.

use std::fmt::Write as _;

use super::value::{Json, short_escape};

/// The name of the value's Python type, as error messages name it.
pub(crate) fn type_name(value: &Json) -> &'static str {
    match value {
        Json::Null => "NoneType",
        Json::Bool(_) => "bool",
        Json::Number(text) if is_integer(text) => "int",
        Json::Number(_) => "float",
        Json::String(_) => "str",
        Json::Array(_) => "list",
        Json::Object(_) => "dict",
    }
}

/// Whether the text of a number is an integer's.
pub(crate) fn is_integer(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// `str(value)`: a string as it is, everything else as in code.
pub(crate) fn str_of(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => repr(other),
    }
}

/// `repr(value)`: the value as in code.
pub(crate) fn repr(value: &Json) -> String {
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Number(text) => text.clone(),
        Json::String(text) => repr_text(text),
        Json::Array(items) => format!("[{}]", items.iter().map(repr).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{}: {}", repr_text(key), repr(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// `repr` of a string: in single quotes, unless it holds one and no double quote.
pub(crate) fn repr_text(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if other == quote => {
                out.push('\\');
                out.push(other);
            }
            '\0'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{ad}' => {
                let _ = write!(out, "\\x{:02x}", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out.push(quote);
    out
}

/// `json.dumps(value)`: the text that a command gets, in ASCII, with a space after `,` and `:`.
pub(crate) fn dumps(value: &Json) -> String {
    match value {
        Json::String(text) => dumps_text(text),
        Json::Array(items) => format!("[{}]", items.iter().map(dumps).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{}: {}", dumps_text(key), dumps(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_text(),
    }
}

fn dumps_text(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        if let Some(escape) = short_escape(character) {
            out.push_str(escape);
            continue;
        }
        match character {
            ' '..='~' => out.push(character),
            other => {
                let mut units = [0; 2];
                for unit in other.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
    out
}

/// `bytes.decode()`: the text, or the message about what is not UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| {
        let place = error.valid_up_to();
        let reason = match error.error_len() {
            None => "unexpected end of data",
            Some(_) if bytes[place] < 0xc2 || bytes[place] > 0xf4 => "invalid start byte",
            Some(_) => "invalid continuation byte",
        };
        format!("'utf-8' codec can't decode byte 0x{:02x} in position {place}: {reason}", bytes[place])
    })
}

/// `repr` of a float: the shortest digits that read back, with an exponent from 1e16 and below 1e-4.
pub(crate) fn float_text(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value == 0.0 || (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::super::parse::{Constants, ParseError, parse};
    use super::*;

    fn read(text: &str) -> Json {
        parse(text, Constants::Refused).unwrap()
    }

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (given, wanted) in [
            ("1e300", "1e+300"),
            ("1E5", "100000.0"),
            ("-0.0", "-0.0"),
            ("2.50", "2.5"),
            ("1e16", "1e+16"),
            ("123456789012345680.0", "1.2345678901234568e+17"),
            ("0.0001", "0.0001"),
            ("0.00001", "1e-05"),
            ("1180591620717411303424", "1180591620717411303424"),
        ] {
            assert_eq!(read(given).to_text(), wanted);
        }
    }

    #[test]
    fn messages_quote_as_python_does() {
        assert_eq!(repr(&read(r#"{"a":[1,null,true,"it's"]}"#)), r#"{'a': [1, None, True, "it's"]}"#);
        assert_eq!(repr_text("both ' and \""), r#"'both \' and "'"#);
    }

    #[test]
    fn commands_get_ascii() {
        assert_eq!(dumps(&read(r#"{"a":"é🚀","b":[1,2]}"#)), r#"{"a": "\u00e9\ud83d\ude80", "b": [1, 2]}"#);
    }

    #[test]
    fn errors_tell_the_place() {
        let wrong = parse("{\n \"a\": }", Constants::Refused).unwrap_err();
        assert_eq!(wrong, ParseError::Invalid("Expecting value: line 2 column 7 (char 8)".into()));
        assert!(parse("[NaN]", Constants::Refused).is_err());
        assert!(parse("[NaN]", Constants::Allowed).is_ok());
        assert!(parse("[01]", Constants::Allowed).is_err());
    }
}
