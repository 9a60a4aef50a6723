//! Sending the content of a file, or a range of it.

use std::io::{Seek as _, SeekFrom};
use std::ops::RangeInclusive;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use tokio::io::AsyncReadExt as _;

use crate::agave::files::mime;
use crate::agave::files::storage::{Place, Storage, refused};
use crate::agave::reply::{Answer, Outcome, Refusal};

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// Answers with a file, or the first range of it that the headers ask for.
pub(crate) fn download(storage: &Storage, place: &Place, headers: &HeaderMap) -> Outcome {
    if storage.metadata(place)?.is_dir() {
        return Err(Refusal::new(StatusCode::NOT_IMPLEMENTED, "Directory downloads are not supported"));
    }
    let mut file = storage.dir.open(place.path()).map_err(|error| refused(&error))?.into_std();
    let length = file.metadata().map_err(|error| refused(&error))?.len();
    let asked = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let range = match asked.map(|asked| first_range(asked, length)) {
        None | Some(Asked::Everything) => None,
        Some(Asked::Range(range)) => Some(range),
        Some(Asked::Nothing) => {
            let message = "The requested range is not in the file";
            return Err(Refusal::new(StatusCode::RANGE_NOT_SATISFIABLE, message));
        }
    };
    let (start, count) =
        range.as_ref().map_or((0, length), |range| (*range.start(), range.end() - range.start() + 1));
    file.seek(SeekFrom::Start(start)).map_err(|error| refused(&error))?;
    let mut response = Response::new(content(file, count));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(mime(place.name())));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_LENGTH, count.into());
    let name: String =
        place.name().chars().filter(|c| c.is_ascii_graphic() && !"\"\\".contains(*c)).collect();
    if let Ok(disposition) = HeaderValue::try_from(format!("inline; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    if let Some(range) = range {
        if let Ok(value) = HeaderValue::try_from(format!("bytes {}-{}/{length}", range.start(), range.end()))
        {
            headers.insert(CONTENT_RANGE, value);
        }
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(Answer::Raw(response))
}

fn content(file: std::fs::File, count: u64) -> Body {
    let state = (tokio::fs::File::from_std(file), count);
    Body::from_stream(stream::unfold(state, |(mut file, left)| async move {
        if left == 0 {
            return None;
        }
        let mut chunk = vec![0; CHUNK.min(usize::try_from(left).unwrap_or(CHUNK))];
        match file.read(&mut chunk).await {
            // A file that got shorter ends the connection, as its length was announced.
            Ok(0) => Some((Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)), (file, 0))),
            Ok(read) => {
                chunk.truncate(read);
                Some((Ok(Bytes::from(chunk)), (file, left - read as u64)))
            }
            Err(error) => Some((Err(error), (file, 0))),
        }
    }))
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    /// The header is not one of bytes, so it does not count.
    Everything,
    Range(RangeInclusive<u64>),
    /// The range begins behind the end.
    Nothing,
}

fn first_range(header: &str, length: u64) -> Asked {
    let Some(first) = header.strip_prefix("bytes=").and_then(|ranges| ranges.split(',').next()) else {
        return Asked::Everything;
    };
    let Some((start, end)) = first.trim().split_once('-') else { return Asked::Everything };
    let range = match (start.parse::<u64>(), end.parse::<u64>()) {
        (Ok(start), Ok(end)) if start <= end => (start, end.min(length.saturating_sub(1))),
        (Ok(start), Err(_)) if end.is_empty() => (start, length.saturating_sub(1)),
        (Err(_), Ok(last)) if start.is_empty() && last > 0 => {
            (length.saturating_sub(last), length.saturating_sub(1))
        }
        _ => return Asked::Everything,
    };
    if range.0 >= length { Asked::Nothing } else { Asked::Range(range.0..=range.1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_range_counts_and_one_behind_the_end_is_refused() {
        for (header, length, expected) in [
            ("bytes=0-3", 10, Asked::Range(0..=3)),
            ("bytes=4-", 10, Asked::Range(4..=9)),
            ("bytes=-3", 10, Asked::Range(7..=9)),
            ("bytes=-30", 10, Asked::Range(0..=9)),
            ("bytes=2-90, 0-1", 10, Asked::Range(2..=9)),
            ("bytes=10-", 10, Asked::Nothing),
            ("bytes=0-", 0, Asked::Nothing),
            ("bytes=-3", 0, Asked::Nothing),
            ("lines=0-3", 10, Asked::Everything),
            ("bytes=5-3", 10, Asked::Everything),
        ] {
            assert_eq!(first_range(header, length), expected, "{header} of {length}");
        }
    }
}
