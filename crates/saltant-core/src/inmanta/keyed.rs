use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::answer::ReadError;
use crate::answer::decode::json;

/// Declares how the answers of version 1 are read that are one value under a key.
macro_rules! keyed {
    ($($key:ident),+ $(,)?) => {
        $(
            pub(super) fn $key<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
                #[derive(Deserialize)]
                struct Keyed<T> {
                    $key: T,
                }

                json::<Keyed<T>>(answer).map(|keyed| keyed.$key)
            }
        )+
    };
}

keyed! {
    diff, dryrun, dryruns, environment, environments, files, model, parameter, processes, project, projects, queue,
    report, reports, token,
}
