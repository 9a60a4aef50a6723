//! Waiting for many instances by asking for lists: what to ask next, and what an answer means.
//!
//! A tick asks for the unfinished instances, then for those that have finished since the last tick. So the
//! number of requests depends on how many pages of instances are unfinished, not on how many instances there
//! are.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

use saltant_types::Timestamp;
use saltant_types::saltant::{Page, TaskClass, TaskInstance, TaskInstanceId, TaskState};

use super::filter::checked_in_list;
use super::paging::PAGE_SIZE_FOR_ALL;
use super::{GetTaskInstance, ListTaskInstances, TaskInstanceFilter, TextLookup, TimeLookup};

/// How far back, from the newest finish seen, finished instances are asked for again: the server writes
/// from two processes, whose clocks and commits are not quite in order.
const MARGIN: Duration = Duration::from_secs(10);

/// How many instances that no list shows are asked for one by one in a tick.
const SINGLES: usize = 10;

/// A page of a list takes the server about as long as this many single instances.
const SINGLES_PER_PAGE: usize = 15;

/// One request of a tick.
#[derive(Clone, Debug)]
pub enum PendingRequest<K: TaskClass> {
    /// A list; its answer goes to [`PendingInstances::take_page`].
    List(ListTaskInstances<K>),
    /// One instance; its answer goes to [`PendingInstances::take_instance`] or
    /// [`PendingInstances::take_missing`].
    Single(GetTaskInstance<K>),
}

/// What a tick is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Finds out from the newest instances when those were created of which only the id is known.
    Locate,
    /// Asks for this many of the ones that are still unknown, one by one.
    LocateSingles(usize),
    Unfinished,
    Finished,
    Singles(usize),
    Over,
}

/// What the last answer about an unfinished instance said. The whole instance would take a kilobyte.
#[derive(Clone, Debug)]
struct Seen {
    state: TaskState,
    created: Timestamp,
}

/// Instances that have not finished yet, and what is known about them.
///
/// [`request`](Self::request) says what to ask the server next; its answer is handed back with one of the
/// `take` methods.
#[derive(Clone, Debug)]
pub struct PendingInstances<K: TaskClass> {
    pending: BTreeMap<TaskInstanceId<K>, Option<Seen>>,
    /// The pending ones that no answer of this tick has shown.
    unseen: BTreeSet<TaskInstanceId<K>>,
    /// All that the pages of the stage's list have shown.
    listed: HashSet<TaskInstanceId<K>>,
    /// The states to ask for, besides the final ones that have a finish time.
    open_states: BTreeSet<TaskState>,
    newest_finish: Option<Timestamp>,
    stage: Stage,
    /// What the stage's list is filtered by: fixed when the stage begins, so that its pages fit together.
    filter: TaskInstanceFilter<K>,
    page: u64,
    page_size: u64,
    /// The page size of the stage's list.
    list_size: u64,
}

impl<K: TaskClass> PendingInstances<K> {
    /// Begins with ids alone: the first tick finds out when the instances were created.
    pub fn new(ids: impl IntoIterator<Item = TaskInstanceId<K>>) -> Self {
        // Terminated instances have no finish time, so they are asked for with the unfinished.
        let open_states = TaskState::UNFINISHED.into_iter().chain([TaskState::Terminated]).collect();
        let mut pending = Self {
            pending: ids.into_iter().map(|id| (id, None)).collect(),
            unseen: BTreeSet::new(),
            listed: HashSet::new(),
            open_states,
            newest_finish: None,
            stage: Stage::Over,
            filter: TaskInstanceFilter::new(),
            page: 1,
            page_size: PAGE_SIZE_FOR_ALL,
            list_size: PAGE_SIZE_FOR_ALL,
        };
        pending.begin();
        pending
    }

    /// Asks for pages of another size than 1000.
    #[must_use]
    pub fn with_page_size(mut self, size: u64) -> Self {
        self.page_size = size.max(1);
        self
    }

    /// How many have not finished.
    pub fn count(&self) -> usize {
        self.pending.len()
    }

    /// The last state seen of each that is not finished.
    pub fn into_last_seen(self) -> impl Iterator<Item = (TaskInstanceId<K>, Option<TaskState>)> {
        self.pending.into_iter().map(|(id, seen)| (id, seen.map(|seen| seen.state)))
    }

    /// Begins a tick.
    pub fn begin(&mut self) {
        self.unseen = self.pending.keys().copied().collect();
        self.enter(match self.unlocated().count() {
            0 => Stage::Unfinished,
            few if few < SINGLES_PER_PAGE => Stage::LocateSingles(few),
            _ => Stage::Locate,
        });
    }

    /// The next request of this tick; `None` when the tick is over. It stays the same until it is answered.
    pub fn request(&self) -> Option<PendingRequest<K>> {
        match self.stage {
            Stage::Over => None,
            Stage::LocateSingles(_) | Stage::Singles(_) => {
                self.single().map(|id| PendingRequest::Single(GetTaskInstance::new(id)))
            }
            Stage::Locate | Stage::Unfinished | Stage::Finished => {
                let list = ListTaskInstances::new().filters(self.filter.clone()).page_size(self.list_size);
                Some(PendingRequest::List(if self.page > 1 { list.page(self.page) } else { list }))
            }
        }
    }

    /// Takes a page and returns the instances on it that have finished.
    pub fn take_page(&mut self, page: Page<TaskInstance<K>>) -> Vec<TaskInstance<K>> {
        // A server that gives the same page again and again must not keep the tick going.
        let is_new = page.results.iter().filter(|instance| self.listed.insert(instance.uuid)).count() > 0;
        let more = page.has_next() && is_new;
        let settled = page.results.into_iter().filter_map(|instance| self.note(instance)).collect();
        let sought = match self.stage {
            // Once every one is located, what is not finished has been seen as well.
            Stage::Locate => self.page < self.pages_worth_locating(),
            _ => !self.unseen.is_empty(),
        };
        if more && sought {
            self.page += 1;
        } else {
            self.advance();
        }
        settled
    }

    /// Notes that the page that was just asked for does not exist: the list has become shorter since its last
    /// page was read. Returns false for a first page, which always exists.
    pub fn take_end_of_list(&mut self) -> bool {
        let is_later = self.page > 1;
        if is_later {
            self.advance();
        }
        is_later
    }

    /// Takes a single instance and returns it if it has finished.
    pub fn take_instance(&mut self, instance: TaskInstance<K>) -> Option<TaskInstance<K>> {
        let settled = self.note(instance);
        self.advance();
        settled
    }

    /// Notes that the server does not know the instance that was just asked for, and returns its id.
    pub fn take_missing(&mut self) -> Option<TaskInstanceId<K>> {
        let id = self.single()?;
        self.unseen.remove(&id);
        self.pending.remove(&id);
        self.advance();
        Some(id)
    }

    /// The pending ones of which only the id is known.
    fn unlocated(&self) -> impl Iterator<Item = TaskInstanceId<K>> {
        self.unseen.iter().copied().filter(|id| matches!(self.pending.get(id), Some(None)))
    }

    /// The instance to ask for by itself.
    fn single(&self) -> Option<TaskInstanceId<K>> {
        match self.stage {
            Stage::LocateSingles(_) => self.unlocated().next(),
            _ => self.unseen.first().copied(),
        }
    }

    fn note(&mut self, instance: TaskInstance<K>) -> Option<TaskInstance<K>> {
        let last = self.pending.get_mut(&instance.uuid)?;
        self.unseen.remove(&instance.uuid);
        if !instance.state.is_final() {
            if !self.open_states.contains(&instance.state) {
                self.open_states.insert(instance.state.clone());
            }
            *last = Some(Seen { state: instance.state, created: instance.datetime_created });
            return None;
        }
        self.pending.remove(&instance.uuid);
        self.newest_finish = self.newest_finish.max(instance.datetime_finished);
        Some(instance)
    }

    fn advance(&mut self) {
        let next = match self.stage {
            _ if self.unseen.is_empty() => Stage::Over,
            Stage::Locate => Stage::LocateSingles(self.unlocated().count()),
            Stage::LocateSingles(left) if left > 1 => Stage::LocateSingles(left - 1),
            Stage::LocateSingles(_) => Stage::Unfinished,
            Stage::Unfinished => Stage::Finished,
            Stage::Finished => Stage::Singles(0),
            Stage::Singles(done) if done + 1 < SINGLES => Stage::Singles(done + 1),
            Stage::Singles(_) | Stage::Over => Stage::Over,
        };
        self.enter(next);
    }

    fn enter(&mut self, stage: Stage) {
        (self.stage, self.page) = (stage, 1);
        self.listed.clear();
        if self.unseen.is_empty() {
            self.stage = Stage::Over;
        } else if matches!(stage, Stage::LocateSingles(_)) && self.unlocated().next().is_none() {
            self.stage = Stage::Unfinished;
        }
        self.filter = self.filter_of(self.stage);
        let unseen = u64::try_from(self.unseen.len()).unwrap_or(u64::MAX);
        self.list_size = match self.stage {
            // Within the margin there are finished ones of the last tick too: one page is to hold both.
            Stage::Finished => self.page_size.max(unseen.saturating_mul(3)),
            _ => self.page_size,
        };
    }

    fn filter_of(&self, stage: Stage) -> TaskInstanceFilter<K> {
        match stage {
            Stage::Unfinished => {
                let fits = |state: &&TaskState| checked_in_list(state.as_str().to_owned()).is_ok();
                let states = self.open_states.iter().filter(fits);
                self.within_range(self.pending.keys()).state(TextLookup::one_of(states))
            }
            Stage::Finished => {
                let finished = [TaskState::Successful, TaskState::Failed];
                let filter = self.within_range(self.unseen.iter()).state(TextLookup::one_of(finished));
                match self.newest_finish {
                    Some(time) => filter.datetime_finished(TimeLookup::since(before(time, MARGIN))),
                    None => filter,
                }
            }
            Stage::Locate | Stage::LocateSingles(_) | Stage::Singles(_) | Stage::Over => {
                TaskInstanceFilter::new()
            }
        }
    }

    /// Beyond this many pages, asking for the rest one by one is cheaper.
    fn pages_worth_locating(&self) -> u64 {
        u64::try_from(self.unseen.len() / SINGLES_PER_PAGE).unwrap_or(u64::MAX)
    }

    /// A filter for when these were created, where that is known of all of them.
    fn within_range<'a>(&self, ids: impl Iterator<Item = &'a TaskInstanceId<K>>) -> TaskInstanceFilter<K> {
        let filter = TaskInstanceFilter::new();
        let mut range = None;
        for id in ids {
            let Some(Some(seen)) = self.pending.get(id) else { return filter };
            let (first, last) = range.unwrap_or((seen.created, seen.created));
            range = Some((first.min(seen.created), last.max(seen.created)));
        }
        match range {
            Some((first, last)) => filter.datetime_created(TimeLookup::between(first, last)),
            None => filter,
        }
    }
}

impl<K: TaskClass> FromIterator<TaskInstance<K>> for PendingInstances<K> {
    /// Begins with instances as a create or a list has given them. Finished ones are left out.
    fn from_iter<I: IntoIterator<Item = TaskInstance<K>>>(instances: I) -> Self {
        let mut pending = Self::new([]);
        for instance in instances {
            if !instance.state.is_final() {
                let seen = Seen { state: instance.state, created: instance.datetime_created };
                pending.pending.insert(instance.uuid, Some(seen));
            }
        }
        pending.begin();
        pending
    }
}

fn before(time: Timestamp, margin: Duration) -> Timestamp {
    let margin = i64::try_from(margin.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_microsecond(time.as_microsecond().saturating_sub(margin)).unwrap_or(time)
}

#[cfg(test)]
mod tests;
