//! Commissions: issuing, reading and resolving them.

use axum::http::StatusCode;

use crate::astakos::answer;
use crate::astakos::call::Call;
use crate::astakos::input::{self, Fields};
use crate::astakos::quota::{Commission, Key, Provision, Refused, Terms};
use crate::http::reply::Reply;
use crate::json::Json;

/// The serials of the caller's pending commissions.
pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    let component = call.component()?;
    let serials: Json = call.service.state.with(|state| state.quotas.serials(component).collect());
    Ok(answer::ok(&serials))
}

pub(super) fn get(call: &Call<'_>, serial: u64) -> Result<Reply, Reply> {
    let component = call.component()?;
    let shown =
        call.service.state.with(|state| state.quotas.commission(component, serial).map(Commission::shown));
    shown.map(|shown| answer::ok(&shown)).ok_or_else(answer::nothing_here)
}

pub(super) fn issue(call: &Call<'_>) -> Result<Reply, Reply> {
    let fields = fields(call)?;
    let required = |name: &str| answer::bad_request(&format!("Malformed {name}"));
    let flag = |name: &str| match fields.get(name) {
        None => Ok(false),
        Some(_) => fields.flag(name)?.ok_or_else(|| required(name)),
    };
    let name = match fields.get("name") {
        None => "",
        Some(_) => fields.text("name")?.ok_or_else(|| required("name"))?,
    };
    let terms = Terms {
        component: call.component()?,
        name,
        force: flag("force")?,
        auto_accept: flag("auto_accept")?,
        now: call.now,
    };
    let provisions = fields.list("provisions")?.ok_or_else(|| required("provisions"))?;
    let provisions = provisions.iter().map(provision).collect::<Option<Vec<_>>>();
    let provisions = provisions.ok_or_else(|| answer::bad_request("Malformed provision"))?;
    let serial = call.service.state.with(|state| {
        let repeated =
            |index: usize| provisions[..index].iter().any(|known| known.key == provisions[index].key);
        if state.is_v015() && (0..provisions.len()).any(repeated) {
            return Err(answer::crash());
        }
        let mut quotas = std::mem::take(&mut state.quotas);
        let issued = quotas.issue(&terms, provisions, |key| state.limit(key));
        state.quotas = quotas;
        issued.map_err(Refused::reply)
    })?;
    Ok(answer::json(StatusCode::CREATED, &Json::object([("serial", serial.into())])))
}

/// The body. Release 0.15 does not look at its type.
fn fields(call: &Call<'_>) -> Result<Fields, Reply> {
    let is_v015 = call.service.state.with(|state| state.is_v015());
    if is_v015 { call.fields_of_any_type() } else { call.fields() }
}

/// A provision: all four fields are required, and the source of a project's is null.
fn provision(value: &Json) -> Option<Provision> {
    let holder = value.get("holder")?.as_str()?.to_owned();
    let source = match value.get("source")? {
        Json::Null => None,
        other => Some(other.as_str()?.to_owned()),
    };
    let resource = value.get("resource")?.as_str()?.to_owned();
    let quantity = input::integer(value.get("quantity")?)?;
    Some(Provision { key: Key { holder, source, resource }, quantity })
}

/// Accepts or rejects one commission. The value of the action is ignored.
pub(super) fn resolve(call: &Call<'_>, serial: u64) -> Result<Reply, Reply> {
    let component = call.component()?;
    let fields = fields(call)?;
    let accept = match (fields.get("accept"), fields.get("reject")) {
        (Some(_), None) => true,
        (None, Some(_)) => false,
        _ => return Err(answer::bad_request("Specify either accept or reject action.")),
    };
    let resolved = call.service.state.with(|state| state.quotas.resolve(component, serial, accept));
    if resolved { Ok(answer::done()) } else { Err(answer::nothing_here()) }
}

/// Resolves many, and tells of each what became of it. A serial in both lists stays pending.
pub(super) fn resolve_many(call: &Call<'_>) -> Result<Reply, Reply> {
    let component = call.component()?;
    let fields = fields(call)?;
    let (accept, reject) = (serials(&fields, "accept")?, serials(&fields, "reject")?);
    let failed = |serial: i64, name: &str, code: u64, message: String| {
        let fault = Json::object([("message", message.into()), ("code", code.into())]);
        Json::Array(vec![Json::Number(serial.to_string()), Json::object([(name, fault)])])
    };
    let (mut done, mut unknown) = ([Vec::new(), Vec::new()], Vec::new());
    call.service.state.with(|state| {
        for (serials, others, list, accepts) in [(&accept, &reject, 0, true), (&reject, &accept, 1, false)] {
            for &serial in serials.iter().filter(|serial| !others.contains(serial)) {
                let resolved = u64::try_from(serial)
                    .is_ok_and(|serial| state.quotas.resolve(component, serial, accepts));
                if resolved {
                    done[list].push(Json::Number(serial.to_string()));
                } else {
                    let message = format!("serial {serial} does not exist");
                    unknown.push(failed(serial, "itemNotFound", 404, message));
                }
            }
        }
    });
    for &serial in accept.iter().filter(|serial| reject.contains(serial)) {
        let message = format!("cannot both accept and reject serial {serial}");
        unknown.push(failed(serial, "badRequest", 400, message));
    }
    let [accepted, rejected] = done.map(Json::Array);
    let data =
        Json::object([("accepted", accepted), ("rejected", rejected), ("failed", Json::Array(unknown))]);
    Ok(answer::ok(&data))
}

/// A list of serials, each once. A missing list is empty.
fn serials(fields: &Fields, name: &str) -> Result<Vec<i64>, Reply> {
    let wrong = || answer::bad_request("Serials should be integer.");
    let items = match fields.get(name) {
        None => &[][..],
        Some(Json::Array(items)) => items.as_slice(),
        Some(_) => return Err(wrong()),
    };
    let mut serials: Vec<i64> = Vec::new();
    for item in items {
        let serial = input::integer(item).ok_or_else(wrong)?;
        if !serials.contains(&serial) {
            serials.push(serial);
        }
    }
    Ok(serials)
}
