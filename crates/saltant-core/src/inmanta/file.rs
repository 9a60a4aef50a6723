use http::StatusCode;
use saltant_types::inmanta::FileId;

use crate::decode::{Answer, is_page};
use crate::{Operation, ReadError};

/// Asks whether a file is stored.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.stat_file", HEAD "api/v1/file/{id}", output = bool, status = [200, 404])]
#[operation(outcome = is_missing, read = is_there)]
pub struct StatFile {
    /// The file's id.
    #[segment]
    pub id: FileId,
}

/// The page of a web server that knows no such address says nothing about a file.
fn is_missing(answer: &Answer) -> bool {
    answer.status() == StatusCode::NOT_FOUND && !is_page(answer.headers(), answer.body())
}

#[allow(clippy::unnecessary_wraps)] // what reads an answer may fail, in general
fn is_there(answer: &Answer) -> Result<bool, ReadError> {
    Ok(answer.status().is_success())
}
