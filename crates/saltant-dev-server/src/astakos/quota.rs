//! Quotas: holdings, and the arithmetic of commissions that are pending, accepted and rejected.
//!
//! A holding counts a resource for a user within a project, or for a project. `max` is what is in use if all
//! pending imports are accepted and no pending release is; `min` is the reverse.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::astakos::{answer, times};
use crate::http::reply::Reply;
use crate::json::Json;

/// What a holding is of. The texts are those of provisions: `user:UUID`, `project:ID`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) holder: String,
    /// The project of a user's holding; `None` for a project's own.
    pub(crate) source: Option<String>,
    pub(crate) resource: String,
}

impl Key {
    /// A user's holding within a project.
    pub(crate) fn of_user(user: &str, project: &str, resource: &str) -> Self {
        let (holder, source) = (format!("user:{user}"), Some(format!("project:{project}")));
        Self { holder, source, resource: resource.to_owned() }
    }

    /// A project's own holding.
    pub(crate) fn of_project(project: &str, resource: &str) -> Self {
        Self { holder: format!("project:{project}"), source: None, resource: resource.to_owned() }
    }
}

/// What is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) min: i128,
    pub(crate) max: i128,
}

/// A change of one holding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Provision {
    pub(crate) key: Key,
    pub(crate) quantity: i64,
}

impl Provision {
    fn shown(&self) -> Json {
        Json::object([
            ("holder", self.key.holder.as_str().into()),
            ("source", self.key.source.as_deref().into()),
            ("resource", self.key.resource.as_str().into()),
            ("quantity", number(self.quantity.into())),
        ])
    }
}

/// A commission that is neither accepted nor rejected.
#[derive(Clone, Debug)]
pub(crate) struct Commission {
    serial: u64,
    /// The name of the component that issued it: no other one sees it.
    component: String,
    name: String,
    issued: Timestamp,
    provisions: Vec<Provision>,
}

impl Commission {
    pub(crate) fn shown(&self) -> Json {
        Json::object([
            ("serial", self.serial.into()),
            ("issue_time", times::written(self.issued)),
            ("name", self.name.as_str().into()),
            ("provisions", Json::Array(self.provisions.iter().map(Provision::shown).collect())),
        ])
    }
}

/// Who asks for a commission, and how.
pub(crate) struct Terms<'t> {
    pub(crate) component: &'t str,
    pub(crate) name: &'t str,
    pub(crate) force: bool,
    pub(crate) auto_accept: bool,
    pub(crate) now: Timestamp,
}

/// Why a provision cannot be made.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    NoHolding(Provision),
    NoCapacity {
        provision: Provision,
        limit: i64,
        usage: i128,
    },
    NoQuantity {
        provision: Provision,
        usage: i128,
    },
    /// The sum of its quantities has more than 64 bits.
    TooLarge,
}

/// All holdings, and the commissions that are pending.
#[derive(Debug, Default)]
pub(crate) struct Quotas {
    holdings: BTreeMap<Key, Holding>,
    pending: BTreeMap<u64, Commission>,
    /// One counter for all components.
    last_serial: u64,
}

impl Quotas {
    /// Makes a holding, unless there is one: it stays for ever.
    pub(crate) fn open(&mut self, key: Key) {
        self.holdings.entry(key).or_default();
    }

    pub(crate) fn holding(&self, key: &Key) -> Option<Holding> {
        self.holdings.get(key).copied()
    }

    /// The pending commission of a component.
    pub(crate) fn commission(&self, component: &str, serial: u64) -> Option<&Commission> {
        self.pending.get(&serial).filter(|commission| commission.component == component)
    }

    /// The serials of a component's pending commissions.
    pub(crate) fn serials(&self, component: &str) -> impl Iterator<Item = u64> {
        self.pending.values().filter(move |known| known.component == component).map(|known| known.serial)
    }

    /// Issues a commission, all of it or nothing. An empty one is allowed.
    pub(crate) fn issue(
        &mut self,
        terms: &Terms<'_>,
        provisions: Vec<Provision>,
        limit: impl Fn(&Key) -> i64,
    ) -> Result<u64, Refused> {
        let provisions = summed(provisions)?;
        for provision in &provisions {
            self.check(provision, terms.force, &limit)?;
        }
        for Provision { key, quantity } in &provisions {
            if let Some(holding) = self.holdings.get_mut(key) {
                let quantity = i128::from(*quantity);
                if quantity < 0 { holding.min += quantity } else { holding.max += quantity }
            }
        }
        self.last_serial += 1;
        let serial = self.last_serial;
        let (component, name) = (terms.component.to_owned(), terms.name.to_owned());
        let commission = Commission { serial, component, name, issued: terms.now, provisions };
        self.pending.insert(serial, commission);
        if terms.auto_accept {
            self.resolve(terms.component, serial, true);
        }
        Ok(serial)
    }

    fn check(&self, provision: &Provision, force: bool, limit: impl Fn(&Key) -> i64) -> Result<(), Refused> {
        let Some(holding) = self.holdings.get(&provision.key) else {
            return Err(Refused::NoHolding(provision.clone()));
        };
        let quantity = i128::from(provision.quantity);
        if quantity < 0 {
            // What is not accepted yet cannot be given back, not even by force.
            if holding.min + quantity < 0 {
                return Err(Refused::NoQuantity { provision: provision.clone(), usage: holding.min });
            }
        } else if !force {
            let limit = limit(&provision.key);
            if holding.max + quantity > i128::from(limit) {
                let (provision, usage) = (provision.clone(), holding.max);
                return Err(Refused::NoCapacity { provision, limit, usage });
            }
        }
        Ok(())
    }

    /// Accepts or rejects a component's pending commission; false if it has none of that serial. Quotas never
    /// stand against it, not even where a limit fell in between.
    pub(crate) fn resolve(&mut self, component: &str, serial: u64, accept: bool) -> bool {
        if self.commission(component, serial).is_none() {
            return false;
        }
        let provisions = self.pending.remove(&serial).map(|commission| commission.provisions);
        for Provision { key, quantity } in provisions.into_iter().flatten() {
            let Some(holding) = self.holdings.get_mut(&key) else { continue };
            let quantity = i128::from(quantity);
            match (quantity < 0, accept) {
                (false, true) => holding.min += quantity,
                (false, false) => holding.max -= quantity,
                (true, true) => holding.max += quantity,
                (true, false) => holding.min -= quantity,
            }
        }
        true
    }
}

/// The provisions with those of the same holding added up, in the order of their first appearance.
fn summed(provisions: Vec<Provision>) -> Result<Vec<Provision>, Refused> {
    let mut sums: Vec<(Key, i128)> = Vec::new();
    for Provision { key, quantity } in provisions {
        match sums.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) => *sum += i128::from(quantity),
            None => sums.push((key, quantity.into())),
        }
    }
    let whole = |(key, sum): (Key, i128)| {
        Ok(Provision { key, quantity: sum.try_into().map_err(|_| Refused::TooLarge)? })
    };
    sums.into_iter().map(whole).collect()
}

/// A whole number in JSON.
pub(crate) fn number(value: i128) -> Json {
    Json::Number(value.to_string())
}

impl Refused {
    /// The fault.
    pub(crate) fn reply(self) -> Reply {
        let over_limit = |provision: &Provision, name: &str, limit: i64, usage: i128| {
            let data = Json::object([
                ("provision", provision.shown()),
                ("name", name.into()),
                ("limit", number(limit.into())),
                ("usage", number(usage)),
            ]);
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            answer::refused_provision(status, "overLimit", "There is not enough capacity", data)
        };
        match self {
            Self::TooLarge => answer::crash(),
            Self::NoCapacity { provision, limit, usage } => {
                over_limit(&provision, "NoCapacityError", limit, usage)
            }
            Self::NoQuantity { provision, usage } => over_limit(&provision, "NoQuantityError", 0, usage),
            Self::NoHolding(provision) => {
                let data =
                    Json::object([("name", "NoHoldingError".into()), ("provision", provision.shown())]);
                let status = StatusCode::NOT_FOUND;
                answer::refused_provision(status, "itemNotFound", "There is no such holding", data)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: i64 = 10;

    fn key() -> Key {
        Key::of_user("u", "p", "r")
    }

    struct World(Quotas);

    impl World {
        fn new() -> Self {
            let mut quotas = Quotas::default();
            quotas.open(key());
            Self(quotas)
        }

        fn issue(&mut self, quantity: i64, force: bool) -> Result<u64, Refused> {
            let terms =
                Terms { component: "c", name: "", force, auto_accept: false, now: Timestamp::UNIX_EPOCH };
            self.0.issue(&terms, vec![Provision { key: key(), quantity }], |_| LIMIT)
        }

        fn held(&self) -> (i128, i128) {
            let holding = self.0.holding(&key()).unwrap();
            (holding.min, holding.max)
        }
    }

    #[test]
    fn imports_raise_the_maximum_and_acceptance_the_minimum() {
        let mut world = World::new();
        let (first, second) = (world.issue(4, false).unwrap(), world.issue(6, false).unwrap());
        assert_eq!((world.held(), second), ((0, 10), first + 1));
        assert!(world.0.resolve("c", first, true) && world.0.resolve("c", second, false));
        assert_eq!(world.held(), (4, 4));
        assert!(!world.0.resolve("c", first, true), "a serial is resolved once");
    }

    #[test]
    fn a_pending_release_frees_no_room_and_a_pending_import_cannot_be_released() {
        let mut world = World::new();
        let import = world.issue(10, false).unwrap();
        assert!(matches!(world.issue(-1, true), Err(Refused::NoQuantity { usage: 0, .. })));
        world.0.resolve("c", import, true);
        let release = world.issue(-10, false).unwrap();
        assert_eq!(world.held(), (0, 10));
        assert!(matches!(world.issue(1, false), Err(Refused::NoCapacity { limit: LIMIT, usage: 10, .. })));
        world.0.resolve("c", release, false);
        assert_eq!(world.held(), (10, 10));
        let release = world.issue(-10, false).unwrap();
        world.0.resolve("c", release, true);
        assert_eq!(world.held(), (0, 0));
    }

    #[test]
    fn force_goes_beyond_the_limit_and_then_not_even_nothing_fits() {
        let mut world = World::new();
        world.issue(11, true).unwrap();
        assert!(matches!(world.issue(0, false), Err(Refused::NoCapacity { usage: 11, .. })));
    }

    #[test]
    fn equal_holdings_are_summed_and_a_missing_one_refuses_all() {
        let mut world = World::new();
        let terms =
            Terms { component: "c", name: "", force: false, auto_accept: true, now: Timestamp::UNIX_EPOCH };
        let provision = |resource: &str, quantity| Provision {
            key: Key { resource: resource.to_owned(), ..key() },
            quantity,
        };
        world.0.issue(&terms, vec![provision("r", 12), provision("r", -2)], |_| LIMIT).unwrap();
        assert_eq!((world.held(), world.0.serials("c").count()), ((10, 10), 0));
        let refused = world.0.issue(&terms, vec![provision("r", -1), provision("x", 1)], |_| LIMIT);
        assert_eq!(refused, Err(Refused::NoHolding(provision("x", 1))));
        assert_eq!(world.held(), (10, 10));
        let refused = world.0.issue(&terms, vec![provision("r", i64::MAX), provision("r", 1)], |_| LIMIT);
        assert_eq!(refused, Err(Refused::TooLarge));
    }

    #[test]
    fn a_commission_belongs_to_its_component() {
        let mut world = World::new();
        let serial = world.issue(1, false).unwrap();
        assert!(world.0.commission("other", serial).is_none() && !world.0.resolve("other", serial, true));
        assert_eq!(world.0.serials("c").collect::<Vec<_>>(), [serial]);
    }
}
