use crate::id::id;

id! {
    /// The id of a stored file: the SHA-1 of its content in lower-case hexadecimal digits.
    FileId(String)
}
