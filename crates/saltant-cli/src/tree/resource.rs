//! The kinds of things that a service has, and what can be done with them.

use clap::Command;
use saltant::catalog;

use super::Asked;
use super::extras::EXTRAS;
use super::verb::Verb;

/// A kind of thing.
pub(super) struct Resource {
    pub(super) name: String,
    pub(super) verbs: Vec<Verb>,
}

/// The resources of a service, in the order of its catalog.
pub(super) fn all(service: &str) -> Vec<Resource> {
    let mut resources: Vec<Resource> = Vec::new();
    for entry in catalog::entries().filter(|entry| entry.metadata.service() == service) {
        let place = entry.place();
        verb(&mut resources, &place.resource, &place.verb).add(place.class, entry);
    }
    for extra in EXTRAS.iter().filter(|extra| extra.service == service) {
        verb(&mut resources, extra.resource, extra.verb).extra = Some(extra);
    }
    resources
}

fn verb<'r>(resources: &'r mut Vec<Resource>, resource: &str, verb: &str) -> &'r mut Verb {
    let at = resources.iter().position(|known| known.name == resource).unwrap_or_else(|| {
        resources.push(Resource { name: resource.to_owned(), verbs: Vec::new() });
        resources.len() - 1
    });
    let verbs = &mut resources[at].verbs;
    let at = verbs.iter().position(|known| known.name() == verb).unwrap_or_else(|| {
        verbs.push(Verb::new(verb));
        verbs.len() - 1
    });
    &mut verbs[at]
}

impl Resource {
    /// The command of the resource. Its verbs are added if it is asked for.
    pub(super) fn command(&self, service: &str, asked: Asked<'_>) -> Command {
        let names: Vec<_> = self.verbs.iter().map(Verb::name).collect();
        let command = Command::new(self.name.clone())
            .about(names.join(", "))
            .subcommand_required(true)
            .arg_required_else_help(true);
        let Some(below) = asked.below(&self.name, None) else { return command };
        command.subcommands(self.verbs.iter().map(|verb| verb.command(service, &self.name, below)))
    }
}
