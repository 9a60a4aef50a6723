/// A text that is joined at compile time from constants, such as a task class's part of a name.
#[derive(Clone, Copy, Debug)]
pub struct ConstText {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl ConstText {
    const CAPACITY: usize = 96;

    /// Joins the parts. A text that is too long does not compile.
    pub const fn join(parts: &[&str]) -> Self {
        let mut bytes = [0; Self::CAPACITY];
        let mut len = 0;
        let mut part = 0;
        while part < parts.len() {
            let text = parts[part].as_bytes();
            let mut at = 0;
            while at < text.len() {
                bytes[len] = text[at];
                len += 1;
                at += 1;
            }
            part += 1;
        }
        Self { bytes, len }
    }

    /// The whole text.
    #[allow(clippy::missing_panics_doc)] // it cannot: parts of UTF-8 text join to UTF-8 text
    pub const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.len);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => panic!("parts of UTF-8 text join to UTF-8 text"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ConstText;

    #[test]
    fn parts_are_joined_at_compile_time() {
        const TEXT: &ConstText = &ConstText::join(&["a.", "ü", "", "_b"]);
        const JOINED: &str = TEXT.as_str();
        assert_eq!(JOINED, "a.ü_b");
    }
}
