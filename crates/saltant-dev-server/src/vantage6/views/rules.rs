use crate::vantage6::call::Call;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::{self, RULES, Rule};
use crate::vantage6::show;
use crate::vantage6::store::{Key, Row, Tables};

/// A rule as a row to list.
struct Listed {
    id: u64,
    rule: &'static Rule,
}

impl Row for Listed {
    const MODEL: &'static str = "Rule";

    fn id(&self) -> u64 {
        self.id
    }

    fn column(&self, name: &str) -> Option<Key> {
        Some(match name {
            "id" => self.id.into(),
            "name" => self.rule.name.into(),
            "operation" => self.rule.operation.name().into(),
            "scope" => self.rule.scope.name().into(),
            "description" => self.rule.description.into(),
            _ => return None,
        })
    }
}

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let query = &call.query;
    let mut of_role = None;
    if let (Some(text), Some(id)) = (query.get("role_id"), query.key("role_id")) {
        let role = tables.roles.get(id);
        of_role =
            Some(&role.ok_or_else(|| reply::bad(format!("Role with id={text} does not exist!")))?.rules);
    }
    let mut of_user = None;
    if let (Some(text), Some(id)) = (query.get("user_id"), query.key("user_id")) {
        let user = tables.users.get(id);
        let user = user.ok_or_else(|| reply::bad(format!("User with id={text} does not exist!")))?;
        let roles = user.roles.iter().filter_map(|role| tables.roles.get(*role));
        of_user = Some(roles.flat_map(|role| &role.rules).chain(&user.rules).copied().collect::<Vec<_>>());
    }
    let named = |column: &str, name: &str, value: &str| {
        query.get(column).is_none_or(|wanted| wanted == name || wanted == value)
    };
    let rows: Vec<Listed> = (1..).zip(&RULES).map(|(id, rule)| Listed { id, rule }).collect();
    let rows = rows.iter().filter(|row| {
        query.get("name").is_none_or(|name| row.rule.name == name)
            && named("operation", row.rule.operation.name(), row.rule.operation.value())
            && named("scope", row.rule.scope.name(), row.rule.scope.value())
            && of_role.is_none_or(|rules| rules.contains(&row.id))
            && of_user.as_ref().is_none_or(|rules| rules.contains(&row.id))
    });
    let all = query.get("no_pagination") == Some("1");
    Listing::new(rows).unpaged(all).answer(call, |row| show::rule(row.id))
}

pub(crate) fn get(call: &Call<'_>, _: &mut Tables) -> Answer {
    let id = call.id();
    rules::get(id).ok_or_else(|| reply::missing(format!("Rule id={id} not found!")))?;
    reply::ok(show::rule(id))
}
