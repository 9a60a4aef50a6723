//! Names of users by UUID, and UUIDs by name.

use crate::astakos::answer;
use crate::astakos::auth::Caller;
use crate::astakos::call::Call;
use crate::http::reply::Reply;
use crate::json::Json;

/// Answers with both maps, without the keys that are unknown. A null asks a component's question for all users,
/// and a user's for none.
pub(super) fn answer(call: &Call<'_>) -> Result<Reply, Reply> {
    let fields = call.fields_of_any_type()?;
    let everybody =
        |name: &str| fields.get(name) == Some(&Json::Null) && matches!(call.caller, Caller::Component(_));
    let (uuids, names) = (fields.texts("uuids")?, fields.texts("displaynames")?);
    let (all_uuids, all_names) = (everybody("uuids"), everybody("displaynames"));
    let catalogs = call.service.state.with(|state| {
        let uuids = if all_uuids {
            state.accounts.iter().map(|account| account.uuid.as_str()).collect()
        } else {
            uuids.unwrap_or_default()
        };
        let names = if all_names {
            state.accounts.iter().map(|account| account.email.as_str()).collect()
        } else {
            names.unwrap_or_default()
        };
        let by_uuid = uuids.into_iter().filter_map(|uuid| Some((uuid, state.account(uuid)?.email.as_str())));
        // The key of the answer is spelt as it was asked.
        let by_name = names.into_iter().filter_map(|name| {
            let lower = name.to_lowercase();
            let account = state.accounts.iter().find(|account| account.email == lower)?;
            Some((name, account.uuid.as_str()))
        });
        Json::object([("uuid_catalog", map(by_uuid)), ("displayname_catalog", map(by_name))])
    });
    Ok(answer::ok(&catalogs))
}

/// A map of texts; of equal keys it has one.
fn map<'t>(pairs: impl Iterator<Item = (&'t str, &'t str)>) -> Json {
    let mut entries: Vec<(String, Json)> = Vec::new();
    for (key, value) in pairs {
        if !entries.iter().any(|(known, _)| known == key) {
            entries.push((key.to_owned(), value.into()));
        }
    }
    Json::Object(entries)
}
