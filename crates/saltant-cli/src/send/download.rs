//! Prints a download: unchanged, except on a terminal.

use std::io::Write as _;
use std::str;

use saltant::http::Download;

use crate::exit::{Exit, Failure};
use crate::output;

/// Copies a download to standard output. On a terminal only text is printed, and nothing in it controls the
/// terminal.
pub(crate) async fn print(mut download: Download) -> Result<(), Failure> {
    if !output::stdout_is_terminal() {
        while let Some(bytes) = download.next().await {
            output::bytes(&bytes?)?;
        }
        return Ok(std::io::stdout().flush()?);
    }
    let mut text = Text::default();
    while let Some(bytes) = download.next().await {
        output::data(text.read(&bytes?).ok_or_else(not_text)?)?;
    }
    output::data(text.end().ok_or_else(not_text)?)?;
    Ok(())
}

/// Prints an answer that is there already.
pub(super) fn print_whole(body: &[u8]) -> Result<(), Failure> {
    if !output::stdout_is_terminal() {
        return Ok(output::bytes(body)?);
    }
    let text = str::from_utf8(body).ok().filter(|text| !text.contains('\0')).ok_or_else(not_text)?;
    Ok(output::data(text)?)
}

fn not_text() -> Failure {
    Failure::new(Exit::Refused, "the answer is not text, so it is not printed on the terminal")
        .hint("add `> FILE` to write it to a file")
}

/// Text that comes in pieces, which end anywhere.
#[derive(Debug, Default)]
struct Text {
    /// The beginning of a character or of a line end, which the next piece goes on with.
    rest: Vec<u8>,
    done: usize,
}

impl Text {
    /// The text up to the last whole character; `None` if it is not text.
    fn read(&mut self, bytes: &[u8]) -> Option<&str> {
        self.rest.drain(..self.done);
        self.rest.extend(bytes);
        let whole = match str::from_utf8(&self.rest) {
            Ok(text) => text,
            Err(error) if error.error_len().is_some() => return None,
            Err(error) => str::from_utf8(&self.rest[..error.valid_up_to()]).ok()?,
        };
        let text = whole.strip_suffix('\r').unwrap_or(whole);
        self.done = text.len();
        (!text.contains('\0')).then_some(text)
    }

    /// What is left; `None` if it ends within a character.
    fn end(&mut self) -> Option<&str> {
        self.rest.drain(..self.done);
        self.done = 0;
        str::from_utf8(&self.rest).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    /// What is printed of a text that comes in pieces of this length.
    fn printed(bytes: &[u8], length: usize) -> Option<String> {
        let mut text = Text::default();
        let mut all = String::new();
        for piece in bytes.chunks(length) {
            all += text.read(piece)?;
        }
        all += text.end()?;
        Some(all)
    }

    #[test]
    fn a14_only_text_is_printed_on_a_terminal_wherever_its_pieces_end() {
        let text = "a ü 日本 👩 \r\n end\r";
        for length in 1..=text.len() {
            assert_eq!(printed(text.as_bytes(), length).as_deref(), Some(text), "{length}");
        }
        for binary in [&b"a\0b"[..], b"\x89PNG", b"\xff", b"cut \xe6\x97"] {
            for length in 1..=binary.len() {
                assert_eq!(printed(binary, length), None, "{binary:?} {length}");
            }
        }
    }
}
